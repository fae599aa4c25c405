// Takes docs/images/editor.png: the packaged extension in a real VS Code, with the finding of examples/shop.backupplan that sells it.
// node test/vscode/screenshot.mjs [FILE]
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installExtension } from './extension.mjs';
import { root } from './suite.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from './workbench.mjs';

const target = path.resolve(process.argv[2] ?? path.join(root, 'docs/images/editor.png'));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-picture-'));
const folder = path.join(scratch, 'shop');
mkdirSync(folder);
cpSync(path.join(root, 'examples/shop.backupplan'), path.join(folder, 'shop.backupplan'));

const workbench = await startWorkbench({
  extensions: installExtension(path.join(scratch, 'extensions')),
  driver: false,
  settings: {
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.activityBar.location': 'hidden',
    'workbench.layoutControl.enabled': false,
    'workbench.editor.showTabs': 'single',
    'window.menuBarVisibility': 'hidden',
    'window.commandCenter': false,
    'editor.fontFamily': 'Noto Mono, DejaVu Sans Mono, Liberation Mono, monospace',
    'editor.fontSize': 13,
    'editor.lineHeight': 19,
    'editor.minimap.enabled': false,
    'editor.hover.delay': 200,
    'breadcrumbs.enabled': false,
    'problems.defaultViewMode': 'tree',
  },
});
try {
  const { browser, page } = await openBrowser({ viewport: { width: 1180, height: 780 }, deviceScaleFactor: 2 });
  await page.goto(workbenchUrl(workbench, { folder }));
  await page.getByRole('treeitem', { name: /shop\.backupplan/ }).dblclick();
  await page.locator('.squiggly-error').first().waitFor();
  await page.keyboard.press('Control+Shift+M'); // Problems
  await page.keyboard.press('Control+B'); // no side bar
  await page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await page.locator('.markers-panel').getByText('rpo-unmet').first().dblclick();
  await page.locator('.monaco-editor .squiggly-error').first().hover({ force: true });
  await page.locator('.monaco-hover:visible').waitFor();
  await page.waitForTimeout(1000); // the hover settles
  mkdirSync(path.dirname(target), { recursive: true });
  await page.screenshot({ path: target });
  await browser.close();
} finally {
  await workbench.stop();
  rmSync(scratch, { recursive: true, force: true });
}
