/** `textDocument/foldingRange`: blocks, comments over several lines, and runs of comment lines. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, Statement, SyntaxTree } from '../grammar/tree.ts';

export function foldingRanges(document: TextDocument, tree: SyntaxTree): FoldingRange[] {
  const blocks = tree.statements.flatMap(blocksOf).flatMap((range) => {
    // The closing brace stays in sight.
    const fold = lines(document, range);
    return folds({ ...fold, end: fold.end - 1 });
  });
  const comments = commentRuns(document, tree).flatMap((run) => folds(run, FoldingRangeKind.Comment));
  return [...blocks, ...comments].toSorted((a, b) => a.startLine - b.startLine);
}

interface Lines {
  readonly start: number;
  readonly end: number;
}

function blocksOf(statement: Statement): Range[] {
  return statement.block === undefined ? [] : [statement.block.range, ...statement.block.statements.flatMap(blocksOf)];
}

/** Comments that stand on following lines fold as one, if nothing else stands on those lines. */
function commentRuns(document: TextDocument, tree: SyntaxTree): Lines[] {
  const runs: Lines[] = [];
  for (const comment of tree.comments) {
    const lineStart = document.offsetAt({ line: document.positionAt(comment.range.start).line, character: 0 });
    if (tree.text.slice(lineStart, comment.range.start).trim() !== '') continue;
    const here = lines(document, comment.range);
    const before = runs.at(-1);
    if (before !== undefined && before.end + 1 === here.start) runs[runs.length - 1] = { start: before.start, end: here.end };
    else runs.push(here);
  }
  return runs;
}

function lines(document: TextDocument, range: Range): Lines {
  return { start: document.positionAt(range.start).line, end: document.positionAt(range.end).line };
}

function folds({ start, end }: Lines, kind?: FoldingRangeKind): FoldingRange[] {
  return end > start ? [{ startLine: start, endLine: end, ...(kind === undefined ? {} : { kind }) }] : [];
}
