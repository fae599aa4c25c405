/** Writes one file of a person's, a plan: the old text or the new one, whole, whatever happens meanwhile. */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explain } from './problem.ts';

/** Keeps the file's mode, and writes through a link to what it points at. Throws WriteError; the file is then as it was. */
export function saveFile(file: string, text: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  const target = there === undefined ? file : realpathSync(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
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
