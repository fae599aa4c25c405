/** Help with writing a plan: completion, hover, formatting, names. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { behind, closeUnchanged, eventually, openPlan, run } from './editor.ts';

describe('writing in the editor', () => {
  let editor: vscode.TextEditor;
  beforeEach(async () => {
    editor = await openPlan('orders.backupplan');
  });
  afterEach(closeUnchanged);

  it('completion offers the storages where a storage is expected', async () => {
    const names = await completions(behind(editor.document, 'daily at 02:00 to '), 'nas');
    assert.ok(names.includes('unused'));
    assert.ok(!names.includes('berlin'), 'a site is no storage');
  });

  it('completion offers the statements of a backup block', async () => {
    const end = behind(editor.document, 'keep    daily for 30 days');
    await editor.edit((edit) => edit.insert(end, '\n    '));
    const names = await completions(new vscode.Position(end.line + 1, 4), 'copy');
    assert.ok(names.includes('incremental'));
    assert.ok(!names.includes('rpo'), 'a target belongs to the system');
  });

  it('hover over a target shows what is reached', async () => {
    await hover(behind(editor.document, 'rpo       '), /25h8m/);
  });

  it('formatting lines the values up', async () => {
    const line = behind(editor.document, 'read   400').line;
    await editor.edit((edit) => edit.replace(editor.document.lineAt(line).range, '      read 400 MB/s'));
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', editor.document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    const change = new vscode.WorkspaceEdit();
    change.set(editor.document.uri, edits);
    await vscode.workspace.applyEdit(change);
    assert.equal(editor.document.lineAt(line).text, '  read   400 MB/s');
  });

  it('a new name reaches every place', async () => {
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      editor.document.uri,
      behind(editor.document, 'storage na'),
      'shelf',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(editor.document.getText(), /storage shelf: disk/);
    assert.match(editor.document.getText(), /daily at 02:00 to shelf using/);
  });

  it('the outline names the declarations', async () => {
    const symbols = await eventually('an outline', () =>
      vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', editor.document.uri),
    );
    const names = symbols.map(({ name }) => name);
    for (const name of ['berlin', 'nas', 'orders', 'fire']) assert.ok(names.includes(name), `${name} in ${names}`);
  });

  it('New Backup Plan opens a starter plan to fill in', async () => {
    await run('backupplan.newPlan');
    const fresh = await eventually('a starter plan', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.isUntitled && document.getText() !== '' ? document : undefined;
    });
    assert.equal(fresh.languageId, 'backupplan');
    assert.match(fresh.getText(), /^plan "/m);
    await closeUnchanged();
  });

  async function completions(position: vscode.Position, awaited: string): Promise<string[]> {
    return eventually(`completion with ${awaited}`, async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        position,
      );
      const names = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return names.includes(awaited) ? names : undefined;
    });
  }

  async function hover(position: vscode.Position, awaited: RegExp): Promise<string> {
    return eventually(`a hover with ${awaited}`, async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', editor.document.uri, position);
      const text = hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
      return awaited.test(text) ? text : undefined;
    });
  }
});
