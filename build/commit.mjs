import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The commit that a folder has checked out, with `-dirty` where files that it tracks have changed since; undefined outside of a repository. */
export function commitOf(root) {
  // Not that of a repository around the folder.
  if (!existsSync(path.join(root, '.git'))) return undefined;
  try {
    return execFileSync('git', ['describe', '--always', '--exclude=*', '--abbrev=12', '--dirty'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
