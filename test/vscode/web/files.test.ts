/** Files that a plan is read from, where there is no disk: imports, a catalogue, a configuration, a journal. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { behind, closeUnchanged, eventually, finding, findings, openPlan, replace, settled } from '../suite/editor.ts';

describe('the files of a workspace without a disk', () => {
  const { folder, put, remove } = files();
  const storages = vscode.Uri.joinPath(folder, 'shared/storages.backupplan');
  let shop: vscode.TextEditor;
  let original: string;

  before(async () => {
    original = new TextDecoder().decode(await vscode.workspace.fs.readFile(storages));
  });
  beforeEach(async () => {
    shop = await openPlan('shop.backupplan');
    await finding(shop.document.uri, 'violates-3-2-1');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a plan is checked with what it imports', () => {
    assert.deepEqual(findings(shop.document.uri, 'import-failed'), []);
    assert.deepEqual(findings(shop.document.uri, 'undefined-name'), []);
    assert.match(findings(shop.document.uri, 'same-account')[0]?.message ?? '', /vault/);
    assert.equal(findings(storages, 'unencrypted-offsite').length, 1);
  });

  // Before the imported file is opened: the editor holds on to a text for minutes after it was closed.
  it('a file that goes is missed, and one that comes is read', async () => {
    await remove('shared/storages.backupplan');
    const failed = await finding(shop.document.uri, 'import-failed');
    assert.match(failed.message, /storages\.backupplan/);
    await put('shared/storages.backupplan', original);
    await settled(shop.document.uri, 'import-failed');
  });

  it('a file that is larger than what is read says that it cannot be read; the rest is as before', async () => {
    await put('shared/storages.backupplan', `${original}// ${'-'.repeat(8_000_000)}\n`);
    await finding(shop.document.uri, 'import-failed');
    await put('shared/storages.backupplan', original);
    await settled(shop.document.uri, 'import-failed');
    assert.equal(findings(shop.document.uri, 'same-account').length, 1);
  });

  it('completion offers what an imported file declares, and hover tells of it', async () => {
    const at = behind(shop.document, 'daily at 02:00 to ');
    await eventually('completion with the imported storage', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        shop.document.uri,
        at,
      );
      return items.some(({ label }) => label === 'vault') ? true : undefined;
    });
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', shop.document.uri, at);
    const text = hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
    assert.match(text, /storage.*vault/s);
  });

  it('an import leads to its file', async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', shop.document.uri);
    assert.equal(links[0]?.target?.toString(), storages.toString());
  });

  it('a new name reaches the file that imports it', async () => {
    const imported = await openPlan('shared/storages.backupplan');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      imported.document.uri,
      behind(imported.document, 'storage vau'),
      'shelf',
    );
    assert.equal(edit.size, 2);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(imported.document.getText(), /storage shelf: disk/);
    assert.match(shop.document.getText(), /daily at 02:00 to shelf using/);
    await vscode.window.showTextDocument(imported.document);
    await closeUnchanged();
    await vscode.window.showTextDocument(shop.document);
    await closeUnchanged();
  });

  it('an edit of an imported file, saved or not, changes what is found', async () => {
    const imported = await openPlan('shared/storages.backupplan');
    await replace(imported, 'storage vault', 'storage shelf');
    await finding(shop.document.uri, 'undefined-name');
    await imported.document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await finding(shop.document.uri, 'undefined-name');
    await put('shared/storages.backupplan', original);
    await settled(shop.document.uri, 'undefined-name');
  });

  it('plans that nobody has open are checked too', async () => {
    await finding(vscode.Uri.joinPath(folder, 'orders.backupplan'), 'rpo-unmet');
  });

  it('the configuration of the workspace holds', async () => {
    const severity = (): vscode.DiagnosticSeverity | undefined => findings(shop.document.uri, 'same-account')[0]?.severity;
    assert.equal(severity(), vscode.DiagnosticSeverity.Warning);
    await put('backupplan.config.yaml', 'severity:\n  same-account: error\n');
    await eventually('an error', () => (severity() === vscode.DiagnosticSeverity.Error ? true : undefined));
    await remove('backupplan.config.yaml');
    await eventually('a warning', () => (severity() === vscode.DiagnosticSeverity.Warning ? true : undefined));
  });

  it('what is wrong in its catalogue is said there', async () => {
    const catalogue = await put('backupplan.catalog.yaml', 'storages:\n  disk:\n    read: fast\n');
    const [problem] = await eventually('a problem', () => (findings(catalogue).length > 0 ? findings(catalogue) : undefined));
    assert.match(problem?.message ?? '', /rate/);
    await remove('backupplan.catalog.yaml');
    await eventually('no problem', () => (findings(catalogue).length === 0 ? true : undefined));
  });

  it('a journal beside the plan tells of its jobs', async () => {
    const now = Math.floor(Date.now() / 1000);
    const run = {
      plan: 'Shop',
      planHash: '',
      system: 'shop',
      job: 'shop/full-vault',
      kind: 'run',
      storage: 'vault',
      point: null,
      captured: null,
    };
    const line = {
      ...run,
      started: now - 60,
      finished: now,
      bytes: 0,
      result: 'failed',
      exitCode: 1,
      stage: 'dump',
      error: 'no space left',
    };
    await put('shop.journal.jsonl', `${JSON.stringify(line)}\n`);
    const said = (): vscode.Diagnostic | undefined =>
      vscode.languages.getDiagnostics(shop.document.uri).find(({ source }) => source === 'backupplan status');
    assert.match((await eventually('what the journal says', said)).message, /no space left/);
    await remove('shop.journal.jsonl');
    await eventually('nothing', () => (said() === undefined ? true : undefined));
  });
});

function files() {
  const [open] = vscode.workspace.workspaceFolders ?? [];
  if (open === undefined) throw new Error('no folder is open');
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(open.uri, name);
  return {
    folder: open.uri,
    async put(name: string, text: string): Promise<vscode.Uri> {
      await vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(text));
      return at(name);
    },
    async remove(name: string): Promise<void> {
      await vscode.workspace.fs.delete(at(name));
    },
  };
}
