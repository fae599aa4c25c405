/** What the server announces to the client. `docs/language-server.md` says the same in words, and a test compares the two. */
import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { refactorKinds, sourceKinds } from './codeAction.ts';
import { commandNames } from './commands.ts';
import { formattingTriggers } from './onTypeFormatting.ts';
import { legend } from './semanticTokens.ts';
import { renamesOfInterest } from './willRenameFiles.ts';

const [firstTrigger, ...moreTriggers] = formattingTriggers;

/** `pulls`: the client asks for diagnostics; one that is told them would show each twice. */
export function capabilitiesFor({ pulls }: { readonly pulls: boolean }): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { triggerCharacters: [' ', '"', ':', '/', ','], resolveProvider: true },
    hoverProvider: true,
    definitionProvider: true,
    typeDefinitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    documentLinkProvider: {},
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: { legend, full: true, range: true },
    inlayHintProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: firstTrigger, moreTriggerCharacter: moreTriggers },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, ...refactorKinds, ...sourceKinds] },
    codeLensProvider: {},
    executeCommandProvider: { commands: [...commandNames], workDoneProgress: true },
    ...(pulls ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } } : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { willRename: renamesOfInterest },
    },
  };
}
