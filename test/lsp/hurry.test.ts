/** Clients that are faster than the server can answer. */
import assert from 'node:assert/strict';
import { CancellationTokenSource, type Range } from 'vscode-languageserver';
import { chanceFrom, pick } from '../fuzz/mutate.ts';
import { answersHonestly, honest, isAnswered, shop } from './chaos.ts';
import { Editor } from './editor.ts';

describe('language server: a client in a hurry', function () {
  this.timeout(180_000);
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  const changed = { uri: 'untitled:hurry' };
  /** What a server says that has never heard of anything else. */
  async function afresh(text: string): Promise<readonly unknown[]> {
    const other = await Editor.start();
    await other.open(changed.uri, text);
    const { diagnostics } = await other.diagnostics(changed.uri, ({ version }) => version === 1);
    const symbols = await other.request('textDocument/documentSymbol', { textDocument: changed });
    await other.stop();
    return [diagnostics, symbols];
  }

  it('edits that come faster than they can be answered end in the text that was typed', async () => {
    const chance = chanceFrom(1);
    let text = shop;
    await editor.open(changed.uri, text);
    const asked: Promise<unknown>[] = [];
    for (let version = 2; version < 400; version += 1) {
      const at = Math.floor(chance() * text.length);
      const to = Math.min(text.length, at + Math.floor(chance() * 3));
      const typed = pick(chance, ['a', '1', '\n', ' ', '{', '}', '"', '']);
      const change = { range: { start: positionOf(text, at), end: positionOf(text, to) }, text: typed };
      text = text.slice(0, at) + typed + text.slice(to);
      await editor.notify('textDocument/didChange', { textDocument: { ...changed, version }, contentChanges: [change] });
      const where = { textDocument: changed, position: positionOf(text, Math.min(at, text.length)) };
      asked.push(
        isAnswered(editor.request(pick(chance, ['textDocument/hover', 'textDocument/completion', 'textDocument/definition']), where)),
      );
      asked.push(
        isAnswered(
          editor.request(pick(chance, ['textDocument/codeLens', 'textDocument/formatting', 'textDocument/foldingRange']), {
            ...where,
            options: { tabSize: 2, insertSpaces: true },
          }),
        ),
      );
    }
    await Promise.all(asked);
    const { diagnostics } = await editor.diagnostics(changed.uri, ({ version }) => version === 399);
    const symbols = await editor.request('textDocument/documentSymbol', { textDocument: changed });
    assert.deepEqual([diagnostics, symbols], await afresh(text));
    await editor.close(changed.uri);
  });

  it('versions that go backwards, and a document that is opened twice, do not mix texts', async () => {
    await editor.open(changed.uri, shop);
    for (const version of [9, 3, 3, 0, -7])
      await editor.notify('textDocument/didChange', {
        textDocument: { ...changed, version },
        contentChanges: [{ text: `${honest}// ${version}\n` }],
      });
    await editor.open(changed.uri, honest);
    const { diagnostics } = await editor.diagnostics(changed.uri, ({ version }) => version === 1);
    const symbols = await editor.request('textDocument/documentSymbol', { textDocument: changed });
    assert.deepEqual([diagnostics, symbols], await afresh(honest));
    await editor.close(changed.uri);
  });

  it('each of three hundred requests that are taken back is answered once', async () => {
    await editor.open(changed.uri, shop);
    const range: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const methods = [
      'textDocument/codeLens',
      'textDocument/inlayHint',
      'textDocument/hover',
      'textDocument/codeAction',
      'backupplan/pictures',
    ];
    const asked = Array.from({ length: 300 }, (_, index) => {
      const source = new CancellationTokenSource();
      const params = { textDocument: changed, range, position: range.start, context: { diagnostics: [] } };
      const answer = isAnswered(editor.connection.sendRequest(methods[index % methods.length] ?? '', params, source.token));
      if (index % 2 === 0) source.cancel();
      else setTimeout(() => source.cancel(), index % 50);
      return answer;
    });
    await Promise.all(asked);
    await editor.close(changed.uri);
    await answersHonestly(editor);
  });
});

function positionOf(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
