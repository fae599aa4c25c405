/** Whether a path stays below a folder, links counted. */
import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { systemCode, WriteError } from './problem.ts';

/** `path` lies below `folder`, and is not the folder itself. Both absolute. */
export function inside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** The path with every link resolved; what does not exist yet is taken as written. A link to nowhere counts as where it points. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    const parent = path.dirname(file);
    if (parent === file) return file;
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new WriteError('outside', file, `${file} is a link to something that does not exist. Remove the link and generate again.`);
    }
    return path.join(realPath(parent), path.basename(file));
  }
}

/** `relative` lies below `folder`, and no link on its way, nor one in its place, leads out. */
export function staysInside(folder: string, relative: string): boolean {
  const root = realPath(folder);
  const file = path.join(folder, relative);
  const parent = realPath(path.dirname(file));
  return (parent === root || inside(root, parent)) && inside(root, realPath(file));
}

export function leadsOut(file: string, folder: string): WriteError {
  return new WriteError('outside', file, `${file} leads out of ${folder} through a link. Remove the link and generate again.`);
}
