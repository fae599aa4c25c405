import assert from 'node:assert/strict';
import type { SymbolInformation } from 'vscode-languageserver';
import { Editor } from './editor.ts';

const folder = 'vscode-vfs://github/acme/plans';
const at = (name: string): string => `${folder}/${name}`;

const shop = `import "lib/storages.backupplan"

plan "Shop" {
  timezone "UTC"
}

site berlin { kind datacenter }

system shop: postgresql {
  at        berlin
  host      "db1"
  database  "shop"
  size      10 GB
  changes   1 GB/day
  rpo       26h

  backup {
    full  daily at 01:00 to vault using pg_dump
    keep  14 days
  }
}
`;
const storages = 'site annex { kind building }\nstorage vault: disk { at annex; path "/srv/vault" }\n';

describe('language server: files that the client tells', () => {
  let editor: Editor;
  const told = (files: Readonly<Record<string, string | undefined>>): object =>
    Object.entries(files).map(([name, text]) => ({ uri: at(name), text }));
  const start = async (files: Readonly<Record<string, string>>): Promise<void> => {
    editor = await Editor.start({ folder, initializationOptions: { files: told(files) } });
    await editor.open(at('shop.backupplan'), shop);
  };
  const tell = (files: Readonly<Record<string, string | undefined>>): Promise<void> =>
    editor.notify('backupplan/files', { files: told(files) });
  /** Waits until these are among what is said of a file, and those are not. */
  const said = (name: string, those: readonly string[], not: readonly string[] = []): Promise<unknown> =>
    editor.diagnostics(at(name), ({ diagnostics }) => {
      const codes = diagnostics.map(({ code }) => code);
      return those.every((code) => codes.includes(code)) && !not.some((code) => codes.includes(code));
    });
  afterEach(() => editor.stop());

  it('are what an opened plan imports; they change, come and go', async () => {
    await start({ 'lib/storages.backupplan': storages });
    await said('shop.backupplan', ['violates-3-2-1'], ['import-failed', 'undefined-name']);
    await tell({ 'lib/storages.backupplan': storages.replace('vault:', 'shelf:') });
    await said('shop.backupplan', ['undefined-name']);
    await tell({ 'lib/storages.backupplan': undefined });
    await said('shop.backupplan', ['import-failed']);
    await tell({ 'lib/storages.backupplan': storages });
    await said('shop.backupplan', ['violates-3-2-1'], ['import-failed', 'undefined-name']);
  });

  it('are catalogue and configuration too, from the nearest folder above', async () => {
    await start({ 'lib/storages.backupplan': storages, 'backupplan.config.yaml': 'severity:\n  monitoring-missing: off\n' });
    await said('shop.backupplan', ['violates-3-2-1'], ['monitoring-missing']);
    await tell({ 'backupplan.config.yaml': undefined });
    await said('shop.backupplan', ['monitoring-missing']);
    await tell({ 'backupplan.catalog.yaml': 'storages:\n  disk:\n    read: fast\n' });
    await editor.diagnostics(at('backupplan.catalog.yaml'), ({ diagnostics }) => diagnostics.length === 1);
  });

  it('are plans of the workspace, which are examined while they are closed', async () => {
    await start({ 'lib/storages.backupplan': storages, 'team/other.backupplan': 'sistem x: files { }\n' });
    await said('team/other.backupplan', ['unknown-word']);
    const symbols = await editor.request<readonly SymbolInformation[]>('workspace/symbol', { query: 'vault' });
    assert.deepEqual(
      symbols.map(({ location }) => location.uri),
      [at('lib/storages.backupplan')],
    );
  });

  it('are a journal, whose lines stand on the jobs', async () => {
    await start({ 'lib/storages.backupplan': storages });
    const now = Math.floor(Date.now() / 1000);
    const run = { plan: 'Shop', planHash: '', system: 'shop', job: 'shop/full-vault', kind: 'run', storage: 'vault', point: null };
    const failed = { ...run, started: now - 60, captured: null, finished: now, bytes: 0, result: 'failed', exitCode: 1, stage: 'dump' };
    await tell({ 'shop.journal.jsonl': `${JSON.stringify({ ...failed, error: 'no room' })}\n` });
    await editor.diagnostics(at('shop.backupplan'), ({ diagnostics }) =>
      diagnostics.some(({ source, message }) => source === 'backupplan status' && String(message).includes('no room')),
    );
  });

  it('are imported from the folder of the plan only, and only where they are plans', async () => {
    editor = await Editor.start({
      folder: at('own'),
      initializationOptions: { files: told({ 'storages.backupplan': storages, 'own/storages.yaml': storages }) },
    });
    await editor.open(at('own/one.backupplan'), 'import "../storages.backupplan"\n');
    await said('own/one.backupplan', ['import-failed']);
    await editor.open(at('own/two.backupplan'), 'import "storages.yaml"\n');
    await said('own/two.backupplan', ['import-failed']);
  });

  it('are passed over where they are nonsense', async () => {
    await start({ 'lib/storages.backupplan': storages });
    for (const files of [undefined, 'all', [null, 7, {}, { uri: 7 }, { uri: at('x.backupplan'), text: 7 }]])
      await editor.notify('backupplan/files', { files });
    await said('shop.backupplan', ['violates-3-2-1'], ['import-failed']);
    assert.deepEqual(editor.log, []);
  });
});
