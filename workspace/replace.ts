import { closeSync, copyFileSync, existsSync, fsyncSync, linkSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from './problem.ts';

/**
 * A series of replaced and removed files that can be taken back as long as the staging folder is there. Each file is, at any instant,
 * the old one or the new one, whole.
 */
export class Replacement {
  readonly #staging: string;
  readonly #done: { readonly file: string; readonly old: string | undefined }[] = [];

  constructor(staging: string) {
    this.#staging = staging;
  }

  /** Puts the staged file `name` at `file`. */
  put(name: string, file: string): void {
    this.#remember(file);
    renameSync(path.join(this.#staging, name), file);
    syncFolder(path.dirname(file));
  }

  remove(file: string): void {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return;
    this.#remember(file);
    unlinkSync(file);
    syncFolder(path.dirname(file));
  }

  /** Everything back as it was, the last change first. */
  undo(): void {
    for (const { file, old } of this.#done.toReversed()) {
      if (old !== undefined) renameSync(old, file);
      else if (existsSync(file)) unlinkSync(file);
    }
    this.#done.length = 0;
  }

  #remember(file: string): void {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
      this.#done.push({ file, old: undefined });
      return;
    }
    const old = path.join(this.#staging, `old-${this.#done.length}`);
    try {
      linkSync(file, old);
    } catch (error) {
      if (systemCode(error) === 'ENOSPC') throw error;
      copyFileSync(file, old);
    }
    this.#done.push({ file, old });
  }
}

/** So that a rename outlasts a power cut. A file system that cannot sync a folder does without. */
function syncFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (error) {
    if (!['EISDIR', 'EINVAL', 'EPERM', 'EACCES', 'ENOTSUP'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
