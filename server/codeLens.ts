/** `textDocument/codeLens`: `Design` above each system that has no backup, or one that fails. */
import type { CodeLens } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { toRange } from './convert.ts';
import { undesigned } from './design.ts';
import type { Session } from './session.ts';

export function codeLenses(session: Session, path: string, document: TextDocument): CodeLens[] {
  return undesigned(session.examination(path), path).map(({ name, namePlace }) => ({
    range: toRange(document, namePlace.range),
    command: { title: 'Design', command: 'backupplan.design', arguments: [session.uri(path), name] },
  }));
}
