// The extension in a browser as a person meets it in the window: what is offered there, and the messages that say what is not.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serve, withExtension } from './served.mjs';
import { root } from './suite.mjs';
import { LIMIT } from './windows.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from './workbench.mjs';

describe('the window of a browser', function () {
  this.timeout(4 * LIMIT);
  let scratch;
  let files;
  let workbench;
  let browser;
  let page;

  before(async () => {
    execFileSync(process.execPath, ['build/package.mjs'], { cwd: root, stdio: 'pipe' });
    scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-web-window-'));
    files = await serve(path.join(root, 'out/extension'));
  });
  after(() => {
    files.stop();
    rmSync(scratch, { recursive: true, force: true });
  });
  afterEach(async () => {
    await browser?.close();
    await workbench?.stop();
  });

  /** A window with a folder of its own; gives its path. */
  async function open({ empty = false, more = {} } = {}) {
    const folder = mkdtempSync(path.join(scratch, 'workspace-'));
    if (!empty) cpSync(path.join(root, 'test/vscode/web/workspace'), folder, { recursive: true });
    for (const [name, text] of Object.entries(more)) writeFileSync(path.join(folder, name), text);
    workbench = await startWorkbench({ driver: false });
    ({ browser, page } = await openBrowser({ bypassCSP: true }));
    page.setDefaultTimeout(LIMIT);
    await withExtension(page, files);
    await page.goto(workbenchUrl(workbench, { folder }));
    return folder;
  }

  async function openPlan() {
    await page.getByRole('treeitem', { name: /shop\.backupplan/ }).dblclick();
    await page.locator('.squiggly-error').first().waitFor();
  }

  const toast = (text) => page.locator('.notification-toast').filter({ hasText: text });

  it('a plan is checked, and its preview drawn', async () => {
    await open();
    await openPlan();
    await page.locator('.statusbar-item').filter({ hasText: '2 promises kept' }).waitFor();
    await page.getByRole('button', { name: 'Open Preview to the Side' }).first().click();
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await preview.locator('svg.picture').getByText('lost 24h8m').waitFor();
  });

  it('the palette offers what can be done there, and nothing that writes files or starts programs', async () => {
    await open();
    await openPlan();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>Backup Plan:');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Report Issue' }).waitFor();
    const labels = (await rows.allInnerTexts()).join('\n');
    for (const name of ['Open Preview', 'Show Restore Points', 'Design Backup', 'Explain Finding', 'New Backup Plan', 'Restart Server'])
      assert.ok(labels.includes(name), labels);
    for (const name of ['Generate', 'Show Status', 'Run Check', 'Compare with Branch', 'Import Existing'])
      assert.ok(!labels.includes(name), labels);
  });

  it('what needs a machine says so, and which command of a terminal does the same', async () => {
    const folder = await open({ empty: true });
    await page.getByRole('tab', { name: 'Backup Plan' }).click();
    await page.locator('.welcome-view').getByRole('button', { name: 'Import Existing Backups' }).click();
    await toast('run "backupplan import" there').waitFor();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('a workspace that is too large says what of it is read', async () => {
    await open({ more: { 'shop.journal.jsonl': 'x'.repeat(8_000_001) } });
    await openPlan();
    await toast('Backup Plan has not read all files here').waitFor();
  });
});
