/** What lies in one repository: nothing that a stranger has put there leads out of it. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ReadText } from '../engine/plan/project.ts';
import { inside, realPath } from './inside.ts';

export type Exists = (path: string) => boolean;

/** The nearest file or folder of a name in the folder of `file` or above it. */
export function findAbove(file: string, name: string, exists: Exists): string | undefined {
  let folder = path.dirname(path.resolve(file));
  for (;;) {
    const candidate = path.join(folder, name);
    if (exists(candidate)) return candidate;
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

/** The root of the repository that a path lies in: the nearest folder at or above its own with a `.git`; undefined outside of any. */
export function findRepository(file: string): string | undefined {
  const git = findAbove(file, '.git', existsSync);
  return git === undefined ? undefined : path.dirname(git);
}

/**
 * How a plan reads what it imports: plans only, by their real names, and none outside of its repository, by `..`, an absolute path or a
 * link. Outside of any repository `workspace` is the folder that holds them, where there is one.
 */
export function importsOf(plan: string, read: ReadText, workspace?: string): ReadText {
  return (file) => (file === plan || isPlanOf(plan, file, workspace) ? read(file) : undefined);
}

/** `file` is a plan by its real name, in the repository of `plan`. */
export function isPlanOf(plan: string, file: string, workspace?: string): boolean {
  return isWithin(findRepository(plan) ?? workspace, file, (real) => real.endsWith('.backupplan'));
}

/** No link leads from `file` out of the repository that it lies in. */
export function staysInRepository(file: string): boolean {
  return isWithin(findRepository(file), file);
}

function isWithin(root: string | undefined, file: string, also: (real: string) => boolean = () => true): boolean {
  try {
    const real = realPath(path.resolve(file));
    return also(real) && (root === undefined || inside(realpathSync(root), real));
  } catch {
    return false;
  }
}
