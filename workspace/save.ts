/** Writes one file of a person's, a plan: the old text or the new one, whole, whatever happens meanwhile. */
import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explain, WriteError } from './problem.ts';

const ANYBODY_WRITES = 0o222;

/**
 * Puts `text` in the place of `was`; a new file where `was` is undefined. Keeps the file's mode, and writes through a link to what it points at. Throws WriteError where the file
 * may not be written to or no longer holds `was`, byte for byte; it is then as it was.
 */
export function saveFile(file: string, text: string, was?: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  // A rename would replace it all the same.
  if (there !== undefined && (there.mode & ANYBODY_WRITES) === 0)
    throw new WriteError('read-only', file, `cannot write ${file}: it is read-only. Give your user the right to write it.`);
  const target = there === undefined ? file : realpathSync(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    if (was !== undefined && !readFileSync(target).equals(Buffer.from(was)))
      throw new WriteError('failed', file, `cannot write ${file}: it has changed meanwhile, or is not UTF-8. Look at it, and try again.`);
    const handle = openSync(temporary, 'wx', there?.mode ?? 0o666);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw explain(error, file, 'write');
  }
}
