// Windows of the installed extension for a suite that looks at them from outside.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installExtension } from './extension.mjs';
import { root } from './suite.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from './workbench.mjs';

export const LIMIT = 60_000; // ms; the machine may be busy

/** Whether it came about in time. */
export function seen(waiting) {
  return waiting.then(
    () => true,
    () => false,
  );
}

/** Registers the hooks of the suite that it is called in, and gives what opens a window. The last window is closed by the next, and at the end. */
export function windows() {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-window-'));
  const extensions = path.join(scratch, 'extensions');
  let workbench;
  let browser;
  const close = async () => {
    await browser?.close();
    await workbench?.stop();
  };
  before(() => installExtension(extensions));
  after(async () => {
    await close();
    rmSync(scratch, { recursive: true, force: true });
  });

  const window = {
    /** Playwright's page. */
    page: undefined,

    /** A folder of its own, with the plan `orders.backupplan` in it unless `empty`, and what `prepare` puts there; gives its path. */
    async open({ settings = {}, empty = false, prepare = () => {} } = {}) {
      await close();
      const folder = mkdtempSync(path.join(scratch, 'workspace-'));
      if (!empty) cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
      mkdirSync(folder, { recursive: true });
      prepare(folder);
      workbench = await startWorkbench({ extensions, driver: false, settings });
      const opened = await openBrowser();
      browser = opened.browser;
      window.page = opened.page;
      window.page.setDefaultTimeout(LIMIT);
      await window.page.goto(workbenchUrl(workbench, { folder }));
      return folder;
    },

    /** The same with the plan open in an editor, and checked. */
    async openPlan(settings = {}) {
      const folder = await window.open({ settings });
      await window.page.getByRole('treeitem', { name: /orders\.backupplan/ }).dblclick();
      await window.page.locator('.squiggly-error').first().waitFor();
      return folder;
    },

    /** Runs a command of the palette. */
    async command(name) {
      const { page } = window;
      const box = page.locator('.quick-input-widget input').first();
      // A key that comes while the focus moves is lost, and a palette that has just opened may close again.
      do await page.keyboard.press('F1');
      while (!(await seen(box.fill(`>${name}`, { timeout: 5000 }))));
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
      await box.press('Enter');
    },

    /** What the preview shows. */
    preview() {
      return window.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    },

    tab(name) {
      return window.page.getByRole('tab', { name });
    },

    toast(text) {
      return window.page.locator('.notification-toast').filter({ hasText: text });
    },
  };
  return window;
}
