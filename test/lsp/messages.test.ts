/** Clients that are broken: messages that are none, come out of turn, or ask with wrong parameters. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type DocumentSymbol, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { StreamMessageReader } from 'vscode-languageserver/node';
import { answersHonestly, framed, honest, raw, shop } from './chaos.ts';
import { Editor } from './editor.ts';
import { everyRequest } from './everyRequest.ts';

const textDocument = { uri: 'untitled:a' };

const hover = JSON.stringify({
  jsonrpc: '2.0',
  id: 'x',
  method: 'textDocument/hover',
  params: { textDocument, position: { line: 0, character: 0 } },
});

describe('language server: messages that are none, out of turn or wrong', function () {
  this.timeout(180_000);
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  describe('what is no message', () => {
    const junk: Readonly<Record<string, string | Buffer>> = {
      'bad JSON': framed('{"jsonrpc":"2.0","id":1,'),
      'bad JSON between braces': framed('{jsonrpc}'),
      'no object': framed('42') + framed('null').toString() + framed('"x"').toString(),
      'an empty object': framed('{}'),
      'an empty list': framed('[]'),
      'a list of requests': framed(`[${hover},${hover}]`),
      'no text': framed(Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d])),
      'another version': framed(hover.replace('2.0', '9.9')),
      'an id that is an object': framed(hover.replace('"x"', '{"a":1}')),
      'an id that is null': framed(hover.replace('"x"', 'null')),
      'a method that is a number': framed(hover.replace('"textDocument/hover"', '7')),
      'an answer that nobody waits for': framed('{"jsonrpc":"2.0","id":4711,"result":{}}'),
      'an answer with neither result nor error': framed('{"jsonrpc":"2.0","id":4712}'),
      'a cancellation of nothing': framed('{"jsonrpc":"2.0","method":"$/cancelRequest"}'),
      'a cancellation without an id': framed('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":null}}'),
      'a cancellation of an object': framed('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":{}}}'),
      'progress of nothing': framed('{"jsonrpc":"2.0","method":"$/progress","params":null}'),
      'a count that is too small': framed(hover, 20),
      'a count in characters': framed(hover.replace('untitled:a', 'untitled:ä€💾'), hover.length),
      'a count that is too large': framed(hover, Buffer.byteLength(hover) + 40),
      'a count of nothing': framed('', 0),
      'a count below nothing': framed(hover, -5),
      'a count that is no number': framed(hover, Number.NaN),
      'a count without end': framed(hover, 1e15),
      'no count': `Content-Type: application/json\r\n\r\n${hover}`,
      'a head that is none': `GET / HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      'a line without a colon': `hello\r\n\r\n`,
      'another charset': framed(hover, undefined, 'Content-Type: application/vscode-jsonrpc; charset=klingon\r\n'),
      noise: Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)),
    };
    for (const [name, bytes] of Object.entries(junk)) {
      it(`${name}: is left out`, async () => {
        raw(editor, bytes);
        // A message that was counted too long has taken what follows with it.
        if (name.includes('too large')) raw(editor, framed(hover));
        await answersHonestly(editor);
      });
    }

    it('a message with space around it: is read', async () => {
      const asked = JSON.stringify({ jsonrpc: '2.0', id: 'spaced', method: 'workspace/symbol', params: { query: 'nothing' } });
      const answered = new Promise<void>((resolve) => {
        assert.ok(editor.process.stdout);
        const listening = new StreamMessageReader(editor.process.stdout).listen((message) => {
          if (!('id' in message) || message.id !== 'spaced') return;
          listening.dispose();
          resolve();
        });
      });
      raw(editor, framed(`\r\n \t${asked}\n`));
      await answered;
    });

    it('a message in single bytes: is read', async () => {
      const asked = JSON.stringify({
        jsonrpc: '2.0',
        method: 'textDocument/didOpen',
        params: { textDocument: { uri: 'untitled:slow', languageId: 'backupplan', version: 1, text: 'site köln {}\n' } },
      });
      for (const byte of framed(asked)) raw(editor, Buffer.from([byte]));
      await editor.diagnostics('untitled:slow', ({ diagnostics }) => diagnostics.length > 0);
      await editor.close('untitled:slow');
    });
  });

  describe('out of turn', () => {
    async function refused(asked: Promise<unknown>, code: number): Promise<void> {
      await assert.rejects(asked, (error: unknown) => error instanceof ResponseError && error.code === code);
    }

    it('a request before initialize is refused, a notification is left out, and then it begins', async () => {
      const early = Editor.silent();
      await refused(
        early.request('textDocument/hover', { textDocument, position: { line: 0, character: 0 } }),
        ErrorCodes.ServerNotInitialized,
      );
      await early.open('untitled:early', 'sit x {}');
      await refused(early.request('shutdown'), ErrorCodes.ServerNotInitialized);
      await early.request('initialize', { processId: null, rootUri: null, capabilities: {} });
      await early.notify('initialized', {});
      await answersHonestly(early);
      assert.ok(!early.published.some((each) => each.uri === 'untitled:early'));
      await early.stop();
    });

    it('a second initialize is refused', async () => {
      await refused(editor.request('initialize', { processId: null, rootUri: null, capabilities: {} }), ErrorCodes.InvalidRequest);
      await answersHonestly(editor);
    });

    it('a request after shutdown is refused', async () => {
      const late = await Editor.start();
      await late.request('shutdown');
      await refused(late.request('workspace/symbol', { query: '' }), ErrorCodes.InvalidRequest);
      await refused(late.request('shutdown'), ErrorCodes.InvalidRequest);
      await late.open('untitled:late', honest);
      const ended = once(late.process, 'exit');
      await late.notify('exit');
      assert.deepEqual(await ended, [0, null]);
      late.connection.dispose();
    });

    it('exit without shutdown ends it, with another code', async () => {
      for (const early of [await Editor.start(), Editor.silent()]) {
        const ended = once(early.process, 'exit');
        await early.notify('exit');
        assert.deepEqual(await ended, [1, null]);
        early.connection.dispose();
      }
    });

    it('initialized twice, and settings and folders that nobody asked for, change nothing', async () => {
      await editor.notify('initialized', {});
      await editor.notify('workspace/didChangeConfiguration', { settings: { backupplan: 'yes' } });
      await editor.notify('workspace/didChangeConfiguration', { settings: null });
      await answersHonestly(editor);
    });
  });

  describe('wrong parameters', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const positions: readonly unknown[] = [
      { line: -1, character: -1 },
      { line: 1e9, character: 1e9 },
      { line: 0.5, character: 0.5 },
      { line: 'a', character: null },
      {},
      null,
      7,
    ];
    const requests = [
      ...everyRequest,
      'completionItem/resolve',
      'textDocument/codeAction',
      'workspace/diagnostic',
      'workspace/willRenameFiles',
      'workspace/executeCommand',
      'backupplan/refused',
      'no/such/method',
      '$/no/such/method',
      '',
    ];
    const whole = {
      textDocument,
      position: range.start,
      range,
      positions: [range.start],
      context: { diagnostics: [] },
      query: '',
      newName: 'b',
      ch: '}',
      options: {},
    };
    const params: readonly unknown[] = [
      undefined,
      null,
      [],
      [1, 2],
      'x',
      7,
      true,
      {},
      { textDocument: null },
      { textDocument: 'untitled:a' },
      { textDocument: { uri: 5 } },
      { textDocument: { uri: '' } },
      { textDocument: { uri: ':::' } },
      { textDocument: { uri: 'file:///no/such/file.backupplan' } },
      { textDocument: { uri: 'file:///' } },
      { textDocument: { uri: 'file:///dev/zero' } },
      ...['untitled:never-opened', 'untitled:%', 'http://[', 'file://host/share/%00'].map((each) => ({
        ...whole,
        textDocument: { uri: each },
      })),
      ...positions.map((position) => ({ ...whole, position, positions: [position], range: { start: position, end: position } })),
      { ...whole, range: { start: range.end, end: range.start } },
      { ...whole, positions: 'all' },
      { ...whole, context: null },
      { ...whole, context: { diagnostics: [null], only: 5 } },
      { ...whole, newName: null, query: null, ch: null, options: null },
      { ...whole, newName: '$(touch x)', query: '\ud800'.repeat(1000) },
      { files: null },
      { files: [{ oldUri: 1, newUri: null }] },
      { command: 5 },
      { command: 'backupplan.generate', arguments: 'all' },
      { command: 'backupplan.generate', arguments: [null, null] },
      { command: 'backupplan.generate', arguments: ['untitled:a', { only: 'x', scenario: 5 }] },
      { command: 'backupplan.design', arguments: ['untitled:a', { line: -1 }] },
      { command: 'backupplan.scenarios', arguments: ['untitled:a', 'x'] },
      { command: 'backupplan.explain', arguments: ['__proto__'] },
      { label: 7, data: {} },
      { previousResultIds: [{ uri: 7, value: {} }] },
      { previousResultIds: null },
    ];

    /** Who waits for an answer, by the id of the request. */
    const waiting = new Map<unknown, () => void>();
    before(async () => {
      const { stdout } = editor.process;
      assert.ok(stdout);
      new StreamMessageReader(stdout).listen((message) => {
        if ('id' in message && !('method' in message)) waiting.get(message.id)?.();
      });
      await editor.open(textDocument.uri, shop);
    });
    after(() => editor.close(textDocument.uri));

    for (const method of requests) {
      it(`of '${method}' are answered, and so is the next request`, async () => {
        await Promise.all(
          params.map((each, index) => {
            const id = `${method} ${index}`;
            const answer = new Promise<void>((resolve) => waiting.set(id, resolve));
            raw(editor, framed(JSON.stringify({ jsonrpc: '2.0', id, method, ...(each === undefined ? {} : { params: each }) })));
            return answer;
          }),
        );
        await answersHonestly(editor);
      });
    }

    const notifications: Readonly<Record<string, readonly unknown[]>> = {
      'textDocument/didOpen': [
        ...params,
        { textDocument: { uri: 'untitled:b', languageId: 'backupplan', version: 1, text: null } },
        { textDocument: { uri: 'untitled:b', languageId: 'backupplan', version: 1, text: 5 } },
        { textDocument: { uri: 'untitled:b', languageId: 7, version: 'new', text: honest } },
      ],
      'textDocument/didChange': [
        ...params,
        { textDocument: { uri: 'untitled:never-opened', version: 2 }, contentChanges: [{ text: 'x' }] },
        { textDocument: { ...textDocument, version: null }, contentChanges: [{ text: 'x' }] },
        { textDocument: { ...textDocument, version: -1 }, contentChanges: [] },
        { textDocument: { ...textDocument, version: 2 }, contentChanges: null },
        { textDocument: { ...textDocument, version: 2 }, contentChanges: [null] },
        { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ text: 5 }] },
        { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ range: { start: range.end, end: range.start }, text: 'x' }] },
        ...positions.map((position) => ({
          textDocument: { ...textDocument, version: 2 },
          contentChanges: [{ range: { start: position, end: position }, text: 'x' }],
        })),
      ],
      'textDocument/didClose': params,
      'textDocument/didSave': params,
      'workspace/didChangeWatchedFiles': [
        ...params,
        { changes: null },
        { changes: [null] },
        { changes: [{ uri: 5, type: 'gone' }] },
        { changes: [{ uri: ':', type: 3 }] },
      ],
      'workspace/didChangeConfiguration': params,
      'workspace/didChangeWorkspaceFolders': [
        ...params,
        { event: null },
        { event: { added: [null], removed: 7 } },
        { event: { added: [{ uri: 'nothing:x' }], removed: [] } },
      ],
      'backupplan/trusted': params,
      'window/workDoneProgress/cancel': params,
      '$/setTrace': params,
      'no/such/notification': params,
    };
    for (const [method, all] of Object.entries(notifications)) {
      it(`of the notification ${method} are left out`, async () => {
        for (const each of all)
          raw(editor, framed(JSON.stringify({ jsonrpc: '2.0', method, ...(each === undefined ? {} : { params: each }) })));
        await answersHonestly(editor);
        await editor.open(textDocument.uri, shop);
        const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
        assert.ok(symbols.length > 3);
        await editor.close('untitled:b');
      });
    }
  });
});
