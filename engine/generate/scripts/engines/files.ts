/** What all tools that back up files and folders have in common. */
import type { System } from '../../../plan/model.ts';
import { shellArray } from '../quote.ts';
import { hasControl, pathsReason, plainPath } from '../text.ts';

/** Why files of a system cannot be read by scripts, as a clause. */
export function filesReason({ paths, excludes, credentials }: System): string | undefined {
  if (excludes.some((pattern) => pattern === '' || pattern.startsWith('!') || hasControl(pattern)))
    return 'what it excludes is empty, begins with ! or holds control characters';
  if (credentials !== undefined && hasControl(credentials)) return 'its credentials hold control characters';
  return pathsReason(paths);
}

/** `file_paths` and `excludes` of `lib-files.sh`. A path inside another is with it already. */
export function filesSettings({ paths, excludes }: System): string[] {
  const plain = [...new Set(paths.map(plainPath))];
  const outermost = plain.filter((path) => !plain.some((other) => path.startsWith(`${other}/`)));
  return [`file_paths=${shellArray(outermost)}`, ...(excludes.length === 0 ? [] : [`excludes=${shellArray(excludes)}`])];
}

/** Why no question is put to restored files. */
export const NO_QUESTION =
  'its `expect` is not asked: files answer no query. Every entry that was restored is compared with the list in the point instead';
