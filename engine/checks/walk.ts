/** Every statement of a project, with where it stands. */
import type { Range, Statement } from '../../grammar/tree.ts';
import { type Context, entryById } from '../../grammar/vocabulary.ts';
import type { Project, SourceFile } from '../plan/project.ts';

export interface Visit {
  readonly file: SourceFile;
  readonly statement: Statement;
  /** The statement whose block this one stands in; undefined at the top of a file. */
  readonly parent: Statement | undefined;
  /** The statement at the top of the file that this one is, or stands in. */
  readonly top: Statement;
}

/** All statements in the order of the text, outer before inner. */
export function* statements(project: Project): Generator<Visit> {
  for (const file of project.files) {
    for (const top of file.tree.statements) yield* within(file, top, undefined, top);
  }
}

function* within(file: SourceFile, statement: Statement, parent: Statement | undefined, top: Statement): Generator<Visit> {
  yield { file, statement, parent, top };
  for (const inner of statement.block?.statements ?? []) yield* within(file, inner, statement, top);
}

/** What kind of block a statement opens, if it is known and opens one. */
export function contextOf(statement: Statement): Context | undefined {
  return entryById(statement.id)?.block;
}

export function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True where a statement could not be read: what would be said about it only follows from that. */
export function unreadable(statement: Statement): boolean {
  return statement.broken || statement.id === undefined;
}

/**
 * The words of the statements that could not be read. A name among them may be declared or used there, so nothing is said of its
 * absence.
 */
export function wordsOfUnreadable(project: Project): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { file, statement } of statements(project)) {
    if (!unreadable(statement)) continue;
    const end = statement.block === undefined ? statement.range.end : statement.block.range.start;
    for (const [word] of file.text.slice(statement.range.start, end).matchAll(/[A-Za-z][\w-]*/g)) words.add(word);
  }
  return words;
}
