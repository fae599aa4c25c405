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
  const request = { textDocument: { uri: plan.toString() }, kind: choice?.kind, of: choice?.of };
  // A token that is undefined would be sent, as a second parameter.
  return token === undefined
    ? server.sendRequest<Pictures | null>('backupplan/pictures', request)
    : server.sendRequest<Pictures | null>('backupplan/pictures', request, token);
}
