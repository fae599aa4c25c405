// The installed extension as a person meets it in the window: messages and their buttons, which a suite inside cannot see.
import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LIMIT, seen, windows } from './windows.mjs';

describe('the window', function () {
  this.timeout(4 * LIMIT);
  const window = windows();
  const { command, toast, tab } = window;

  it('a folder that is not trusted: the plan is checked, and files are written once it is trusted', async () => {
    const folder = await window.openPlan({
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'workbench.editor.useModal': 'off', // the editor of trust would lie over the plan
    });
    await command('Backup Plan: Generate Scripts');
    const refused = toast('writes files only in a workspace that you trust');
    await refused.waitFor();
    assert.ok(!existsSync(path.join(folder, 'orders.backup')));
    await command('Backup Plan: Run Check on Workspace');
    await toast('runs its command line only in a workspace that you trust').waitFor();

    await refused.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await tab(/orders\.backupplan/).click();
    await command('Backup Plan: Generate Scripts');
    await toast(/files written/).waitFor();
    assert.ok(existsSync(path.join(folder, 'orders.backup/scripts')));
  });

  it('the code of a finding in the Problems panel opens its page', async () => {
    await window.openPlan();
    await window.page.keyboard.press('Control+Shift+M');
    await window.page.locator('.markers-panel a').filter({ hasText: 'rpo-unmet' }).first().click();
    await tab(/Preview rpo-unmet\.md/).waitFor();
  });

  it('an edited runbook is overwritten only when somebody says so', async () => {
    const folder = await window.openPlan();
    const { page } = window;
    const runbook = path.join(folder, 'orders.backup/documents/runbook-fire.md');
    const generate = async () => {
      await tab(/orders\.backupplan/).click();
      await command('Backup Plan: Generate Runbook');
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'fire' }).click();
      await tab(/runbook-fire\.md/).waitFor();
    };
    await generate();
    const generated = readFileSync(runbook, 'utf8');
    appendFileSync(runbook, '\nCall Ada first.\n');

    await generate();
    const kept = toast('left as it is: documents/runbook-fire.md');
    await kept.waitFor();
    assert.match(readFileSync(runbook, 'utf8'), /Call Ada first\.\n$/);

    await kept.getByRole('button', { name: 'Overwrite' }).click();
    // The message of the first run may still stand there, so the file itself tells when it is done.
    const until = Date.now() + LIMIT;
    while (readFileSync(runbook, 'utf8') !== generated && Date.now() < until) await page.waitForTimeout(100);
    assert.equal(readFileSync(runbook, 'utf8'), generated);
  });

  it('the status bar says how many promises hold, follows the text, and leads to the matrix', async () => {
    await window.openPlan();
    const { page } = window;
    const item = (text) => page.locator('.statusbar-item').filter({ hasText: text });
    const tooltip = page.locator('.monaco-hover:visible').getByText('1h, not met').first();
    // A pointer that was there before the item says nothing: it comes again.
    do {
      await page.mouse.move(0, 0);
      await item('2 of 4 promises not kept').hover();
    } while (!(await seen(tooltip.waitFor({ timeout: 5000 }))));
    await page.keyboard.press('Escape');
    await page.locator('.view-line', { hasText: 'rpo' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('00h'); // 1h becomes 100h
    await item('4 promises kept').click();
    await window.preview().getByText('RPO 4 days 4h').first().waitFor({ state: 'attached' });
  });

  it('a check of the workspace tells of plans that are not open, and of each finding once', async () => {
    const folder = await window.openPlan();
    const { page } = window;
    copyFileSync(path.join(folder, 'orders.backupplan'), path.join(folder, 'closed.backupplan'));
    await command('Backup Plan: Run Check on Workspace');
    await page.locator('.markers-panel').waitFor();
    await command('View: Toggle Maximized Panel'); // its list makes only lines that there is room for
    const row = (file) => page.locator('.markers-panel .monaco-list-row[aria-level="1"]').filter({ hasText: file });
    await row('closed.backupplan').waitFor();
    const counts = () =>
      Promise.all(['closed', 'orders'].map((name) => row(`${name}.backupplan`).locator('.monaco-count-badge').textContent()));
    const until = Date.now() + LIMIT;
    let [closed, orders] = await counts();
    // The findings of the one may be there before those of the other.
    while (closed !== orders && Date.now() < until) {
      await page.waitForTimeout(100);
      [closed, orders] = await counts();
    }
    assert.equal(closed, orders);
    await row('closed.backupplan').getByText('closed.backupplan').dblclick();
  });

  it('a folder without a plan says how to begin', async () => {
    await window.open({ empty: true });
    const { page } = window;
    await tab('Backup Plan').click();
    const welcome = page.locator('.welcome-view');
    await welcome.getByText('There is no backup plan in this folder yet').waitFor();
    await welcome.getByText('walkthrough', { exact: true }).click();
    await page.getByRole('heading', { name: 'Get Started with Backup Plan', level: 2 }).waitFor();
    await page.getByText('Write down what there is').first().waitFor();
    await welcome.getByRole('button', { name: 'New Backup Plan' }).click();
    await tab(/Untitled-1/).waitFor();
    await page.getByRole('treeitem', { name: /Untitled-1/ }).waitFor();
  });
});
