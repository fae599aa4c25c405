import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CodeAction, Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { Editor, uri } from './editor.ts';

describe('language server: plans that nobody has open', () => {
  let folder: string;
  let editor: Editor;
  const at = (name: string): string => uri(path.join(folder, name));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const codes = ({ diagnostics }: PublishDiagnosticsParams): string[] => diagnostics.map(({ code }) => String(code));
  const says = (code: string) => (params: PublishDiagnosticsParams) => codes(params).includes(code);
  const silent = ({ diagnostics }: PublishDiagnosticsParams): boolean => diagnostics.length === 0;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-closed-'));
    write('sites.backupplan', 'site berlin { kind datacenter }\n');
    write('shop.backupplan', 'import "sites.backupplan"\nplan "Shop" {}\nstorage nas: disk { at berlln }\n');
  });
  afterEach(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true });
  });

  it('say what is found in them, without anything being opened', async () => {
    editor = await Editor.start({ folder });
    const found = await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    assert.equal(found.version, undefined);
  });

  it('are examined again when a file changes on disk, and are gone with it', async () => {
    editor = await Editor.start({ folder });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    write('sites.backupplan', 'site berlln { kind datacenter }\n');
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('sites.backupplan'), type: 2 }] });
    await editor.diagnostics(at('shop.backupplan'), (params) => !codes(params).includes('undefined-name'));
    rmSync(path.join(folder, 'shop.backupplan'));
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('shop.backupplan'), type: 3 }] });
    await editor.diagnostics(at('shop.backupplan'), silent);
  });

  it('follow what is typed into a file that they import', async () => {
    editor = await Editor.start({ folder });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    await editor.open(at('sites.backupplan'), 'site berlln { kind datacenter }\n');
    await editor.diagnostics(at('shop.backupplan'), (params) => !codes(params).includes('undefined-name'));
    await editor.close(at('sites.backupplan'));
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
  });

  it('have their fixes where a file that is open is what is wrong', async () => {
    const library = 'storage nas: disk { at berlln }\n';
    write('sites.backupplan', library);
    write('shop.backupplan', 'import "sites.backupplan"\nplan "Shop" {}\nsite berlin { kind datacenter }\n');
    editor = await Editor.start({ folder });
    await editor.open(at('sites.backupplan'), library);
    // The library alone cannot know which site is meant.
    const meant = ({ message }: Diagnostic): boolean => String(message).includes('did you mean `berlin`');
    const { diagnostics } = await editor.diagnostics(at('sites.backupplan'), (params) => params.diagnostics.some(meant));
    const wrong = diagnostics.find(meant) ?? assert.fail();
    const actions = await editor.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: at('sites.backupplan') },
      range: wrong.range,
      context: { diagnostics: [wrong], only: ['quickfix'] },
    });
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Replace with `berlin`'],
    );
  });

  it('are told like every open one when they are opened, and closed again', async () => {
    editor = await Editor.start({ folder });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    await editor.open(at('shop.backupplan'), 'plan "Shop" {}\n');
    await editor.diagnostics(at('shop.backupplan'), (params) => params.version === 1 && !codes(params).includes('undefined-name'));
    await editor.close(at('shop.backupplan'));
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
  });

  it('are left alone where a person has switched that off, and when they switch it off', async () => {
    editor = await Editor.start({ folder, initializationOptions: { closedFiles: false } });
    await editor.open(at('other.backupplan'), 'plan "Other" {}\nsite spare {}\n');
    await editor.diagnostics(at('other.backupplan'), says('unused-declaration'));
    await editor.notify('workspace/didChangeConfiguration', { settings: { backupplan: { closedFiles: true } } });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    await editor.notify('workspace/didChangeConfiguration', { settings: { backupplan: { closedFiles: false } } });
    await editor.diagnostics(at('shop.backupplan'), silent);
  });

  it('come and go with the folders of the workspace', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'backupplan-closed-'));
    try {
      const plan = path.join(other, 'second.backupplan');
      writeFileSync(plan, 'plan "Second" {}\nstorage nas: disk { at nowhere }\n');
      editor = await Editor.start({ folder });
      await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
      const change = (added: string[], removed: string[]): Promise<void> => {
        const folders = (paths: string[]): object[] => paths.map((each) => ({ uri: uri(each), name: 'f' }));
        return editor.notify('workspace/didChangeWorkspaceFolders', { event: { added: folders(added), removed: folders(removed) } });
      };
      await change([other], []);
      await editor.diagnostics(uri(plan), says('undefined-name'));
      await change([], [other]);
      await editor.diagnostics(uri(plan), silent);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('show how far it is where there are many, and let an answer in between', async () => {
    mkdirSync(path.join(folder, 'many'));
    for (let index = 0; index < 40; index++) write(`many/p${index}.backupplan`, `plan "P" {}\nstorage nas${index}: disk { at nowhere }\n`);
    editor = await Editor.start({ folder, window: { workDoneProgress: true } });
    await editor.until(() => editor.progress.length > 0);
    await editor.request('workspace/symbol', { query: 'nas7' });
    await editor.until(() => editor.progress.some(({ value }) => value.kind === 'end'));
    const { token } = editor.progress[0] ?? assert.fail();
    const told = editor.progress.filter((each) => each.token === token).map(({ value }) => value);
    assert.deepEqual(told[0], { kind: 'begin', title: 'Examining the plans of the workspace', percentage: 0 });
    assert.equal(told.at(-1)?.kind, 'end');
    const whole = told.find((value) => value.kind === 'report' && value.message === '42 of 42');
    assert.ok(whole, JSON.stringify(told.at(-2)));
    await editor.diagnostics(at('many/p39.backupplan'), says('undefined-name'));

    // A file that is saved is one file: of the others all is known.
    const before = editor.progress.length;
    write('many/p7.backupplan', 'plan "P" {}\n');
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('many/p7.backupplan'), type: 2 }] });
    await editor.diagnostics(at('many/p7.backupplan'), (params) => !codes(params).includes('undefined-name'));
    assert.equal(editor.progress.length, before);
  });

  it('that come appear', async () => {
    editor = await Editor.start({ folder });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    write('late.backupplan', 'plan "Late" {}\nstorage nas: disk { at nowhere }\n');
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('late.backupplan'), type: 1 }] });
    await editor.diagnostics(at('late.backupplan'), says('undefined-name'));
  });

  it('follow the configuration of their folder', async () => {
    editor = await Editor.start({ folder });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    write('shop.backupplan', 'plan "Shop" {}\nsite spare {}\n');
    write('backupplan.config.yaml', 'severity:\n  unused-declaration: error\n');
    const changes = ['shop.backupplan', 'backupplan.config.yaml'].map((name) => ({ uri: at(name), type: 2 }));
    await editor.notify('workspace/didChangeWatchedFiles', { changes });
    await editor.diagnostics(at('shop.backupplan'), ({ diagnostics }) => diagnostics.some(({ severity }) => severity === 1));
  });

  it('a folder that is a plan in name, and one that cannot be read, hurt nobody', async () => {
    mkdirSync(path.join(folder, 'odd.backupplan'));
    write('odd.backupplan/inner.backupplan', '\u0000\ufffd{{{');
    editor = await Editor.start({ folder });
    await editor.diagnostics(at('shop.backupplan'), says('undefined-name'));
    await editor.diagnostics(at('odd.backupplan/inner.backupplan'), says('syntax'));
    assert.deepEqual(editor.log, []);
  });
});
