/** What stands at an offset of a tree. */
import type { Range, Statement, SyntaxTree, Value } from '../grammar/tree.ts';

export interface At {
  /** The declaration at the top of the file. */
  readonly top: Statement;
  /** The innermost statement whose own words (not its block) the offset is in. */
  readonly statement: Statement;
  readonly value?: { readonly slot: string; readonly value: Value };
}

/** Undefined between statements and in comments. The end of a range counts, as for a cursor behind it. */
export function statementAt(tree: SyntaxTree, offset: number): At | undefined {
  const top = tree.statements.find((statement) => holds(statement.range, offset));
  if (top === undefined) return undefined;
  let statement = top;
  while (statement.block !== undefined && offset > statement.block.range.start) {
    const inner = statement.block.statements.find((each) => holds(each.range, offset));
    if (inner === undefined) return undefined;
    statement = inner;
  }
  for (const [slot, values] of Object.entries(statement.slots)) {
    const value = values.find((each) => holds(each.range, offset));
    if (value !== undefined) return { top, statement, value: { slot, value } };
  }
  return { top, statement };
}

function holds(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
