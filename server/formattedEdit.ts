/** Edits of the engine as the client applies them: a file that was formatted stays so, and keeps its line ends. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../engine/checks/finding.ts';
import { formattedAfter } from '../engine/design/placed.ts';
import { differences } from './formatting.ts';
import type { Session } from './session.ts';

/** Undefined where one of the files cannot be read. */
export function formattedEdit(session: Session, edits: readonly TextEdit[]): WorkspaceEdit | undefined {
  const changes: NonNullable<WorkspaceEdit['changes']> = {};
  const ends = (path: string): string => /\r\n|\n/.exec(session.read(path) ?? '')?.[0] ?? '\n';
  const kept = edits.map((edit) => ({ ...edit, text: edit.text.replaceAll(/\r?\n/g, ends(edit.file)) }));
  const after = formattedAfter(kept, session.read);
  for (const file of new Set(kept.map((edit) => edit.file))) {
    const document = session.document(file);
    if (document === undefined) return undefined;
    changes[session.uri(file)] = differences(document, after(file) ?? document.getText());
  }
  return { changes };
}
