import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { DocumentSymbol, LogMessageParams } from 'vscode-languageserver';
import { createConnection } from 'vscode-languageserver/node';
import { plainConfiguration } from '../../engine/checks/configuration.ts';
import { startServer } from '../../server/main.ts';

describe('language server: isolation', () => {
  let client: MessageConnection;
  const log: string[] = [];

  before(async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(connection, {
      version: '0.0.0-test',
      read: () => undefined,
      catalogueFor: () => {
        throw new Error('the catalogue burnt down');
      },
      catalogueProblems: () => undefined,
      configurationFor: () => ({ configuration: plainConfiguration, problems: [] }),
      today: () => '2026-12-01',
      findPlans: () => [],
      now: () => 0,
      journal: () => undefined,
    });
    connection.listen();
    client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    client.onNotification('window/logMessage', ({ message }: LogMessageParams) => {
      log.push(message);
    });
    client.listen();
    await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await client.sendNotification('initialized', {});
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: 'untitled:a', languageId: 'backupplan', version: 1, text: 'site berlin {}\n' },
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
    assert.ok(!entry.includes('site berlin'), 'the text of a plan is nobody else’s business');
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
