/** `textDocument/rangeFormatting`: of the formatter's edits those that touch the lines of the range. */
import type { Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { format } from '../grammar/format.ts';
import { lastLineOf, lineDifferences } from './formatting.ts';

/** A range that ends at the start of a line does not mean that line. */
export function rangeFormatting(document: TextDocument, { start, end }: Range): TextEdit[] {
  const last = lastLineOf({ start, end });
  return lineDifferences(document, format(document.getText())).filter(
    ({ range }) => range.start.line <= last && start.line <= lastLineOf(range),
  );
}
