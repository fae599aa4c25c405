/** Ways through a tree. */
import { parse } from '../../grammar/parse.ts';
import type { Statement, Value } from '../../grammar/tree.ts';

/** Every statement with those in its blocks, in the order written. */
export function allStatements(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) => [statement, ...allStatements(statement.block?.statements ?? [])]);
}

/** The only statement of a plan's system, policy, … that has an id. */
export function statementOf(text: string, id: string): Statement | undefined {
  return allStatements(parse(text).statements).find((statement) => statement.id === id);
}

/** What a tree means: everything but the ranges. */
export function meaningOf(statements: readonly Statement[]): unknown {
  return statements.map(({ id, keyword, slots, block, doc, broken }) => ({
    id,
    keyword: keyword.text,
    broken,
    doc,
    slots: Object.fromEntries(Object.entries(slots).map(([slot, values]) => [slot, values.map(withoutRange)])),
    block: block === undefined ? undefined : { closed: block.closed, statements: meaningOf(block.statements) },
  }));
}

export function withoutRange(value: Value): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'range' ? undefined : inner)));
}
