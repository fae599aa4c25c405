/**
 * Text from a plan as data in Markdown: whatever it holds, it reads as itself, and no heading, link, table cell, tag or marker can
 * come from it.
 */

/** Control characters and those that change the reading direction: they are shown as `�`, so that nothing hides in a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get through
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

function printable(text: string): string {
  return text.replace(/\r\n?/gu, '\n').replace(UNSEEN, '\u{FFFD}');
}

/** A paragraph of its own: what would begin a heading, a list, a quote or a rule is escaped too. */
export function paragraph(text: string): string {
  return plain(text)
    .replace(/^[#+\-=>]/u, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/u, '$1\\$2');
}

/** Running text inside a line. Line breaks become spaces. */
export function plain(text: string): string {
  return inline(text).trim();
}

function inline(text: string): string {
  return (
    printable(text)
      .replace(/\s+/gu, ' ')
      .replace(/[\\`*[\]|~$]/gu, '\\$&')
      .replace(/&(?=#?\w+;)/gu, '&amp;')
      .replace(/</gu, '&lt;')
      // An underscore inside a word is no emphasis: `nas_2` stays readable in the source.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      // Bare addresses would become links.
      .replace(/(?<=\w):(?=\/\/)/gu, '\\:')
      .replace(/\bwww\./giu, (www) => `${www.slice(0, -1)}\\.`)
      .replace(/@/gu, '\\@')
  );
}

/** An inline code span: names, paths, commands of one line. */
export function code(text: string): string {
  const line = printable(text).replace(/\s+/gu, ' ').trim();
  if (line === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** Text with code between backticks, as the product's own messages have it: the code stays code, the rest is escaped. */
export function message(text: string): string {
  return text
    .split(/`([^`\n]+)`/u)
    .map((part, index) => (index % 2 === 1 ? code(part) : inline(part)))
    .join('')
    .trim();
}

/** A fenced block, its fence longer than any run of backticks in `text`. Lines stay as they are. */
export function fence(language: string, text: string): string {
  const body = printable(text).replace(/\n+$/u, '');
  const ticks = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${ticks}${language}\n${body}\n${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/gu), ([run]) => run.length));
}

/** An e-mail address as a link where it is one, else as text. */
export function mail(text: string): string {
  return /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/u.test(text) ? `<${text}>` : plain(text);
}
