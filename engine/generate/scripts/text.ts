/** What texts of a plan are not fit for scripts, as clauses for a person. */
import type { System } from '../../plan/model.ts';

/** Whether a text holds characters that could end a line or a field in a unit, a crontab or a settings file. */
export function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** A path without doubled slashes, `.` and a slash at its end. */
export function plainPath(path: string): string {
  return `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;
}

/** Why a server cannot be reached by scripts as the plan says; undefined where it can. */
export function serverReason({ databases, host, user, credentials }: System): string | undefined {
  if (databases.some((name) => name.includes('\0'))) return 'a database name holds a NUL character';
  if (databases.includes('')) return 'a database name is empty';
  return [host, user, credentials].some((text) => text !== undefined && hasControl(text))
    ? 'its host, user or credentials hold control characters'
    : undefined;
}

/** Why files at these paths cannot be read by scripts; undefined where they can. */
export function pathsReason(paths: readonly string[]): string | undefined {
  if (paths.length === 0) return 'it says no `path`';
  const bad = paths.find((each) => !each.startsWith('/') || each === '/' || each.split('/').includes('..') || hasControl(each));
  return bad === undefined
    ? undefined
    : `its path ${JSON.stringify(bad)} is not an absolute path below /, without \`..\` and control characters`;
}
