/** `textDocument/formatting`: the formatter's text as the fewest edits, so that cursors, folds and marks elsewhere stay. */
import { diffLines } from 'diff';
import type { Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { format } from '../grammar/format.ts';
import { toTextEdit } from './convert.ts';

/** More changed lines than this are one edit: finding the fewest takes time that grows with their square. */
const fewest = 2000;

export function formatting(document: TextDocument): TextEdit[] {
  return differences(document, format(document.getText()));
}

/** The edits of the lines that differ in `after`. */
export function differences(document: TextDocument, after: string): TextEdit[] {
  const before = document.getText();
  if (after === before) return [];
  const changes = diffLines(before, after, { maxEditLength: fewest });
  if (changes === undefined) return [toTextEdit(document, { range: { start: 0, end: before.length }, text: after })];
  const edits: TextEdit[] = [];
  let offset = 0;
  for (let index = 0; index < changes.length; ) {
    const start = offset;
    let text = '';
    for (; changes[index]?.removed || changes[index]?.added; index += 1) {
      const change = changes[index];
      if (change?.removed) offset += change.value.length;
      else text += change?.value ?? '';
    }
    if (offset > start || text !== '') edits.push(toTextEdit(document, { range: { start, end: offset }, text }));
    for (; index < changes.length && !changes[index]?.removed && !changes[index]?.added; index += 1)
      offset += changes[index]?.value.length ?? 0;
  }
  return edits;
}

/** The same edits, of lines that were changed and neither taken out nor put in one by one, for whoever wants some of them. */
export function lineDifferences(document: TextDocument, after: string): TextEdit[] {
  return differences(document, after).flatMap((edit) => {
    const before = linesOf(document.getText(edit.range));
    const lines = linesOf(edit.newText);
    if (before.length !== lines.length) return [edit];
    let start = document.offsetAt(edit.range.start);
    return before.flatMap((line, index) => {
      const range = { start, end: start + line.length };
      start = range.end;
      return line === lines[index] ? [] : [toTextEdit(document, { range, text: lines[index] ?? '' })];
    });
  });
}

/** The last line that a range holds something of: one that ends at the start of a line does not mean that line. */
export function lastLineOf({ start, end }: Range): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

/** With their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
