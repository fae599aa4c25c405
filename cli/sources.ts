/** The plans that a command line names: files, folders (all plans in them), or `-` for standard input. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import type { Configuration } from '../engine/checks/configuration.ts';
import { type Examination, examine } from '../engine/examine.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { catalogueFor } from '../workspace/catalogue.ts';
import { configurationFor } from '../workspace/configuration.ts';
import { findPlans } from '../workspace/find.ts';
import { inside } from '../workspace/inside.ts';
import { LARGEST_TEXT, readText } from '../workspace/read.ts';
import { findRepository, importsOf } from '../workspace/repository.ts';
import { onDisk, type Texts } from '../workspace/texts.ts';
import { type Io, UsageError } from './io.ts';
import { linesOf } from './report/lines.ts';

export interface Sources {
  /** Absolute paths of the plans, with `/` between their parts. */
  readonly paths: readonly string[];
  readonly read: ReadText;
}

/** The path that standard input is read under. */
const STDIN = 'stdin.backupplan';

/**
 * Resolves the arguments of a command; without any it is the working folder.
 * Throws UsageError for a path that does not exist and for a folder without plans.
 */
export function sources(args: readonly string[], io: Io): Sources {
  const paths: string[] = [];
  const standardInput = path.join(io.cwd, STDIN);
  let input: string | undefined;
  for (const arg of args.length === 0 ? ['.'] : args) {
    if (arg === '-') {
      input ??= io.input();
      if (input.length > LARGEST_TEXT) throw new UsageError(`standard input is larger than a plan can be (${LARGEST_TEXT / 1e6} MB)`);
      paths.push(standardInput);
      continue;
    }
    paths.push(...expand(path.resolve(io.cwd, arg), arg));
  }
  return {
    paths: [...new Set(paths)],
    read: (file) => (input !== undefined && file === standardInput ? input : readText(file)),
  };
}

function expand(absolute: string, asGiven: string): readonly string[] {
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no file or folder '${asGiven}'`);
  if (!stat.isDirectory()) return [absolute];
  const found = findPlans(absolute);
  if (found.length === 0) throw new UsageError(`there is no plan (*.backupplan) in '${asGiven}'; 'backupplan init' writes one`);
  return found;
}

/** A path as a person would type it: relative where it lies below the working folder. */
export function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative) ? relative : file;
}

/**
 * Paths as programs take them, with `/` between their parts: relative to the root of the repository that the working folder lies in, or to
 * the working folder where it lies in none. A file outside of that goes by the root of its own repository, and else by its whole path.
 */
export function located(cwd: string): (file: string) => string {
  const root = findRepository(path.join(cwd, 'any')) ?? cwd;
  return (file) => {
    const within = [root, findRepository(file)].find((folder) => folder !== undefined && inside(folder, file));
    return (within === undefined ? file : path.relative(within, file)).replaceAll(path.sep, '/');
  };
}

/**
 * Examines one plan of the command line as it stands on a day (ISO date; without one no acceptance ends). Throws UsageError where the
 * plan, or the workspace's catalogue or configuration, cannot be read. `texts` is where the latter two are looked for.
 */
export function examineFile(file: string, read: ReadText, io: Pick<Io, 'cwd'>, today?: string, texts: Texts = onDisk): Examination {
  if (read(file) === undefined)
    throw new UsageError(
      `'${shownPath(file, io.cwd)}' cannot be read: is it a file, UTF-8, no larger than ${LARGEST_TEXT / 1e6} MB, and are you allowed to?`,
    );
  const catalogue = catalogueOf(file, texts);
  const { severity } = configurationOf(file, io, texts);
  return examine(file, importsOf(file, read), catalogue, { severity, today });
}

/** The catalogue with what the workspace of a file adds to it. Throws UsageError where that cannot be read. */
export function catalogueOf(file: string, texts: Texts = onDisk): Catalogue {
  const problems: string[] = [];
  const catalogue = catalogueFor(file, (problem) => problems.push(problem), texts);
  if (problems.length > 0)
    throw new UsageError(`the catalogue of this workspace cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return catalogue;
}

function configurationOf(file: string, io: Pick<Io, 'cwd'>, texts: Texts): Configuration {
  const found = configurationFor(file, texts);
  if (found.file === undefined || found.problems.length === 0) return found.configuration;
  const { path, text } = found.file;
  const lines = linesOf(() => text);
  const problems = found.problems.map(({ range, message }) => {
    const { line, character } = lines.position(path, range.start);
    return `  ${shownPath(path, io.cwd)}:${line + 1}:${character + 1}: ${message}`;
  });
  throw new UsageError(`the configuration of this workspace cannot be used:\n${problems.join('\n')}`);
}
