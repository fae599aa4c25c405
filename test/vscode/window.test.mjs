// The installed extension as a person meets it in the window: messages and their buttons, which a suite inside cannot see.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installExtension } from './extension.mjs';
import { root } from './suite.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from './workbench.mjs';

const LIMIT = 60_000; // ms; the machine may be busy

describe('the window', function () {
  this.timeout(4 * LIMIT);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-window-'));
  let workbench;
  let browser;
  let page;

  before(() => installExtension(path.join(scratch, 'extensions')));
  afterEach(async () => {
    await browser?.close();
    await workbench?.stop();
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  /** Opens the plan in a window of its own; gives the folder of the workspace. */
  async function open(settings) {
    const folder = mkdtempSync(path.join(scratch, 'workspace-'));
    cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
    workbench = await startWorkbench({ extensions: path.join(scratch, 'extensions'), driver: false, settings });
    ({ browser, page } = await openBrowser());
    page.setDefaultTimeout(LIMIT);
    await page.goto(workbenchUrl(workbench, { folder }));
    await page.getByRole('treeitem', { name: /orders\.backupplan/ }).dblclick();
    await page.locator('.squiggly-error').first().waitFor();
    return folder;
  }

  async function command(name) {
    await page.keyboard.press('F1');
    const box = page.locator('.quick-input-widget input').first();
    await box.fill(`>${name}`);
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
    await box.press('Enter');
  }

  it('a folder that is not trusted: the plan is checked, and files are written once it is trusted', async () => {
    const folder = await open({
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'workbench.editor.useModal': 'off', // the editor of trust would lie over the plan
    });
    await command('Backup Plan: Generate Scripts');
    const toast = page.locator('.notification-toast').filter({ hasText: 'only in a workspace that you trust' });
    await toast.waitFor();
    assert.ok(!existsSync(path.join(folder, 'orders.backup')));

    await toast.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await page.getByRole('tab', { name: /orders\.backupplan/ }).click();
    await command('Backup Plan: Generate Scripts');
    await page
      .locator('.notification-toast')
      .filter({ hasText: /files written/ })
      .waitFor();
    assert.ok(existsSync(path.join(folder, 'orders.backup/scripts')));
  });

  it('the code of a finding in the Problems panel opens its page', async () => {
    await open({});
    await page.keyboard.press('Control+Shift+M');
    await page.locator('.markers-panel a').filter({ hasText: 'rpo-unmet' }).first().click();
    await page.getByRole('tab', { name: /Preview rpo-unmet\.md/ }).waitFor();
  });

  it('an edited runbook is overwritten only when somebody says so', async () => {
    const folder = await open({});
    const runbook = path.join(folder, 'orders.backup/documents/runbook-fire.md');
    const generate = async () => {
      await page.getByRole('tab', { name: /orders\.backupplan/ }).click();
      await command('Backup Plan: Generate Runbook');
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'fire' }).click();
      await page.getByRole('tab', { name: /runbook-fire\.md/ }).waitFor();
    };
    await generate();
    const generated = readFileSync(runbook, 'utf8');
    appendFileSync(runbook, '\nCall Ada first.\n');

    await generate();
    const toast = page.locator('.notification-toast').filter({ hasText: 'left as it is: documents/runbook-fire.md' });
    await toast.waitFor();
    assert.match(readFileSync(runbook, 'utf8'), /Call Ada first\.\n$/);

    await toast.getByRole('button', { name: 'Overwrite' }).click();
    // The message of the first run may still stand there, so the file itself tells when it is done.
    const until = Date.now() + LIMIT;
    while (readFileSync(runbook, 'utf8') !== generated && Date.now() < until) await page.waitForTimeout(100);
    assert.equal(readFileSync(runbook, 'utf8'), generated);
  });

  it('the preview draws the plan, follows the text, and is worked with the keyboard', async () => {
    await open({});
    await command('Backup Plan: Open Preview to the Side');
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    const picture = preview.locator('svg.picture');
    await picture.getByText('lost 25h8m').first().waitFor();
    assert.equal(await picture.getAttribute('role'), 'img');
    assert.equal(await preview.locator('td', { hasText: '1h, not met' }).count(), 2);

    const choice = preview.getByLabel('Picture', { exact: true });
    await choice.focus();
    await choice.press('o'); // Order of recovery: dropped-table, or fire
    await preview.locator('svg.picture title', { hasText: 'the order of recovery' }).first().waitFor({ state: 'attached' });

    await choice.selectOption('Scenario matrix');
    await picture.getByText('RPO 1h').waitFor();
    await page.getByText('rpo       1h').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('0h'); // 1h becomes 10h
    await picture.getByText('RPO 10h').waitFor();
  });

  for (const [theme, paper] of [
    ['Default Light Modern', 'rgb(255, 255, 255)'],
    ['Default Dark Modern', 'rgb(31, 31, 31)'],
    ['Default High Contrast', 'rgb(0, 0, 0)'],
  ]) {
    it(`the preview is drawn on the paper of ${theme}`, async () => {
      await open({ 'workbench.colorTheme': theme });
      await command('Backup Plan: Open Preview to the Side');
      const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
      await preview.locator('svg.picture').waitFor();
      const fill = await preview.locator('svg.picture > rect').evaluate((rect) => getComputedStyle(rect).fill);
      assert.equal(fill, paper);
    });
  }
});
