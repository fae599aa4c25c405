import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  CancellationToken,
  CancellationTokenSource,
  type CodeAction,
  CodeActionTriggerKind,
  type CodeLens,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { Editor } from './editor.ts';

const classic = readFileSync(new URL('../design/golden/classic.backupplan', import.meta.url), 'utf8');

describe('language server: requests that are taken back', function () {
  this.timeout(120_000);
  let editor: Editor;
  before(async () => {
    editor = await Editor.start({ window: { workDoneProgress: true }, initializationOptions: { clientTells: true } });
    await editor.open('untitled:a', classic);
  });
  after(() => editor.stop());

  const textDocument = { uri: 'untitled:a' };

  it('while they wait for long work are not worked out', async () => {
    const line = classic.split('\n').findIndex((text) => text.startsWith('system orders'));
    const designed = editor.request<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range: { start: { line, character: 0 }, end: { line, character: 0 } },
      context: { diagnostics: [], only: ['refactor'], triggerKind: CodeActionTriggerKind.Invoked },
    });
    const waiting = new CancellationTokenSource();
    const refused = assert.rejects(
      editor.connection.sendRequest('textDocument/hover', { textDocument, position: { line: 1, character: 1 } }, waiting.token),
      (error: unknown) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled,
    );
    waiting.cancel();
    await refused;
    assert.ok((await designed).length > 0);
  });

  it('work that takes long says that it has begun, and that it has ended', async () => {
    await editor.request('workspace/executeCommand', {
      command: 'backupplan.design',
      arguments: ['untitled:a', 'orders'],
      workDoneToken: 'design-1',
    });
    const told = editor.progress.filter(({ token }) => token === 'design-1').map(({ value }) => value);
    assert.deepEqual(told, [{ kind: 'begin', title: 'Designing a backup' }, { kind: 'end' }]);
  });

  it('work that takes long leaves time for others', async () => {
    await editor.open('untitled:b', classic.replace('plan "', 'plan "Another '));
    const order: string[] = [];
    const designed = editor
      .request('workspace/executeCommand', { command: 'backupplan.design', arguments: ['untitled:b', 'orders'], workDoneToken: 'design-2' })
      .then(() => order.push('design'));
    while (!editor.progress.some(({ token }) => token === 'design-2')) await new Promise((resolve) => setTimeout(resolve, 5));
    for (let question = 0; question < 3; question++) {
      await editor.request('textDocument/documentSymbol', { textDocument });
      order.push('outline');
    }
    await designed;
    assert.deepEqual(order, ['outline', 'outline', 'outline', 'design']);
  });

  it('while their fixes are proved let others in between, and are given up', async () => {
    const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');
    await editor.open('untitled:shop', shop);
    const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
    const ask = (token: CancellationToken = CancellationToken.None): Promise<CodeAction[]> =>
      editor.connection.sendRequest(
        'textDocument/codeAction',
        { textDocument: { uri: 'untitled:shop' }, range: whole, context: { diagnostics: [], only: ['quickfix'] } },
        token,
      );
    const waiting = new CancellationTokenSource();
    const given = ask(waiting.token);
    await editor.request('textDocument/documentSymbol', { textDocument });
    waiting.cancel();
    assert.deepEqual(await given, []);
    assert.ok((await ask()).length > 5);
    await editor.close('untitled:shop');
  });

  for (const method of ['textDocument/codeLens', 'textDocument/inlayHint'])
    it(`of ${method} while somebody types are answered with nothing`, async () => {
      const waiting = new CancellationTokenSource();
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      const answer = editor.connection.sendRequest<CodeLens[]>(method, { textDocument, range }, waiting.token);
      // Any later answer: the server has begun with the one before.
      await editor.request('textDocument/documentSymbol', { textDocument });
      waiting.cancel();
      assert.deepEqual(await answer, []);
    });
});
