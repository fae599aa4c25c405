/**
 * Text that is safe on a terminal: control characters (an escape sequence in a name, say), marks that reorder text and separators of lines
 * are shown as their code point. Newlines, tabs and the joiner inside emoji stay.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (harmless.has(character) ? character : codePoint(character)));
}

/** As `printable`, on one line: for a path, which may hold a line break like any other character. */
export function oneLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, codePoint);
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

const harmless = new Set(['\n', '\t', '\u200d']);
