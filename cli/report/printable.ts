/**
 * Text that is safe on a terminal: control characters (an escape sequence in a name, say) and marks that reorder text are shown as
 * their code point. Newlines, tabs and the joiner inside emoji stay.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    harmless.has(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

const harmless = new Set(['\n', '\t', '\u200d']);
