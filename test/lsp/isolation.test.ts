import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { DocumentSymbol, LogMessageParams } from 'vscode-languageserver';
import {
  createConnection,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { plainConfiguration } from '../../engine/checks/configuration.ts';
import { startServer } from '../../server/main.ts';
import { Mirror } from '../../server/mirror.ts';

describe('language server: isolation', () => {
  let client: MessageConnection;
  const log: string[] = [];

  before(async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(connection, {
      version: '0.0.0-test',
      mirror: new Mirror(),
      read: () => undefined,
      catalogueFor: () => {
        throw new Error('the catalogue burnt down');
      },
      catalogueProblems: () => undefined,
      configurationFor: () => ({ configuration: plainConfiguration, problems: [] }),
      today: () => '2026-12-01',
      findPlans: () => {
        throw new Error('the disk burnt down');
      },
    });
    connection.listen();
    client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    client.onNotification('window/logMessage', ({ message }: LogMessageParams) => {
      log.push(message);
    });
    client.listen();
    await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: 'file:///plans', name: 'plans' }],
    });
    await client.sendNotification('initialized', {});
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: 'untitled:a', languageId: 'backupplan', version: 1, text: 'site  berlin {}\n' },
    });
  });
  after(() => client.dispose());

  it('a feature that fails is logged with the hash of the plan, and loses only its own answer', async () => {
    const textDocument = { uri: 'untitled:a' };
    const items = await client.sendRequest('textDocument/completion', { textDocument, position: { line: 1, character: 0 } });
    assert.deepEqual(items, []);
    const symbols = await client.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['berlin'],
    );
    const entry = log.find((message) => message.startsWith('completion failed')) ?? assert.fail(log.join('\n'));
    assert.match(entry, /plan with hash [0-9a-f]{64}: Error: the catalogue burnt down/);
    assert.ok(!/site +berlin/.test(entry), 'the text of a plan is nobody else’s business');
  });

  describe('of a server whose files burn', () => {
    const textDocument = { uri: 'untitled:a' };
    const position = { line: 0, character: 6 };
    const range = { start: position, end: position };
    const options = { tabSize: 2, insertSpaces: true };
    /** What a client is told instead of an answer, and which answers need nothing that burns. */
    const requests: readonly (readonly [method: string, params: object, answer: unknown])[] = [
      ['textDocument/completion', { textDocument, position: { line: 1, character: 0 } }, []],
      ['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }, []],
      ['textDocument/definition', { textDocument, position }, []],
      ['textDocument/typeDefinition', { textDocument, position }, []],
      ['textDocument/prepareRename', { textDocument, position }, null],
      ['textDocument/rename', { textDocument, position, newName: 'b' }, null],
      ['workspace/willRenameFiles', { files: [{ oldUri: 'file:///a', newUri: 'file:///b' }] }, null],
      ['workspace/symbol', { query: '' }, []],
      ['textDocument/documentLink', { textDocument }, []],
      ['textDocument/inlayHint', { textDocument, range }, []],
      ['textDocument/codeLens', { textDocument }, []],
      ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }, []],
      ['textDocument/diagnostic', { textDocument }, { kind: 'full', items: [] }],
      ['backupplan/pictures', { textDocument }, null],
    ];
    for (const [method, params, answer] of requests) {
      it(`${method} gives no answer, and says so in the log`, async () => {
        const before = log.length;
        const got = await client.sendRequest<{ resultId?: string } | null>(method, params);
        delete got?.resultId;
        assert.deepEqual(got, answer);
        assert.ok(
          log.slice(before).some((line) => / failed for .*: Error: the .* burnt down/.test(line)),
          log.slice(before).join(),
        );
      });
    }
    it('what needs the text alone is answered as ever', async () => {
      const whole: readonly (readonly [string, object])[] = [
        ['textDocument/semanticTokens/full', { textDocument }],
        ['textDocument/semanticTokens/range', { textDocument, range: { start: { line: 0, character: 0 }, end: position } }],
        ['textDocument/selectionRange', { textDocument, positions: [position] }],
        ['textDocument/documentHighlight', { textDocument, position }],
        ['textDocument/documentSymbol', { textDocument }],
        ['textDocument/hover', { textDocument, position }],
      ];
      for (const [method, params] of whole) {
        const answer = JSON.stringify(await client.sendRequest(method, params));
        assert.ok(answer.length > 10, `${method}: ${answer}`);
      }
      for (const [method, params] of [
        ['textDocument/formatting', { textDocument, options }],
        ['textDocument/rangeFormatting', { textDocument, range, options }],
        ['textDocument/onTypeFormatting', { textDocument, position: { line: 0, character: 15 }, ch: '}', options }],
      ] as const)
        assert.equal((await client.sendRequest<unknown[]>(method, params)).length, 1, method);
      assert.deepEqual(await client.sendRequest('textDocument/foldingRange', { textDocument }), []);
    });
  });

  it('a command that fails says that it is not the plan’s fault', async () => {
    const generate = client.sendRequest('workspace/executeCommand', { command: 'backupplan.scenarios', arguments: ['untitled:a'] });
    await assert.rejects(generate, /a fault of the server, not of your plan/);
  });

  it('holds nothing that a browser lacks', async () => {
    const { warnings } = await build({
      entryPoints: [fileURLToPath(new URL('../../server/main.ts', import.meta.url))],
      bundle: true,
      platform: 'browser',
      write: false,
      logLevel: 'silent',
    });
    assert.deepEqual(warnings, []);
  });
});
