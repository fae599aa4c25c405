/** `textDocument/selectionRange`: from the word to its value, its statement, the block around that, and so on out to the file. */
import type { Range as LspRange, SelectionRange } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, Statement, SyntaxTree } from '../grammar/tree.ts';
import { toRange } from './convert.ts';

export function selectionRanges(document: TextDocument, tree: SyntaxTree, offsets: readonly number[]): SelectionRange[] {
  return offsets.map((offset) => {
    const around = [{ start: 0, end: tree.text.length }, ...comments(tree, offset), ...statements(tree.statements, offset)];
    let selection: SelectionRange | undefined;
    for (const range of around) {
      const next = toRange(document, range);
      // The same range twice would be a key press that does nothing.
      if (selection === undefined || !isSame(selection.range, next)) selection = { range: next, ...(selection && { parent: selection }) };
    }
    return selection ?? { range: toRange(document, { start: offset, end: offset }) };
  });
}

/** From the outermost to the innermost. */
function statements(among: readonly Statement[], offset: number): Range[] {
  const statement = among.find(({ range }) => holds(range, offset));
  if (statement === undefined) return [];
  const { range, keyword, slots, block } = statement;
  if (block !== undefined && block.range.start < offset && (offset < block.range.end || !block.closed)) {
    return [range, block.range, inside(block.range, block.closed), ...statements(block.statements, offset)];
  }
  const head = { start: range.start, end: block === undefined ? range.end : wordsEnd(statement) };
  const words = [keyword, ...Object.values(slots).flat()].map((each) => each.range).filter((each) => holds(each, offset));
  return [range, head, ...words.toSorted((a, b) => b.end - b.start - (a.end - a.start))];
}

function comments({ comments: among }: SyntaxTree, offset: number): Range[] {
  return among.filter(({ range }) => range.start <= offset && offset <= range.end).map(({ range }) => range);
}

/** Between the braces. */
function inside({ start, end }: Range, closed: boolean): Range {
  return { start: start + 1, end: closed ? end - 1 : end };
}

/** The end of what stands before the block. */
function wordsEnd({ keyword, slots }: Statement): number {
  return Math.max(keyword.range.end, ...Object.values(slots).flatMap((values) => values.map(({ range }) => range.end)));
}

function holds(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

function isSame(one: LspRange, other: LspRange): boolean {
  return (
    one.start.line === other.start.line &&
    one.start.character === other.start.character &&
    one.end.line === other.end.line &&
    one.end.character === other.end.character
  );
}
