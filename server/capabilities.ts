/** What the server announces to the client. `docs/language-server.md` says the same in words, and a test compares the two. */
import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { refactorKinds, sourceKinds } from './codeAction.ts';
import { commandNames } from './executeCommand.ts';

export const capabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [' ', '"', ':', '/', ','] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  inlayHintProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, ...refactorKinds, ...sourceKinds] },
  codeLensProvider: {},
  executeCommandProvider: { commands: [...commandNames] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
