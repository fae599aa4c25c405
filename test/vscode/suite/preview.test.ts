/** Open Preview to the Side: the pictures of the plan in a window of their own. What is drawn there is looked at in window.test.mjs. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { behind, closeUnchanged, eventually, openPlan, run } from './editor.ts';

describe('the preview', () => {
  afterEach(async () => {
    for (const tab of previews()) await vscode.window.tabGroups.close(tab);
    await closeUnchanged();
  });

  it('opens beside the plan, and leaves the cursor where it was', async () => {
    const { document } = await openPlan('orders.backupplan');
    await run('backupplan.openPreview');
    const tab = await eventually('the preview', () => previews()[0]);
    assert.equal(tab.label, 'Preview orders.backupplan');
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('opened twice, it is one window', async () => {
    await openPlan('orders.backupplan');
    await run('backupplan.openPreview');
    await run('backupplan.openPreview');
    await eventually('the preview', () => previews()[0]);
    assert.equal(previews().length, 1);
  });

  for (const [command, inside] of [
    ['backupplan.showRestorePoints', 'system orders'],
    ['backupplan.showRecoveryOrder', 'scenario fire'],
  ] as const) {
    it(`${command} asks nothing where the cursor says of what`, async () => {
      const editor = await openPlan('orders.backupplan');
      const at = behind(editor.document, inside);
      editor.selection = new vscode.Selection(at, at);
      await run(command);
      assert.equal((await eventually('the preview', () => previews()[0])).label, 'Preview orders.backupplan');
    });
  }

  it('follows the plan that is being edited', async () => {
    await openPlan('orders.backupplan');
    await run('backupplan.openPreview');
    const other = await vscode.workspace.openTextDocument({ language: 'backupplan', content: 'plan "Other" { }\n' });
    await vscode.window.showTextDocument(other, vscode.ViewColumn.One);
    await eventually('the other plan in the preview', () => (previews()[0]?.label.includes('orders') ? undefined : previews()[0]));
    await closeUnchanged();
  });
});

function previews(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('backupplan.preview'));
}
