/**
 * The lexer. Words are not reserved, so there is one token for all of them; and there is no text that it cannot read: what it
 * does not know becomes an `Unknown` token, an unclosed string or comment ends at its line's end.
 */
import { createToken, type ICustomPattern, type ILexerConfig, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Comment } from './tree.ts';

const SLASH = 47;
const STAR = 42;
const QUOTE = 34;

/** A pattern that a function matches: `ends` gives the offset after the token that starts at `from`, or -1. */
function by(ends: (text: string, from: number) => number): ICustomPattern {
  return {
    exec: (text: string, from: number) => {
      const end = ends(text, from);
      return end < 0 ? null : ([text.slice(from, end)] as unknown as RegExpExecArray);
    },
  };
}

/** The offset of the next line break, or the text's length. */
export function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

function blockCommentEnd(text: string, from: number): number {
  if (text.charCodeAt(from) !== SLASH || text.charCodeAt(from + 1) !== STAR) return -1;
  const close = text.indexOf('*/', from + 2);
  return close < 0 ? lineEnd(text, from) : close + 2;
}

function stringEnd(text: string, from: number): number {
  if (text.charCodeAt(from) !== QUOTE) return -1;
  if (text.startsWith('"""', from)) {
    const close = text.indexOf('"""', from + 3);
    return close < 0 ? lineEnd(text, from) : close + 3;
  }
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === 10 || code === 13) return at;
    if (code === 92 && at + 1 < text.length && text.charCodeAt(at + 1) !== 10 && text.charCodeAt(at + 1) !== 13) at += 1;
  }
  return text.length;
}

// Where each token may start is said, though Chevrotain finds it out from a pattern: that takes as long as to read a small plan.
const DIGITS = [...'0123456789'];
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

const Space = createToken({
  name: 'Space',
  pattern: /[^\S\r\n]+/,
  group: Lexer.SKIPPED,
  start_chars_hint: [' ', '\t', '\v', '\f', '\u00a0', '\u1680', '\u2000', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff'],
  line_breaks: false,
});
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: by(blockCommentEnd),
  start_chars_hint: ['/'],
  line_breaks: true,
  group: 'comments',
});
const LineComment = createToken({
  name: 'LineComment',
  pattern: /(?:\/\/|#)[^\r\n]*/,
  start_chars_hint: ['/', '#'],
  group: 'comments',
  line_breaks: false,
});

export const Newline = createToken({ name: 'Newline', pattern: /\r\n|\r|\n/, start_chars_hint: ['\r', '\n'], line_breaks: true });
export const Semicolon = createToken({ name: 'Semicolon', pattern: ';' });
export const Open = createToken({ name: 'Open', pattern: '{' });
export const Close = createToken({ name: 'Close', pattern: '}' });
export const Comma = createToken({ name: 'Comma', pattern: ',' });
export const Slash = createToken({ name: 'Slash', pattern: '/' });
export const Percent = createToken({ name: 'Percent', pattern: '%' });
export const StringToken = createToken({ name: 'String', pattern: by(stringEnd), start_chars_hint: ['"'], line_breaks: true });
export const DateToken = createToken({ name: 'Date', pattern: /\d{4}-\d{1,2}-\d{1,2}(?![\w-])/, start_chars_hint: DIGITS });
export const TimeToken = createToken({ name: 'Time', pattern: /\d{1,2}:\d{2}(?![\w:])/, start_chars_hint: DIGITS });
export const MinuteToken = createToken({ name: 'Minute', pattern: /:\d{1,2}(?!\w)/, start_chars_hint: [':'] });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
export const NumberToken = createToken({ name: 'Number', pattern: /\d+(?:\.\d+)?(?![\w-]|\.\d)/, start_chars_hint: DIGITS });
/** Digits with letters directly behind them: `1h30m`, `20GB`. */
export const Figure = createToken({ name: 'Figure', pattern: /\d(?:[\w-]|\.\d)*/, start_chars_hint: DIGITS });
export const Word = createToken({ name: 'Word', pattern: /[A-Za-z][A-Za-z0-9_-]*/, start_chars_hint: LETTERS });
export const Unknown = createToken({
  name: 'Unknown',
  pattern: /[^\sA-Za-z0-9{}:;,/%"#]+/,
  start_chars_hint: unknownStarts(),
  line_breaks: false,
});

/** In the order tried. */
export const tokenTypes: TokenType[] = [
  Space,
  Newline,
  BlockComment,
  LineComment,
  Word,
  DateToken,
  TimeToken,
  NumberToken,
  Figure,
  StringToken,
  Comma,
  Open,
  Close,
  Semicolon,
  MinuteToken,
  Colon,
  Slash,
  Percent,
  Unknown,
];

export const lexerConfig: ILexerConfig = { positionTracking: 'onlyOffset', ensureOptimizations: true };
const lexer = new Lexer(tokenTypes, { ...lexerConfig, skipValidations: true });

export interface Tokens {
  /** Without spaces and comments. */
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
}

export function tokenize(text: string): Tokens {
  const { tokens, groups } = lexer.tokenize(text);
  return { tokens, comments: (groups.comments ?? []).map(comment) };
}

/** The offset after a token. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

function comment(token: IToken): Comment {
  const text = token.image;
  const style = text.startsWith('/*')
    ? 'block'
    : text.startsWith('#')
      ? 'hash'
      : text.startsWith('///') && !text.startsWith('////')
        ? 'doc'
        : 'line';
  return { range: { start: token.startOffset, end: endOf(token) }, text, style };
}

/**
 * Where an `Unknown` token may start: control characters, punctuation that the language does not use, and everything beyond
 * ASCII. Chevrotain looks characters beyond 255 up in groups of 255, so one of each group stands for all.
 */
function unknownStarts(): number[] {
  const starts: number[] = [];
  for (let code = 0; code < 256; code += 1) {
    if (/[^\sA-Za-z0-9{}:;,/%"#]/.test(String.fromCharCode(code))) starts.push(code);
  }
  for (let code = 256; code < 65535; code += 255) starts.push(code);
  return [...starts, 65535];
}
