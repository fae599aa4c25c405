/** What can stand in a place of the command line, by how the table of commands writes it. */

/** Words to choose from; `files`: paths; nothing: whatever one likes. */
export type Takes = { readonly words: readonly string[] } | 'files' | undefined;

/** Of the value of an option (`pretty|json`, `FILE`) or of the arguments of a command (`[PATH…]`, `CODE`). */
export function takes(written: string, codes: readonly string[]): Takes {
  if (/^[\w-]+(\|[\w-]+)+$/.test(written)) return { words: written.split('|') };
  if (/\bCODE\b/.test(written)) return { words: codes };
  return /\b(PATH|FILE|FOLDER)\b/.test(written) ? 'files' : undefined;
}
