/** What the extension is in a browser, and what it leaves to a machine. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeUnchanged, eventually, finding, findings, openPlan, run } from '../suite/editor.ts';

describe('the extension in a browser', () => {
  const extension = vscode.extensions.getExtension('backupplan.backupplan');
  let plan: vscode.TextEditor;
  beforeEach(async () => {
    plan = await openPlan('orders.backupplan');
    await finding(plan.document.uri, 'rpo-unmet');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('runs in a web worker', () => {
    assert.equal(extension?.extensionUri.scheme, 'http');
    assert.ok(!('process' in globalThis && typeof globalThis.process.versions?.node === 'string'));
  });

  it('has all its commands', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed: readonly vscode.Command[] = extension?.packageJSON.contributes.commands;
    assert.ok(contributed.length > 10);
    assert.deepEqual(
      contributed.filter(({ command }) => !registered.has(command)),
      [],
    );
  });

  for (const command of ['generateRunbook', 'generateScripts', 'generateDocuments', 'generateEverything', 'showStatus', 'importBackups']) {
    it(`${command} writes nothing, and asks nothing`, async () => {
      await run(`backupplan.${command}`);
      const names = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(plan.document.uri, '..'));
      assert.deepEqual(names.map(([name]) => name).sort(), ['orders.backupplan', 'shared', 'shop.backupplan']);
    });
  }

  it('offers no lens and no action that would write files', async () => {
    const lenses = await eventually('lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', plan.document.uri, 20);
      return found.length > 0 ? found : undefined;
    });
    const titles = lenses.map(({ command }) => command?.title ?? '');
    assert.ok(
      titles.some((title) => title.includes('RPO 1h ✗')),
      titles.join(),
    );
    assert.ok(!titles.some((title) => title.includes('Generate')), titles.join());
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      plan.document.uri,
      new vscode.Range(0, 0, 0, 0),
      'source.generate',
    );
    assert.deepEqual(actions, []);
  });

  it('Explain Finding opens the page of a check', async () => {
    await run('backupplan.explainFinding', 'rpo-unmet');
    await eventually('a preview', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes('rpo-unmet')),
    );
  });

  it('Restart Server starts a worker that finds the same, imports and all', async () => {
    const shop = await openPlan('shop.backupplan');
    await finding(shop.document.uri, 'same-account');
    const messages = (): string =>
      findings(shop.document.uri)
        .map(({ message }) => message)
        .join();
    const before = messages();
    const gone = eventually('no findings', () => (messages() === '' ? true : undefined));
    await run('backupplan.restartServer');
    await gone;
    await eventually('the same findings again', () => (messages() === before ? true : undefined));
  });

  it('Report Issue tells which browser', async () => {
    await run('backupplan.reportIssue');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /in a browser/);
    assert.match(text, /Mozilla\/5\.0/);
    assert.match(text, /Language server: running/);
    await closeUnchanged();
  });
});
