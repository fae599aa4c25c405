/** `check --fix`: mends what may be mended without asking, in the files themselves. */
import path from 'node:path';
import { type FixedFile, fixAll } from '../engine/checks/fix-all.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { inside, realPath } from '../workspace/inside.ts';
import { WriteError } from '../workspace/problem.ts';
import { saveFile } from '../workspace/save.ts';
import { type Io, UsageError } from './io.ts';
import { printable } from './report/printable.ts';
import { examineFile, type Sources } from './sources.ts';

export interface Fixed {
  readonly findings: number;
  /** Absolute paths of the files that were written. */
  readonly files: readonly string[];
  /** Some files could not be written, and are as they were. */
  readonly failed: boolean;
  /** The texts as they are now. */
  readonly read: ReadText;
}

/**
 * Mends the plans that a command line names, on this day, and what they import from the working folder or from a folder that is named.
 * Standard input is not written anywhere: its new text is what `read` gives.
 */
export function fix(args: readonly string[], { paths, read }: Sources, io: Io, day: string): Fixed {
  const input = args.includes('-');
  if (input && paths.length > 1) throw new UsageError('- stands alone with --fix: standard input is mended to standard output');
  const folders = [io.cwd, ...args.map((arg) => path.resolve(io.cwd, arg))].map(realPath);
  const named = new Set(paths);
  const mayEdit = (file: string): boolean =>
    named.has(file) || (!input && path.isAbsolute(file) && folders.some((folder) => inside(folder, realPath(file))));
  const plans = paths.map((file) => examineFile(file, read, io, day));
  const fixed = fixAll(plans, read, mayEdit);
  if (input) return { ...summed([...fixed]), failed: false, read: (file) => fixed.get(file)?.text ?? read(file) };
  const written = [...fixed].filter(([file, { text }]) => isSaved(file, text, read(file) ?? '', io));
  return { ...summed(written), failed: written.length < fixed.size, read };
}

function summed(fixed: readonly (readonly [string, FixedFile])[]): Pick<Fixed, 'findings' | 'files'> {
  return { findings: fixed.reduce((sum, [, { mended }]) => sum + mended, 0), files: fixed.map(([file]) => file) };
}

function isSaved(file: string, text: string, was: string, io: Io): boolean {
  try {
    saveFile(file, text, was);
    return true;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    io.err(`backupplan: ${printable(error.message)}\n`);
    return false;
  }
}
