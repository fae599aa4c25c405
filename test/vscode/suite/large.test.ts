/** A plan of five thousand lines is a plan like any other. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { behind, eventually, finding, findings, openPlan, replace, settled } from './editor.ts';

const SYSTEMS = 420; // of twelve lines each

describe('a plan of 5,000 lines', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    const small = (await openPlan('orders.backupplan')).document.getText();
    const [head = '', rest = ''] = small.split('system orders');
    const system = `system orders${rest}`.slice(0, `system orders${rest}`.indexOf('scenario'));
    const many = Array.from({ length: SYSTEMS }, (_, index) => system.replace('system orders', `system shop-${index}`));
    const scenario = 'scenario fire { lose berlin; recover at annex; declare within 30m; provision within 1h }\n';
    const document = await vscode.workspace.openTextDocument({ language: 'backupplan', content: [head, ...many, scenario].join('') });
    assert.ok(document.lineCount > 5000, `${document.lineCount} lines`);
    editor = await vscode.window.showTextDocument(document);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has its findings', async () => {
    await finding(editor.document.uri, 'rpo-unmet');
  });

  it('answers what is typed in its last system', async () => {
    await replace(editor, `system shop-${SYSTEMS - 1}`, 'sistem shop-last');
    await finding(editor.document.uri, 'unknown-word');
    await replace(editor, 'sistem shop-last', `system shop-${SYSTEMS - 1}`);
    await settled(editor.document.uri, 'unknown-word');
  });

  it('completes, and has an outline', async () => {
    const list = await eventually('completion', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        behind(editor.document, 'daily at 02:00 to '),
      );
      return found.items.length > 0 ? found : undefined;
    });
    assert.ok(list.items.some(({ label }) => label === 'nas'));
    const outline = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      editor.document.uri,
    );
    assert.equal(outline.filter(({ kind }) => kind === vscode.SymbolKind.Class).length, SYSTEMS);
    assert.ok(findings(editor.document.uri).length > 0);
  });
});
