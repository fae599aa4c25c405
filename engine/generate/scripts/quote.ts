/**
 * A word of Bash that stands for exactly this text, whatever it holds: `it's` gives `'it'\''s'`.
 *
 * Between single quotes nothing has a meaning to the shell but the single quote, so that is the one character to escape; `$` and the
 * backquote stand outside too, so that ShellCheck sees that they are meant as they are. Bash cannot hold a NUL: a text with one is
 * refused with a RangeError.
 */
export function shellQuote(text: string): string {
  if (text.includes('\0')) throw new RangeError('a NUL character cannot stand in a script');
  return `'${text.replace(/['$`]/g, "'\\$&'")}'`;
}

/** A Bash array literal: `('a' 'b')`. */
export function shellArray(texts: readonly string[]): string {
  return `(${texts.map(shellQuote).join(' ')})`;
}

/** A Bash associative array literal: `(['nas']='/srv/backup')`. */
export function shellMap(entries: readonly (readonly [string, string])[]): string {
  return `(${entries.map(([key, text]) => `[${shellQuote(key)}]=${shellQuote(text)}`).join(' ')})`;
}

/** Text for a comment: what would end its line is shown as a space. */
export function commentText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');
}
