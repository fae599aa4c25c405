/** `textDocument/onTypeFormatting`: a line that is done falls into its block's columns, and a block into shape when its `}` is typed. */
import type { Position, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { format } from '../grammar/format.ts';
import type { Range, Statement, SyntaxTree } from '../grammar/tree.ts';
import { toOffset, toRange } from './convert.ts';
import { lastLineOf, lineDifferences } from './formatting.ts';

/** What is typed, and then formatted. */
export const formattingTriggers = ['}', '\n'] as const;

/**
 * The cursor stands behind what was typed. Of the declaration around it, and of no other, what comes before the cursor's line is
 * formatted behind a new line, and the statement that it closes behind a `}`. A new line behind a declaration formats that: somebody may
 * have gone past its `}` without typing it.
 */
export function onTypeFormatting(document: TextDocument, tree: SyntaxTree, position: Position, typed: string): TextEdit[] {
  const offset = toOffset(document, position);
  const around = blocksAround(tree.statements, offset);
  const top = around[0] ?? (typed === '\n' ? endingAbove(document, tree, position.line) : undefined);
  if (top === undefined || document.getText(lineBefore(document, top.range)).trim() !== '') return [];
  const line = document.positionAt(top.range.start).line;
  if (typed === '}') {
    const closed = around.find(({ block }) => block?.closed === true && block.range.end === offset);
    if (closed === undefined) return [];
    const lines = toRange(document, closed.range);
    return formatted(document.getText(toRange(document, top.range)), line).filter(
      ({ range }) => lines.start.line <= range.start.line && lastLineOf(range) <= lines.end.line,
    );
  }
  if (around.length === 0) return formatted(document.getText(toRange(document, top.range)), line);
  const cursorLine = { start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } };
  const rest = document.getText(cursorLine);
  const here = { start: document.offsetAt(cursorLine.start), end: document.offsetAt(cursorLine.start) + rest.search(/[\r\n]|$/) };
  const text = document.getText(toRange(document, top.range));
  const marked = rest.trim() === '' ? markedAt(text, { start: here.start - top.range.start, end: here.end - top.range.start }) : text;
  return formatted(marked, line).filter(({ range }) => lastLineOf(range) < position.line);
}

/** The declaration whose block ends in the line above. One on a single line may stand in the columns of its neighbours. */
function endingAbove(document: TextDocument, { statements }: SyntaxTree, line: number): Statement | undefined {
  const lineAt = (offset: number): number => document.positionAt(offset).line;
  return statements.find(
    ({ range: { start, end }, block }) => block?.closed === true && lineAt(end) === line - 1 && lineAt(start) < line - 1,
  );
}

/** The statements whose blocks hold the offset, the outermost first. */
function blocksAround(statements: readonly Statement[], offset: number): Statement[] {
  const around = statements.find(({ block }) => block !== undefined && block.range.start < offset && offset <= block.range.end);
  return around === undefined ? [] : [around, ...blocksAround(around.block?.statements ?? [], offset)];
}

function lineBefore(document: TextDocument, { start }: Range): { start: Position; end: Position } {
  const end = document.positionAt(start);
  return { start: { line: end.line, character: 0 }, end };
}

/** The edits that format the text of a declaration, which begins in that line. */
function formatted(text: string, line: number): TextEdit[] {
  const after = format(text);
  const moved = ({ line: own, character }: Position): Position => ({ line: own + line, character });
  return lineDifferences(TextDocument.create('', '', 0, text), /[\r\n]$/.test(text) ? after : after.trimEnd()).map(
    ({ range, newText }) => ({
      range: { start: moved(range.start), end: moved(range.end) },
      newText,
    }),
  );
}

const mark = '// the cursor stands here';

/** The text with a comment on the cursor's line, as far in as the formatter puts it: an edit of other lines then leaves that line alone. */
function markedAt(text: string, { start, end }: Range): string {
  const withMark = (indent: string): string => `${text.slice(0, start)}${indent}${mark}${text.slice(end)}`;
  return withMark(new RegExp(`^([ ]*)${mark}`, 'm').exec(format(withMark('')))?.[1] ?? '');
}
