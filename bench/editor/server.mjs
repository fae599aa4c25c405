/** A language server as a process of its own, and one document that a person types in. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const LIMIT = 120_000; // ms for one answer
const FULL = 1; // TextDocumentSyncKind

export class Server {
  #peer;
  #process;
  #ended;
  #connection;
  #full = false;
  #document;
  #diagnostics = [];
  #wake = () => {};
  #refreshed = false;
  #errors = '';

  /** Starts a server in a folder; `start` is what that took until `initialize` was answered. */
  static async start(peer, folder) {
    const server = new Server(peer);
    server.start = await server.timed(() => server.#initialize(folder));
    await server.#connection.sendNotification('initialized', {});
    if (peer.settings) await server.#connection.sendNotification('workspace/didChangeConfiguration', { settings: peer.settings });
    return server;
  }

  constructor(peer) {
    this.#peer = peer;
  }

  async #initialize(folder) {
    const { command, initializationOptions, pulls = false } = this.#peer;
    this.#process = spawn(process.execPath, command, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (data) => {
      this.#errors += data;
    });
    this.#ended = once(this.#process, 'exit').then(() =>
      Promise.reject(new Error(`${this.#peer.name} has ended: ${this.#errors.slice(-500)}`)),
    );
    this.#ended.catch(() => {});
    const { stdin, stdout, pid } = this.#process;
    this.#connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#answer(pathToFileURL(folder).href);
    this.#connection.listen();
    const { capabilities } = await this.request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: path.basename(folder) }],
      initializationOptions,
      capabilities: capabilitiesOf(pulls),
    });
    const { textDocumentSync: sync } = capabilities;
    this.#full = (sync?.change ?? sync) === FULL;
    this.pid = pid;
  }

  #answer(folder) {
    this.#connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      if (decodeURIComponent(uri) !== decodeURIComponent(this.#document?.uri)) return;
      this.#diagnostics = diagnostics;
      this.#wake();
    });
    this.#connection.onRequest((method, { items } = {}) => {
      if (method === 'workspace/workspaceFolders') return [{ uri: folder, name: path.basename(folder) }];
      if (method === 'workspace/diagnostic/refresh') {
        this.#refreshed = true;
        this.#wake();
      }
      if (method !== 'workspace/configuration') return null;
      return items.map(({ section }) => section.split('.').reduce((within, key) => within?.[key], this.#peer.settings) ?? null);
    });
  }

  /** Opens a text, and waits for its first diagnostics with an error or without. Gives the milliseconds. */
  open(file, text, wrong) {
    const { language } = this.#peer;
    this.#document = TextDocument.create(pathToFileURL(file).href, language, 1, text);
    const textDocument = { uri: this.#document.uri, languageId: language, version: 1, text };
    return this.timed(() => this.#told(wrong, () => this.#connection.sendNotification('textDocument/didOpen', { textDocument })));
  }

  /** Waits for a diagnostic like that. Gives the milliseconds. */
  until(isMeant) {
    const told = async () => {
      while (!this.#diagnostics.some(isMeant)) await this.#more();
    };
    return this.timed(() => within(LIMIT, told(), () => 'what was waited for is never said'));
  }

  /** Replaces so many characters from an offset on, and waits until the diagnostics have an error, or have none. Gives the milliseconds. */
  type(from, length, text, wrong) {
    const { uri, version } = this.#document;
    const range = { start: this.#document.positionAt(from), end: this.#document.positionAt(from + length) };
    TextDocument.update(this.#document, [{ range, text }], version + 1);
    const contentChanges = [this.#full ? { text: this.#document.getText() } : { range, text }];
    const params = { textDocument: { uri, version: version + 1 }, contentChanges };
    return this.timed(() => this.#told(wrong, () => this.#connection.sendNotification('textDocument/didChange', params)));
  }

  /** Asks about an offset; gives the milliseconds and the answer. */
  async ask(method, offset) {
    const params = { textDocument: { uri: this.#document.uri }, position: this.#document.positionAt(offset) };
    let answer;
    const took = await this.timed(async () => {
      answer = await this.request(`textDocument/${method}`, params);
    });
    return { took, answer };
  }

  async request(method, params) {
    const answer = Promise.race([this.#connection.sendRequest(method, params), this.#ended]);
    return within(LIMIT, answer, () => `${method} was not answered: ${this.#errors.slice(-500)}`);
  }

  async #told(wrong, send) {
    this.#refreshed = false;
    void send();
    const pull = async () => {
      const { items } = await this.request('textDocument/diagnostic', { textDocument: { uri: this.#document.uri } });
      this.#diagnostics = items;
    };
    const isTold = () => this.#diagnostics.some(this.#peer.isError ?? (({ severity }) => severity === 1)) === wrong;
    const told = async () => {
      // What was told before is of another text.
      this.#diagnostics = wrong ? [] : [{ severity: 1 }];
      if (this.#peer.pulls) await pull();
      while (!isTold()) {
        await this.#more();
        if (this.#refreshed) await pull();
      }
    };
    await within(
      LIMIT,
      told(),
      () => `no diagnostics ${wrong ? 'with' : 'without'} an error: ${JSON.stringify(this.#diagnostics.slice(0, 3))}`,
    );
  }

  /** Until the server says more by itself. */
  #more() {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /**
   * Milliseconds of some work, without those that server or client could have run and others had the processor: of the two the longer time,
   * since they may have waited at once.
   */
  async timed(work) {
    const [ours, server] = [waited('self'), waited(this.pid)];
    const start = performance.now();
    await work();
    return performance.now() - start - Math.max(waited('self') - ours, waited(this.pid) - server);
  }

  /** Memory that the process holds, in MB. */
  memory() {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
  }

  async stop() {
    const ended = once(this.#process, 'exit');
    try {
      await within(3000, this.#connection.sendRequest('shutdown'), () => 'no end');
      await this.#connection.sendNotification('exit');
      await within(3000, ended, () => 'no end');
    } catch {
      this.#process.kill('SIGKILL');
      await ended;
    }
    this.#connection.dispose();
  }
}

/** Milliseconds that the main thread of a process has waited for a processor. */
function waited(pid) {
  return pid === undefined ? 0 : Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}

async function within(milliseconds, promise, why) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(why())), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What VS Code can do, as far as these servers ask. */
function capabilitiesOf(pulls) {
  const documentation = ['markdown', 'plaintext'];
  return {
    workspace: {
      configuration: true,
      workspaceFolders: true,
      didChangeConfiguration: { dynamicRegistration: true },
      ...(pulls ? { diagnostics: { refreshSupport: true } } : {}),
    },
    textDocument: {
      synchronization: { dynamicRegistration: true },
      publishDiagnostics: { relatedInformation: true, versionSupport: true },
      ...(pulls ? { diagnostic: { dynamicRegistration: true } } : {}),
      completion: {
        contextSupport: true,
        completionItem: {
          snippetSupport: true,
          documentationFormat: documentation,
          resolveSupport: { properties: ['documentation', 'detail'] },
        },
      },
      hover: { contentFormat: documentation },
    },
  };
}
