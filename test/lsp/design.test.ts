import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { CodeAction, CodeLens } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { examine } from '../../engine/examine.ts';
import { Editor } from './editor.ts';

const classic = readFileSync(new URL('../design/golden/classic.backupplan', import.meta.url), 'utf8');
const document = 'untitled:orders';
const line = classic.split('\n').findIndex((text) => text.startsWith('system orders'));
const there = { start: { line: line + 2, character: 0 }, end: { line: line + 2, character: 0 } };

describe('language server: design', function () {
  this.timeout(120_000);
  let editor: Editor;
  before(async () => {
    editor = await Editor.start({ initializationOptions: { clientTells: true } });
    await editor.open(document, classic);
  });
  after(() => editor.stop());

  const actions = (triggerKind?: number): Promise<CodeAction[]> =>
    editor.request('textDocument/codeAction', {
      textDocument: { uri: document },
      range: there,
      context: { diagnostics: [], only: ['refactor'], triggerKind },
    });

  it('stands above a system that has no backup', async () => {
    const lenses = await editor.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: document } });
    assert.deepEqual(
      lenses
        .filter(({ command }) => command?.command === 'backupplan.design')
        .map(({ range, command }) => [range.start.line, command?.title, command?.arguments?.[1]]),
      [[line, 'Design', 'orders']],
    );
  });

  it('says of a cost what it is without', async () => {
    const other = 'untitled:euros';
    await editor.open(other, classic.replace(/^plan ("[^"]*" \{)/mu, 'plan $1 currency EUR;'));
    const [first] = await editor.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: other },
      range: there,
      context: { diagnostics: [], only: ['refactor'], triggerKind: 1 },
    });
    assert.match(first?.title ?? '', /: at least \d+\.\d\d EUR a month \(without nas\.price, exchange EUR\/USD\), up to /);
  });

  it('offers the backups with their figures to who opens the menu', async () => {
    const found = await actions(1);
    assert.deepEqual(
      found.map(({ title }) => title.replaceAll(/\d[\d.]*/g, 'N')),
      [
        'Design a backup: just enough: at least N USD a month (without nas.price), up to NmNs lost, back in NmNs',
        'Design a backup: least by hand: at least N USD a month (without nas.price), up to NmNs lost, back in NmNs',
        'Design a backup: back soonest: at least N USD a month (without nas.price), up to Nm lost, back in NmNs',
        'Design a backup: loses least: at least N USD a month (without nas.price), up to Nm lost, back in NmNs',
      ],
    );
    for (const { edit } of found) {
      const text = TextDocument.create(document, 'backupplan', 1, classic);
      const after = TextDocument.applyEdits(text, edit?.changes?.[document] ?? []);
      const errors = examine('orders.backupplan', () => after).findings.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, []);
    }
  });

  it('works nothing out for a cursor that passes by', async () => {
    const [action, ...others] = await actions(2);
    assert.equal(others.length, 0);
    const forAnyone = await editor.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: document },
      range: there,
      context: { diagnostics: [], triggerKind: 1 },
    });
    assert.deepEqual(
      forAnyone.filter(({ kind }) => kind === 'refactor.rewrite.design'),
      [action],
      'nor for who asks for all there is, quick fixes first of all',
    );
    assert.equal(action?.edit, undefined);
    assert.equal(action?.command?.command, 'backupplan.design');
  });

  it('answers the command for a name, and for a position', async () => {
    const ask = (at: unknown): Promise<{ system?: string; proposals?: { block: string }[]; names?: string[] }> =>
      editor.request('workspace/executeCommand', { command: 'backupplan.design', arguments: [document, at] });
    const named = await ask('orders');
    assert.equal(named.proposals?.length, 4);
    assert.deepEqual(await ask(there.start), named);
    assert.deepEqual(await ask({ line: 0, character: 0 }), { names: ['orders'] });
  });
});
