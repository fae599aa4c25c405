/** A word of a shell command that stands for itself, whatever it holds. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
