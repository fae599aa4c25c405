/** Wires the features to a connection. Knows no machine: `host` gives it one. */
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InlayHintParams,
  LSPErrorCodes,
  type Position,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { planHash } from '../engine/generate/manifest.ts';
import { capabilities } from './capabilities.ts';
import { codeActions } from './codeAction.ts';
import { codeLenses } from './codeLens.ts';
import { completion } from './completion.ts';
import { pathOf, toOffset } from './convert.ts';
import { definition } from './definition.ts';
import { documentHighlights } from './documentHighlight.ts';
import { documentSymbols } from './documentSymbol.ts';
import { executeCommand } from './executeCommand.ts';
import { foldingRanges } from './foldingRange.ts';
import { formatting } from './formatting.ts';
import type { Host } from './host.ts';
import { hover } from './hover.ts';
import { hintSettings } from './inlay/hint.ts';
import { inlayHints } from './inlayHint.ts';
import { PICTURES, type PicturesAnswer, type PicturesRequest, picturesFor } from './pictures.ts';
import { DiagnosticsPublisher } from './publishDiagnostics.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { Session } from './session.ts';

/** Milliseconds before hints are worked out; a client that takes the request back meanwhile, since somebody types on, costs nothing. */
const hintPause = 80;

/** Serves one client. The caller listens on the connection afterwards. */
export function startServer(connection: Connection, host: Host): void {
  const session = new Session(host);
  const documents = new TextDocuments(TextDocument);
  const isolated = isolation(connection, session);
  const diagnostics = new DiagnosticsPublisher(connection, session, isolated, () => {
    if (hintsAreStale) refreshHints();
  });
  /** Hints of open documents may have changed without an edit of their own text, which is what makes a client ask again. */
  let hintsAreStale = false;
  let client: InitializeParams['capabilities'] = {};

  connection.onInitialize((params) => {
    readOptions(session, params);
    session.folders = (params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : [])).map(({ uri }) => pathOf(uri));
    client = params.capabilities;
    return { capabilities, serverInfo: { name: 'backupplan', version: host.version } };
  });
  connection.onInitialized(() => {
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
        session.folders = [...session.folders.filter((folder) => !gone.has(folder)), ...added.map(({ uri }) => pathOf(uri))];
      });
    }
    if (!client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
    const watchers = ['**/*.backupplan', '**/backupplan.catalog.yaml', '**/backupplan.config.yaml', '**/*.journal.jsonl'].map(
      (globPattern) => ({ globPattern }),
    );
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers })
      .catch((error) => connection.console.warn(`files are not watched: ${String(error)}`));
  });
  connection.onNotification('backupplan/trusted', () => {
    session.trusted = true;
    diagnostics.schedule();
  });
  const refreshHints = (): void => {
    hintsAreStale = false;
    if (client.workspace?.inlayHint?.refreshSupport !== true) return;
    connection.languages.inlayHint.refresh().catch((error) => connection.console.warn(`hints are not refreshed: ${String(error)}`));
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    if (settings?.backupplan === undefined) return;
    session.inlayHints = hintSettings(settings.backupplan.inlayHints);
    refreshHints();
  });
  connection.onDidChangeWatchedFiles(() => {
    hintsAreStale = true;
    diagnostics.schedule();
  });
  connection.onShutdown(() => diagnostics.stop());

  const textChanged = ({ uri }: TextDocument): void => {
    const path = pathOf(uri);
    hintsAreStale ||= isolated('inlayHint', path, () => session.isImported(path), false);
    diagnostics.schedule();
  };
  documents.onDidChangeContent(({ document }) => {
    session.put(document);
    textChanged(document);
  });
  documents.onDidClose(({ document }) => {
    session.remove(document.uri);
    textChanged(document);
  });
  documents.listen(connection);

  /** Answers a request about a document; a document that cannot be read, and a fault, give `otherwise`. */
  function answer<P extends { textDocument: { uri: string } }, T>(
    what: string,
    otherwise: T,
    feature: (path: string, document: TextDocument, params: P) => T,
  ): (params: P) => T {
    return (params) => {
      const path = pathOf(params.textDocument.uri);
      const work = (): T => {
        const document = session.document(path);
        return document === undefined ? otherwise : feature(path, document, params);
      };
      return isolated(what, path, work, otherwise);
    };
  }
  /** The same with the offset of the request's position. */
  function answerAt<P extends { textDocument: { uri: string }; position: Position }, T>(
    what: string,
    otherwise: T,
    feature: (path: string, offset: number, document: TextDocument, params: P) => T,
  ): (params: P) => T {
    return answer<P, T>(what, otherwise, (path, document, params) => feature(path, toOffset(document, params.position), document, params));
  }
  const treeOf = (path: string) => session.project(path).project.root.tree;

  connection.onCompletion(answerAt('completion', [], (path, offset, document) => completion(session, path, document, offset)));
  connection.onHover(answerAt('hover', null, (path, offset, document) => hover(session, path, document, offset)));
  connection.onDefinition(answerAt('definition', [], (path, offset) => definition(session, path, offset)));
  connection.onReferences(
    answerAt('references', [], (path, offset, _document, params) => references(session, path, offset, params.context.includeDeclaration)),
  );
  connection.onDocumentHighlight(
    answerAt('documentHighlight', [], (path, offset, document) => documentHighlights(session, path, document, offset)),
  );
  connection.onPrepareRename(answerAt('prepareRename', null, (path, offset, document) => prepareRename(session, path, document, offset)));
  connection.onRenameRequest(answerAt('rename', null, (path, offset, _document, params) => rename(session, path, offset, params.newName)));
  connection.onDocumentSymbol(answer('documentSymbol', [], (path, document) => documentSymbols(document, treeOf(path))));
  connection.onFoldingRanges(answer('foldingRange', [], (path, document) => foldingRanges(document, treeOf(path))));
  const hintsIn = answer('inlayHint', [], (path, document, { range }: InlayHintParams) => inlayHints(session, path, document, range));
  connection.languages.inlayHint.on(async (params, token) => {
    await new Promise((resolve) => setTimeout(resolve, hintPause));
    return token.isCancellationRequested ? [] : hintsIn(params);
  });
  connection.onDocumentFormatting(answer('formatting', [], (_path, document) => formatting(document)));
  connection.onCodeAction(answer('codeAction', [], (path, document, params) => codeActions(session, path, document, params)));
  connection.onCodeLens(answer('codeLens', [], (path, document) => codeLenses(session, path, document)));
  connection.onRequest(
    PICTURES,
    answer<PicturesRequest, PicturesAnswer | null>('pictures', null, (path, _document, params) => picturesFor(session, path, params)),
  );
  connection.onExecuteCommand(({ command, arguments: args = [] }) => {
    const path = typeof args[0] === 'string' ? pathOf(args[0]) : '';
    const fault = new ResponseError(
      LSPErrorCodes.RequestFailed,
      `${command} failed: a fault of the server, not of your plan; its log says more`,
    );
    const result = isolated(command, path, () => executeCommand(connection, session, command, args), fault);
    if (result === fault) throw fault;
    return result;
  });
}

function readOptions(session: Session, { initializationOptions: options, capabilities }: InitializeParams): void {
  session.snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  session.trusted = options?.trusted !== false;
  session.clientTells = options?.clientTells === true;
  session.inlayHints = hintSettings(options?.inlayHints);
}

/** Work whose faults are logged and cost its own answer alone. An answer that says why something is refused goes through. */
function isolation(connection: Connection, session: Session): <T>(what: string, path: string, work: () => T, otherwise: T) => T {
  return (what, path, work, otherwise) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      connection.console.error(
        `${what} failed for ${hashOf(session, path)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return otherwise;
    }
  };
}

/** What a report of a fault names the plan by; its text may be secret. */
function hashOf(session: Session, path: string): string {
  try {
    return `the plan with hash ${planHash(session.project(path).project)}`;
  } catch {
    return 'a plan that cannot be read';
  }
}
