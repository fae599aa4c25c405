/** `backupplan import`: a first plan from the backups that there are. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Imported, type ImportSource, importPlan, type SourceKind } from '../engine/import/import.ts';
import { ImportError } from '../engine/import/step.ts';
import { readText } from '../workspace/read.ts';
import { checked, readSmall } from '../workspace/read-small.ts';
import { saveFile } from '../workspace/save.ts';
import type { Command } from './command.ts';
import { type Io, UsageError } from './io.ts';
import { importedPretty } from './report/imported.ts';
import { examineFile, shownPath } from './sources.ts';

export const importCommand: Command = {
  name: 'import',
  args: 'FROM…',
  summary: 'Draft a plan from a crontab and its scripts, borgmatic or pgBackRest; - reads standard input.',
  options: {
    output: { type: 'string', short: 'o', value: 'FILE', default: 'backup.backupplan', doc: 'The plan to write; - prints it.' },
    kind: { type: 'string', value: 'crontab|borgmatic|pgbackrest', doc: 'What FROM is, where its text does not tell.' },
  },
  async run(args, options, io) {
    if (args.length === 0)
      throw new UsageError('say what to import: a crontab, a configuration of borgmatic, pgbackrest.conf, or a folder of these');
    const output = options.text('output') ?? '';
    const printed = output === '-';
    const file = path.resolve(io.cwd, printed ? 'imported.backupplan' : output);
    if (!file.endsWith('.backupplan')) throw new UsageError(`a plan's name ends in .backupplan; '${output}' does not`);
    if (!printed && existsSync(file)) throw new UsageError(`'${shownPath(file, io.cwd)}' is there already; name another with --output`);
    const { imported, found } = drafted(args, options.text('kind') as SourceKind | undefined, io);
    if (printed) io.out(imported.text);
    else saveFile(file, imported.text);
    const { findings } = examineFile(file, (each) => (each === file ? imported.text : readText(each)), io, io.today());
    const report = importedPretty(
      {
        imported,
        findings,
        file: printed ? undefined : shownPath(file, io.cwd),
        shown: (each) => shownPath(found.get(each) ?? each, io.cwd),
      },
      io.color && !printed,
    );
    (printed ? io.err : io.out)(report);
    return 0;
  },
};

/** `found` has the files that were read for the paths that a crontab names. */
function drafted(
  args: readonly string[],
  kind: SourceKind | undefined,
  io: Io,
): { readonly imported: Imported; readonly found: ReadonlyMap<string, string> } {
  const sources = args.flatMap((arg) => (arg === '-' ? [standardInput(io)] : filesOf(path.resolve(io.cwd, arg), arg)));
  const folders = [...new Set(sources.map((source) => path.dirname(source.path)))];
  const found = new Map<string, string>();
  const read = (file: string): string | undefined => {
    const script = named(file, folders, io);
    if (script !== undefined) found.set(file, script.place);
    return script?.text;
  };
  try {
    const imported = importPlan(
      sources.map((source) => ({ ...source, kind })),
      read,
    );
    return { imported, found };
  } catch (error) {
    throw error instanceof ImportError ? new UsageError(error.message) : error;
  }
}

/** A script or configuration that a crontab names: beside it, where somebody has put copies together, else where it says. */
function named(file: string, folders: readonly string[], io: Io): { readonly place: string; readonly text: string } | undefined {
  const home = io.env.HOME === undefined ? file : file.replace(/^~(?=\/)/u, io.env.HOME);
  for (const place of [...folders.map((folder) => path.join(folder, path.basename(file))), home]) {
    const found = path.isAbsolute(place) ? readSmall(place) : { problem: 'it is a relative path' };
    if ('text' in found) return { place, text: found.text };
  }
  return undefined;
}

function standardInput(io: Io): ImportSource {
  const found = checked(io.input());
  if ('problem' in found) throw new UsageError(`standard input is not read: ${found.problem}`);
  return { path: path.join(io.cwd, 'standard input'), text: found.text };
}

const MOST_FILES = 200;

function filesOf(absolute: string, asGiven: string): readonly ImportSource[] {
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() !== true) return [fileOf(absolute, asGiven)];
  const names = readdirSync(absolute)
    .filter((name) => !name.startsWith('.'))
    .sort();
  const files = names
    .map((name) => path.join(absolute, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  if (files.length > MOST_FILES) throw new UsageError(`'${asGiven}' holds ${files.length} files; name those that are meant`);
  // Scripts are read where a crontab calls them.
  const configurations = files.filter((file) => !/\.(?:sh|bash|py|pl|backupplan|md|txt)$/u.test(file));
  if (configurations.length === 0) throw new UsageError(`there is nothing to import in '${asGiven}'`);
  return configurations.map((file) => fileOf(file, file));
}

function fileOf(file: string, asGiven: string): ImportSource {
  const found = readSmall(file);
  if ('problem' in found) throw new UsageError(`'${asGiven}' is not read: ${found.problem}`);
  return { path: file, text: found.text };
}
