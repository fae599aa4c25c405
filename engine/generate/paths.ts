/** Where an artifact may lie: below the output folder, on every file system. */

/** Names that Windows keeps for devices, whatever follows the first dot. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character in a file name is what is looked for
const FORBIDDEN = /[\u0000-\u001f<>:"|?*\\]/u;

/** Why a path is refused, or undefined where it is safe: relative, `/` between its parts, no `..`, no name that a system cannot keep. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('/')) return 'it is absolute';
  if (FORBIDDEN.test(path)) return 'it has a character that a file name cannot have everywhere';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return `it has a part '${part}'`;
    if (DEVICES.test(part) || /[. ]$/u.test(part)) return `'${part}' is not a file name everywhere`;
  }
  return undefined;
}

/**
 * Throws RangeError where a path is not safe, or where two are one file on a file system that does not tell case apart
 * (or where one is the folder of another).
 */
export function checkPaths(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw new RangeError(`'${path}' cannot be generated: ${problem}`);
    const key = path.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined)
      throw new RangeError(`'${path}' and '${other}' are one file where case does not count: rename one of them in the plan`);
    seen.set(key, path);
    const parts = key.split('/');
    for (let depth = 1; depth < parts.length; depth++) folders.set(parts.slice(0, depth).join('/'), path);
  }
  for (const [key, path] of seen) {
    const inside = folders.get(key);
    if (inside !== undefined) throw new RangeError(`'${path}' would be a file and, for '${inside}', a folder`);
  }
}
