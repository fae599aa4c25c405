/** `textDocument/documentHighlight`: where the name under the cursor stands in this file. */
import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { toRange } from './convert.ts';
import { occurrences } from './occurrences.ts';
import type { Session } from './session.ts';

export function documentHighlights(session: Session, path: string, document: TextDocument, offset: number): DocumentHighlight[] {
  // This file and its imports say enough: other plans only add places in other files.
  const found = occurrences([session.project(path)], path, offset);
  if (found === undefined) return [];
  const here = (
    kind: DocumentHighlightKind,
    places: readonly { file: string; range: { start: number; end: number } }[],
  ): DocumentHighlight[] => places.filter((place) => place.file === path).map((place) => ({ range: toRange(document, place.range), kind }));
  return [...here(DocumentHighlightKind.Write, found.declarations), ...here(DocumentHighlightKind.Read, found.uses)];
}
