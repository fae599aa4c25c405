/** A word of a shell command that stands for itself, whatever it holds. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A variable that a person sets before running the command: where it was left empty the shell stops instead of going on without. */
export function given(name: string): string {
  return `"\${${name}:?}"`;
}

/** A program run as another user. */
export function asUser(user: string, ...words: readonly string[]): string {
  return ['sudo', ...(user === 'root' ? [] : ['-u', user]), ...words.map(shellWord)].join(' ');
}
