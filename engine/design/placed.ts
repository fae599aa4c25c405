/** Puts a designed block into the text of its plan, as `fmt` would write it, whatever the rest of the text looks like. */
import { format } from '../../grammar/format.ts';
import type { Subject } from '../checks/check.ts';
import { insertion, removal, withEdits } from '../checks/edits.ts';
import type { TextEdit } from '../checks/finding.ts';
import type { Storage, System } from '../plan/model.ts';
import type { ReadText } from '../plan/project.ts';
import { targetsElsewhere } from './solo.ts';

/**
 * The edits that give a system this backup instead of what it has: comments outside of the old backup stay. Storages that were `optional`
 * are had from now on. Undefined where the system's text cannot be read.
 */
export function placement(
  { project }: Subject,
  system: System,
  block: string,
  storages: readonly Storage[],
): readonly TextEdit[] | undefined {
  const file = project.files.find(({ path }) => path === system.place.file);
  const inner = system.statement.block;
  if (file === undefined || inner === undefined) return undefined;
  const text = [...targetsElsewhere(system), aligned(block)].join('\n');
  const [first, ...others] = inner.statements.filter(({ id }) => id === 'system.backup');
  const edits =
    first === undefined
      ? [insertion(file, inner, text, 'last')]
      : [{ file: file.path, range: first.range, text: indented(file.text, first.range.start, text) }];
  return [
    ...edits,
    ...others.map((each) => removal(file, each)),
    ...storages.filter(({ optional }) => optional).flatMap((each) => bought({ project }, each)),
  ];
}

/** Further lines as far in as the first one. */
function indented(text: string, offset: number, statement: string): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return statement.replaceAll('\n', `\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`);
}

/** The edits after which a storage that was `optional` is had. */
export function bought({ project }: Pick<Subject, 'project'>, storage: Storage): readonly TextEdit[] {
  const file = project.files.find(({ path }) => path === storage.place.file);
  const said = storage.statement.block?.statements.find(({ id }) => id === 'storage.optional');
  return file === undefined || said === undefined ? [] : [removal(file, said)];
}

/** The texts after the edits; one that was formatted stays so. Each is worked out once: systems designed one after the other stand on it. */
export function formattedAfter(edits: readonly TextEdit[], read: ReadText): ReadText {
  const edited = withEdits(edits, read);
  const touched = new Set(edits.map(({ file }) => file));
  const known = new Map<string, string | undefined>();
  const text = (path: string): string | undefined => {
    const [was, is] = [read(path), edited(path)];
    if (!touched.has(path) || is === undefined || was === undefined) return is;
    return format(was) === was ? format(is) : is;
  };
  return (path) => {
    if (!known.has(path)) known.set(path, text(path));
    return known.get(path);
  };
}

/** A block by itself, aligned as in a plan. */
export function aligned(block: string): string {
  const lines = format(`system x: files {\n${block}\n}\n`).trimEnd().split('\n').slice(1, -1);
  return lines.map((line) => line.replace(/^ {2}/, '')).join('\n');
}
