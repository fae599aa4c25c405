/** What the server draws of a plan; see `backupplan/pictures` in docs/language-server.md. */
import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Choice, Pictures } from './preview-messages.ts';

/** Without a choice it is the scenario matrix. Null for what cannot be read. */
export function askForPictures(
  server: BaseLanguageClient,
  plan: vscode.Uri,
  choice?: Choice,
  token?: vscode.CancellationToken,
): Promise<Pictures | null> {
  return server.sendRequest<Pictures | null>(
    'backupplan/pictures',
    { textDocument: { uri: plan.toString() }, kind: choice?.kind, of: choice?.of },
    token,
  );
}
