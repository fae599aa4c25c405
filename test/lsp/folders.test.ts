import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConfigurationItem, InlayHint, Location } from 'vscode-languageserver';
import { Editor, uri } from './editor.ts';

const site = 'site berlin {}\n';
const plan = `import "sites.backupplan"
plan "P" { timezone "Europe/Berlin" }
storage nas: disk { at berlin; path "/b" }
system orders: files { at berlin; size 1 GB; changes 1 MB/day; path "/o"; backup { full daily at 02:00 to nas } }
`;

describe('language server: several folders', () => {
  let one: string;
  let two: string;
  let editor: Editor;
  /** What is set in each folder, and by `''` elsewhere. */
  let settings: Record<string, object | null> = {};
  const at = (folder: string, name: string): string => uri(path.join(folder, name));

  before(async () => {
    one = mkdtempSync(path.join(tmpdir(), 'backupplan-one-'));
    two = mkdtempSync(path.join(tmpdir(), 'backupplan-two-'));
    for (const folder of [one, two]) {
      writeFileSync(path.join(folder, 'sites.backupplan'), site);
      writeFileSync(path.join(folder, 'shop.backupplan'), plan);
    }
    const answer = ({ section, scopeUri = '' }: ConfigurationItem): unknown => (section === 'backupplan' ? settings[scopeUri] : undefined);
    settings = { '': {}, [uri(one)]: { inlayHints: { schedules: false } }, [uri(two)]: null };
    const workspace = {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
    };
    editor = await Editor.start({ folder: one, others: [two], workspace }, answer);
    for (const folder of [one, two]) await editor.open(at(folder, 'shop.backupplan'), plan);
  });
  after(async () => {
    await editor.stop();
    for (const folder of [one, two]) rmSync(folder, { recursive: true });
  });

  const hints = async (document: string): Promise<unknown[]> => {
    const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
    const found = await editor.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: document }, range });
    return found.map(({ label }) => label);
  };

  it('have settings of their own', async () => {
    assert.deepEqual(await hints(at(one, 'shop.backupplan')), []);
    assert.deepEqual(await hints(at(two, 'shop.backupplan')), ['gap 25h']);
  });

  it('follow when their settings change', async () => {
    settings = { '': { inlayHints: { schedules: false } }, [uri(one)]: {}, [uri(two)]: null };
    const before = editor.refreshes;
    await editor.notify('workspace/didChangeConfiguration', { settings: null });
    await editor.until(() => editor.refreshes > before);
    assert.deepEqual(await hints(at(one, 'shop.backupplan')), ['gap 25h']);
    assert.deepEqual(await hints(at(two, 'shop.backupplan')), []);
  });

  it('are kept apart: a name in one is no name in the other', async () => {
    const found = await editor.at<Location[]>(
      'textDocument/references',
      at(one, 'sites.backupplan'),
      { line: 0, character: 6 },
      {
        context: { includeDeclaration: true },
      },
    );
    assert.deepEqual(new Set(found.map((each) => path.dirname(each.uri))), new Set([uri(one)]));
  });

  it('have their files watched, and the settings', () => {
    const registered = Object.fromEntries(editor.registered.map(({ method, registerOptions }) => [method, registerOptions]));
    assert.deepEqual(Object.keys(registered).toSorted(), ['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
    assert.deepEqual(registered['workspace/didChangeWatchedFiles'], {
      watchers: ['**/*.backupplan', '**/backupplan.catalog.yaml', '**/backupplan.config.yaml', '**/*.journal.jsonl'].map((globPattern) => ({
        globPattern,
      })),
    });
  });

  it('that cannot say what is set in them keep what they had', async () => {
    const refusing = await Editor.start({ folder: one, workspace: { configuration: true } }, () => {
      throw new Error('not now');
    });
    await refusing.open(at(one, 'shop.backupplan'), plan);
    await refusing.diagnostics(at(one, 'shop.backupplan'), (params) => params.version === 1);
    assert.ok(refusing.log.some((line) => line.includes('settings are not known')));
    await refusing.stop();
  });
});
