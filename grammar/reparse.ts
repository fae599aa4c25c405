/** Text → tree again after a change: what stands around the statement that was changed is read no second time. */
import { parse } from './parse.ts';
import type { Block, Range, Statement, SyntaxProblem, SyntaxTree, Value } from './tree.ts';

/** One statement of a file as it reads now, while all others are as they were. */
export interface Change {
  /** Which of the file's statements it is. */
  readonly index: number;
  readonly statement: Statement;
  /** What is wrong in it, which is all that is wrong in the file, and the comments within. */
  readonly problems: readonly SyntaxProblem[];
  readonly comments: SyntaxTree['comments'];
  /** The text that was replaced, in the old offsets; what stood behind has moved by `by`. */
  readonly replaced: Range;
  readonly by: number;
}

/** As `parse(text)`, by means of the tree of a text that may differ little from this one. */
export function reparse(before: SyntaxTree, text: string): SyntaxTree {
  const change = changeOf(before, text);
  if (change === undefined) return parse(text);
  const { index, statement, problems, comments, by } = change;
  const old = before.statements[index]?.range ?? { start: 0, end: 0 };
  const behind = before.statements.slice(index + 1);
  const commentsBehind = before.comments.filter(({ range }) => range.start >= old.end);
  return {
    text,
    statements: [...before.statements.slice(0, index), statement, ...(by === 0 ? behind : behind.map((each) => movedStatement(each, by)))],
    comments: [
      ...before.comments.filter(({ range }) => range.end <= old.start),
      ...comments,
      ...(by === 0 ? commentsBehind : commentsBehind.map((each) => ({ ...each, range: moved(each.range, by) }))),
    ],
    problems,
  };
}

/**
 * The one statement of the file that the texts differ in; undefined where they differ in more, or where what is written there now may mean
 * something to the rest of the file, as an open brace does.
 */
export function changeOf(before: SyntaxTree, text: string): Change | undefined {
  const start = commonStart(before.text, text);
  const end = commonEnd(before.text, text, start);
  const replaced = { start, end: before.text.length - end };
  const by = text.length - before.text.length;
  const index = before.statements.findIndex(({ range }) => range.start < replaced.start && replaced.end < range.end);
  const old = before.statements[index];
  if (old?.block === undefined || !old.block.closed || old.id === undefined) return undefined;
  const around = before.problems.some(({ range }) => range.start < old.range.start || range.end > old.range.end);
  const own = text.slice(old.range.start, old.range.end + by);
  // These may close, or be closed, anywhere.
  if (around || reachesFar.test(own) || reachesFar.test(before.text.slice(old.range.start, old.range.end))) return undefined;
  const tree = parse(own);
  const [statement] = tree.statements;
  const isWhole =
    tree.statements.length === 1 &&
    statement?.id === old.id &&
    statement.range.start === 0 &&
    statement.block?.closed === true &&
    statement.block.range.end === own.length;
  if (!isWhole) return undefined;
  const here = old.range.start;
  return {
    index,
    statement: { ...movedStatement(statement, here), doc: old.doc },
    problems: tree.problems.map((each) => ({ ...each, range: moved(each.range, here) })),
    comments: tree.comments.map((each) => ({ ...each, range: moved(each.range, here) })),
    replaced,
    by,
  };
}

const reachesFar = /\/\*|\*\/|"""/;

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

/** So many characters at the end, of those behind `start`. */
function commonEnd(one: string, other: string, start: number): number {
  const most = Math.min(one.length, other.length) - start;
  let count = 0;
  while (count < most && one.charCodeAt(one.length - 1 - count) === other.charCodeAt(other.length - 1 - count)) count += 1;
  return count;
}

function moved({ start, end }: Range, by: number): Range {
  return { start: start + by, end: end + by };
}

function movedStatement(statement: Statement, by: number): Statement {
  const { range, keyword, slots, block } = statement;
  return {
    ...statement,
    range: moved(range, by),
    keyword: { text: keyword.text, range: moved(keyword.range, by) },
    slots: movedSlots(slots, by),
    block: block && movedBlock(block, by),
  };
}

function movedSlots(slots: Statement['slots'], by: number): Statement['slots'] {
  const all: Record<string, readonly Value[]> = {};
  for (const slot in slots) all[slot] = (slots[slot] ?? []).map((value) => movedValue(value, by));
  return all;
}

function movedValue(value: Value, by: number): Value {
  const range = moved(value.range, by);
  if (value.type === 'schedule' && value.zone !== undefined)
    return { ...value, range, zone: { ...value.zone, range: moved(value.zone.range, by) } };
  return { ...value, range };
}

function movedBlock({ range, statements, closed }: Block, by: number): Block {
  return { range: moved(range, by), statements: statements.map((each) => movedStatement(each, by)), closed };
}
