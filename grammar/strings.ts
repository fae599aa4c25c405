/** Reads string tokens. */
import type { IToken } from 'chevrotain';
import { endOf } from './tokens.ts';
import type { StringValue, SyntaxProblem } from './tree.ts';

/** Whether the closing quotes are there. */
export function isClosed(image: string): boolean {
  if (image.startsWith('"""')) return image.length >= 6 && image.endsWith('"""');
  if (image.length < 2 || !image.endsWith('"')) return false;
  let backslashes = 0;
  while (image[image.length - 2 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 0;
}

/** The value that a string stands for. A wrong escape stands for itself and is reported. */
export function readString(token: IToken): { readonly value: StringValue; readonly problems: readonly SyntaxProblem[] } {
  const { image, startOffset } = token;
  const range = { start: startOffset, end: endOf(token) };
  const long = image.startsWith('"""');
  const quotes = long ? 3 : 1;
  const problems: SyntaxProblem[] = [];
  const closed = isClosed(image);
  if (!closed) problems.push({ code: 'syntax', range, message: `This string is never closed: \`${long ? '"""' : '"'}\` is missing.` });
  const inner = image.slice(quotes, closed ? image.length - quotes : undefined);
  const text = unescaped(long ? dedent(inner) : inner);
  for (const { index, 0: written } of inner.matchAll(ESCAPE)) {
    if (unescaped(written) !== written) continue;
    const start = startOffset + quotes + index;
    problems.push({
      code: 'syntax',
      range: { start, end: start + written.length },
      message: `\`${written}\` is no escape: \`\\"\` \`\\\\\` \`\\n\` \`\\t\` \`\\u{1F4BE}\` are.`,
    });
  }
  const nul = image.indexOf('\0');
  if (nul >= 0) {
    const start = startOffset + nul;
    problems.push({
      code: 'syntax',
      range: { start, end: start + 1 },
      message: 'The character NUL cannot stand in a text: no program takes it.',
    });
  }
  return { value: { type: 'string', text, long, range }, problems };
}

const ESCAPE = /\\(?:u\{[0-9A-Fa-f]{1,6}\}|[\s\S])/g;

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (written) => {
    switch (written[1]) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case '"':
        return '"';
      case '\\':
        return '\\';
      default: {
        const code = written.length > 2 ? Number.parseInt(written.slice(3, -1), 16) : Number.NaN;
        return isCharacter(code) ? String.fromCodePoint(code) : written;
      }
    }
  });
}

/** NUL ends a text for every program and file name; halves of a pair (surrogates) are no characters. */
function isCharacter(code: number): boolean {
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

/** Drops the line of the opening quotes if it is empty, that of the closing ones too, and the indentation that all lines have. */
function dedent(inner: string): string {
  const lines = inner.split(/\r\n|\r|\n/);
  const [first = '', ...rest] = lines;
  if (rest.length === 0) return first;
  const last = rest.at(-1) ?? '';
  if (last.trim() === '') rest.pop();
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
  const body = rest.map((line) => (line.trim() === '' ? '' : line.slice(indent)));
  return (first.trim() === '' ? body : [first, ...body]).join('\n');
}
