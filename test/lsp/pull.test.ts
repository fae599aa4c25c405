import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { Editor, uri } from './editor.ts';

describe('language server: diagnostics that are asked for', () => {
  let folder: string;
  let editor: Editor;
  const at = (name: string): string => uri(path.join(folder, name));
  const text = 'plan "Shop" {}\nstorage nas: disk { at berlln }\n';

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-pull-'));
    writeFileSync(path.join(folder, 'closed.backupplan'), 'plan "Closed" {}\nsite spare {}\n');
    editor = await Editor.start({
      folder,
      workspace: { diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: {} },
      initializationOptions: { diagnostics: 'pull' },
    });
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = (document: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    editor.request('textDocument/diagnostic', { textDocument: { uri: document }, previousResultId });
  const codes = (report: { kind: string; items?: readonly { code?: unknown }[] }): unknown[] =>
    (report.items ?? []).map(({ code }) => code);

  it('are those of the text as it is now', async () => {
    await editor.open(at('shop.backupplan'), text);
    assert.ok(codes(await ask(at('shop.backupplan'))).includes('undefined-name'));
    await editor.change(at('shop.backupplan'), text.replace('berlln', 'berlin').concat('site berlin { kind datacenter }\n'));
    assert.ok(!codes(await ask(at('shop.backupplan'))).includes('undefined-name'));
  });

  it('are not told again while nothing has changed', async () => {
    await editor.change(at('shop.backupplan'), text);
    const first = await ask(at('shop.backupplan'));
    assert.ok(first.kind === 'full' && first.resultId !== undefined);
    assert.deepEqual(await ask(at('shop.backupplan'), first.resultId), { kind: 'unchanged', resultId: first.resultId });
    assert.equal((await ask(at('shop.backupplan'), 'another')).kind, 'full');
    await editor.change(at('shop.backupplan'), `${text}site spare {}\n`);
    assert.equal((await ask(at('shop.backupplan'), first.resultId)).kind, 'full');
  });

  it('of the workspace are those of closed plans too, and the client hears when they are there', async () => {
    await editor.until(() => editor.asked.includes('workspace/diagnostic/refresh'));
    const { items } = await editor.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    const closed = items.find((item) => item.uri === at('closed.backupplan')) ?? assert.fail();
    assert.deepEqual([closed.version, closed.kind, codes(closed).includes('unused-declaration')], [null, 'full', true]);
    const previousResultIds = items.flatMap((item) => (item.resultId === undefined ? [] : [{ uri: item.uri, value: item.resultId }]));
    const again = await editor.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    assert.deepEqual(new Set(again.items.map(({ kind }) => kind)), new Set(['unchanged']));
  });

  it('are not sent as well', () => {
    assert.deepEqual(editor.published, []);
  });
});
