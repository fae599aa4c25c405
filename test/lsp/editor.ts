/** An editor for tests: it starts the server as a process of its own and speaks the protocol with it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import type {
  ClientCapabilities,
  ConfigurationItem,
  ConfigurationParams,
  InitializeResult,
  MessageActionItem,
  Position,
  ProgressToken,
  PublishDiagnosticsParams,
  RegistrationParams,
  ShowMessageParams,
  ShowMessageRequestParams,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageserver';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

/** The server as one file, made once for all tests: it starts in a tenth of the time that the sources take. */
const bundle = path.join(mkdtempSync(path.join(tmpdir(), 'backupplan-lsp-')), 'server.cjs');
let bundled = false;

function serverFile(): string {
  if (!bundled) {
    buildSync({
      entryPoints: [fileURLToPath(new URL('stdio.ts', import.meta.url))],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      sourcemap: 'inline',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
    });
    process.once('exit', () => rmSync(path.dirname(bundle), { recursive: true, force: true }));
    bundled = true;
  }
  return bundle;
}

export interface Settings {
  /** Its path, or its URI where it is not on disk. */
  readonly folder?: string;
  /** More folders of the workspace. */
  readonly others?: readonly string[];
  readonly initializationOptions?: object;
  /** What the client can do besides what every editor of these tests can. */
  readonly workspace?: ClientCapabilities['workspace'];
  readonly textDocument?: ClientCapabilities['textDocument'];
  readonly window?: ClientCapabilities['window'];
}

export class Editor {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly messages: ShowMessageParams[] = [];
  readonly questions: ShowMessageRequestParams[] = [];
  readonly log: string[] = [];
  readonly published: PublishDiagnosticsParams[] = [];
  /** How often the server has asked for hints to be asked for again. */
  refreshes = 0;
  /** The other requests of the server, by their methods. */
  readonly asked: string[] = [];
  readonly registered: RegistrationParams['registrations'] = [];
  readonly progress: { token: ProgressToken; value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd }[] = [];
  /** What a person has set, as the server asks for it. */
  configuration: (item: ConfigurationItem) => unknown = () => null;
  initialized: InitializeResult | undefined;
  /** The title of the answer to the next question; undefined: the question is dismissed. */
  reply: string | undefined;
  /** Questions are answered with an error. */
  refuses = false;
  #versions = new Map<string, number>();
  #waiting: (() => void)[] = [];

  static async start(settings: Settings = {}, configuration?: (item: ConfigurationItem) => unknown): Promise<Editor> {
    const editor = Editor.silent();
    if (configuration !== undefined) editor.configuration = configuration;
    const folders = [...(settings.folder === undefined ? [] : [settings.folder]), ...(settings.others ?? [])];
    editor.initialized = await editor.request<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders:
        folders.length === 0
          ? null
          : folders.map((folder) => ({ uri: folder.includes('://') ? folder : uri(folder), name: path.basename(folder) })),
      capabilities: {
        workspace: { workspaceFolders: true, inlayHint: { refreshSupport: true }, ...settings.workspace },
        window: settings.window,
        textDocument: {
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
          completion: { completionItem: { snippetSupport: true } },
          ...settings.textDocument,
        },
      },
      initializationOptions: settings.initializationOptions,
    });
    await editor.notify('initialized', {});
    return editor;
  }

  /** A server to which nobody has said anything yet. */
  static silent(): Editor {
    return new Editor();
  }

  private constructor() {
    this.process = spawn(process.execPath, ['--enable-source-maps', serverFile()], { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.process;
    assert.ok(stdin && stdout && stderr);
    stderr.on('data', (data) => this.log.push(String(data)));
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    const wake = (): void => {
      for (const each of this.#waiting.splice(0)) each();
    };
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      wake();
    });
    this.connection.onNotification('window/logMessage', ({ message }: ShowMessageParams) => {
      this.log.push(message);
    });
    this.connection.onNotification('window/showMessage', (params: ShowMessageParams) => {
      this.messages.push(params);
      wake();
    });
    this.connection.onRequest('workspace/inlayHint/refresh', () => {
      this.refreshes++;
      wake();
      return null;
    });
    for (const method of ['workspace/codeLens/refresh', 'workspace/diagnostic/refresh', 'window/workDoneProgress/create'])
      this.connection.onRequest(method, () => {
        this.asked.push(method);
        wake();
        return null;
      });
    this.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      this.registered.push(...registrations);
      wake();
      return null;
    });
    this.connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) => items.map((item) => this.configuration(item)));
    this.connection.onNotification('$/progress', (params: (typeof this.progress)[number]) => {
      this.progress.push(params);
      wake();
    });
    this.connection.onRequest('window/showMessageRequest', (params: ShowMessageRequestParams): MessageActionItem | null => {
      this.questions.push(params);
      wake();
      if (this.refuses) throw new Error('no questions, please');
      return params.actions?.find((action) => action.title === this.reply) ?? null;
    });
    this.connection.listen();
  }

  /** Goes back to a person who has seen nothing yet and answers no question. */
  forget(): void {
    this.messages.length = 0;
    this.questions.length = 0;
    this.reply = undefined;
    this.refuses = false;
  }

  /** Ends the server as the protocol asks; one that does not end fails the test and is killed. */
  async stop(): Promise<void> {
    const ended = once(this.process, 'exit', { signal: AbortSignal.timeout(10_000) });
    try {
      await this.request('shutdown');
      await this.notify('exit');
      assert.deepEqual(await ended, [0, null]);
    } finally {
      this.process.kill();
      this.connection.dispose();
    }
  }

  request<R>(method: string, params?: object): Promise<R> {
    return params === undefined ? this.connection.sendRequest(method) : this.connection.sendRequest(method, params);
  }

  notify(method: string, params?: object): Promise<void> {
    return params === undefined ? this.connection.sendNotification(method) : this.connection.sendNotification(method, params);
  }

  /** A request about a place in a document. */
  at<R>(method: string, document: string, position: Position, more: object = {}): Promise<R> {
    return this.request(method, { textDocument: { uri: document }, position, ...more });
  }

  async open(document: string, text: string): Promise<void> {
    this.#versions.set(document, 1);
    await this.notify('textDocument/didOpen', { textDocument: { uri: document, languageId: 'backupplan', version: 1, text } });
  }

  /** Replaces the whole text, and gives its version. */
  async change(document: string, text: string): Promise<number> {
    const version = (this.#versions.get(document) ?? 0) + 1;
    this.#versions.set(document, version);
    await this.notify('textDocument/didChange', { textDocument: { uri: document, version }, contentChanges: [{ text }] });
    return version;
  }

  async close(document: string): Promise<void> {
    await this.notify('textDocument/didClose', { textDocument: { uri: document } });
  }

  /** Waits for diagnostics of a document that satisfy the test; those sent before count too, if they are the newest. */
  async diagnostics(document: string, fits: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
    const newest = (): PublishDiagnosticsParams | undefined => this.published.findLast((params) => params.uri === document);
    await this.until(() => {
      const params = newest();
      return params !== undefined && fits(params);
    });
    return newest() ?? assert.fail();
  }

  /** Waits until something that the server sends makes it true. */
  async until(fits: () => boolean): Promise<void> {
    while (!fits()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

export function uri(file: string): string {
  return pathToFileURL(path.resolve(file)).href;
}

/** A text with `|` where the cursor stands: the text without it, and the cursor's position in UTF-16 code units. */
export function cursor(marked: string): { text: string; position: Position } {
  const offset = marked.indexOf('|');
  assert.ok(offset >= 0, 'the text has no cursor');
  const before = marked.slice(0, offset).split(/\r\n|\r|\n/);
  return {
    text: marked.slice(0, offset) + marked.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
