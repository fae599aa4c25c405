/** Lines and columns of the files that findings lie in. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ReadText } from '../../engine/plan/project.ts';

export interface Lines {
  /** Zero-based line and UTF-16 column of an offset. */
  position(file: string, offset: number): { readonly line: number; readonly character: number };
  /** A line's text without its end. */
  text(file: string, line: number): string;
}

/** Reads each file once. */
export function linesOf(read: ReadText): Lines {
  const documents = new Map<string, TextDocument>();
  const document = (file: string) => {
    const known = documents.get(file);
    if (known !== undefined) return known;
    const made = TextDocument.create(file, 'backupplan', 0, read(file) ?? '');
    documents.set(file, made);
    return made;
  };
  return {
    position: (file, offset) => document(file).positionAt(offset),
    text: (file, line) => withoutEnd(document(file).getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })),
  };
}

/** From behind: a line of a million characters is asked for by each of its findings. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && '\r\n'.includes(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}
