/** Wires the server to a connection. Knows no machine: `host` gives it one. */
import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { capabilitiesFor } from './capabilities.ts';
import { ClosedPlans } from './closedPlans.ts';
import { isOnDisk, pathOf, uriOf } from './convert.ts';
import { PulledDiagnostics } from './diagnostic.ts';
import { Findings } from './findings.ts';
import type { Host } from './host.ts';
import { isolation } from './isolation.ts';
import { DiagnosticsPublisher } from './publishDiagnostics.ts';
import { answerRequests } from './requests.ts';
import { Session } from './session.ts';
import { settingsFrom } from './settings.ts';

/** Serves one client. The caller listens on the connection afterwards. */
export function startServer(connection: Connection, host: Host): void {
  const session = new Session(host);
  const documents = new TextDocuments(TextDocument);
  const isolated = isolation(connection, session);
  const closed = new ClosedPlans(session, isolated);
  const findings = new Findings(session, closed, isolated);
  const diagnostics = new DiagnosticsPublisher(connection, session, findings, closed, (which) => {
    if (which === 'closed' ? !diagnostics.pushes : figuresAreStale) refresh();
  });
  const pulled = new PulledDiagnostics(session, findings);
  const forget = (path: string): void => {
    session.forget(path);
    pulled.forget(path);
  };
  /** What is shown of open documents may have changed without an edit of their own text, which is what makes a client ask again. */
  let figuresAreStale = false;
  let client: InitializeParams['capabilities'] = {};

  connection.onInitialize((params) => {
    client = params.capabilities;
    readOptions(session, params);
    host.mirror.take(params.initializationOptions?.files);
    session.folders = (params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : [])).map(({ uri }) => pathOf(uri));
    const pulls = client.textDocument?.diagnostic !== undefined && params.initializationOptions?.diagnostics === 'pull';
    diagnostics.pushes = !pulls;
    return { capabilities: capabilitiesFor({ pulls }), serverInfo: { name: 'backupplan', version: host.version } };
  });
  connection.onInitialized(async () => {
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
        session.folders = [...session.folders.filter((folder) => !gone.has(folder)), ...added.map(({ uri }) => pathOf(uri))];
        figuresAreStale = true;
        closed.forgetAll();
        void askForSettings().then(() => diagnostics.schedule());
      });
    }
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = ['**/*.backupplan', '**/backupplan.catalog.yaml', '**/backupplan.config.yaml', '**/*.journal.jsonl'].map(
        (globPattern) => ({ globPattern }),
      );
      connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers })
        .catch((error) => connection.console.warn(`files are not watched: ${String(error)}`));
    }
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      connection.client
        .register(DidChangeConfigurationNotification.type)
        .catch((error) => connection.console.warn(`settings are not followed: ${String(error)}`));
    }
    await askForSettings();
    diagnostics.schedule();
  });
  connection.onNotification('backupplan/trusted', () => {
    session.trusted = true;
    diagnostics.schedule();
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    if (settings?.backupplan !== undefined) session.settings = settingsFrom(settings.backupplan);
    await askForSettings();
    figuresAreStale = true;
    diagnostics.schedule();
  });
  const filesChanged = (changes: readonly FileEvent[]): void => {
    figuresAreStale = true;
    closed.filesChanged(changes);
    for (const { uri, type } of changes) if (type === FileChangeType.Deleted) forget(pathOf(uri));
    diagnostics.schedule();
  };
  connection.onDidChangeWatchedFiles(({ changes }) => filesChanged(changes));
  connection.onNotification('backupplan/files', ({ files }: { readonly files?: unknown }) => filesChanged(host.mirror.take(files)));
  connection.onShutdown(() => diagnostics.stop());

  /** What a client that can be asked has set, for everything and for each folder; without an answer all stays as it was. */
  async function askForSettings(): Promise<void> {
    if (client.workspace?.configuration !== true) return;
    const items = [{ section: 'backupplan' }, ...session.folders.map((folder) => ({ section: 'backupplan', scopeUri: uriOf(folder) }))];
    const folders = [...session.folders];
    try {
      const [whole, ...own] = await connection.workspace.getConfiguration(items);
      if (whole !== null && whole !== undefined) session.settings = settingsFrom(whole);
      session.folderSettings.clear();
      for (const [index, folder] of folders.entries()) {
        const given: unknown = own[index];
        if (given !== null && given !== undefined) session.folderSettings.set(folder, settingsFrom(given));
      }
    } catch (error) {
      connection.console.warn(`settings are not known: ${String(error)}`);
    }
  }

  function refresh(): void {
    figuresAreStale = false;
    const { inlayHint, codeLens, diagnostics: pulledDiagnostics } = client.workspace ?? {};
    const asked = [
      ...(inlayHint?.refreshSupport ? [connection.languages.inlayHint.refresh()] : []),
      ...(codeLens?.refreshSupport ? [connection.sendRequest(CodeLensRefreshRequest.type)] : []),
      ...(pulledDiagnostics?.refreshSupport && !diagnostics.pushes ? [connection.languages.diagnostics.refresh()] : []),
    ];
    Promise.all(asked).catch((error) => connection.console.warn(`figures are not refreshed: ${String(error)}`));
  }

  const textChanged = ({ uri }: TextDocument): void => {
    const path = pathOf(uri);
    const isImported = isolated('inlayHint', path, () => session.isImported(path), false);
    figuresAreStale ||= isImported;
    closed.forget(path);
    // Of a file that several plans hold, one alone cannot tell.
    if (!isImported) isolated('diagnostics', path, () => diagnostics.glance(path), undefined);
    diagnostics.schedule();
  };
  documents.onDidChangeContent(({ document }) => {
    session.put(document);
    textChanged(document);
  });
  documents.onDidClose(({ document }) => {
    session.remove(document.uri);
    if (!isOnDisk(pathOf(document.uri))) forget(pathOf(document.uri));
    textChanged(document);
  });
  documents.listen(connection);

  answerRequests(connection, session, closed, diagnostics, pulled, isolated);
}

function readOptions(session: Session, { initializationOptions: options, capabilities }: InitializeParams): void {
  const { snippetSupport, resolveSupport } = capabilities.textDocument?.completion?.completionItem ?? {};
  session.snippets = snippetSupport === true;
  session.resolvesItems = resolveSupport?.properties.includes('documentation') === true;
  session.trusted = options?.trusted !== false;
  session.clientTells = options?.clientTells === true;
  session.settings = settingsFrom(options);
}
