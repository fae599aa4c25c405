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
  const { browser, page } = await openBrowser({ viewport: { width: 1240, height: 900 }, deviceScaleFactor: 2 });
  page.setDefaultTimeout(60_000);
  await page.goto(workbenchUrl(workbench, { folder }));
  await page.addStyleTag({ content: '.monaco-workbench { font-family: "Liberation Sans", sans-serif !important; }' });
  await page.getByRole('treeitem', { name: /shop\.backupplan/ }).dblclick();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.keyboard.press('Control+Shift+M'); // Problems
  await page.keyboard.press('Control+B'); // no side bar
  await page.locator('.markers-panel').getByText('rpo-unmet').first().waitFor();
  await morePlan(page);
  const open = page.locator('.markers-panel .monaco-list-row[aria-level="2"][aria-expanded="true"] .monaco-tl-twistie');
  while ((await open.count()) > 0) await open.last().click();
  await page.locator('.markers-panel .monaco-list-row').nth(1).click();
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();
  await page.keyboard.press('Control+1'); // into the plan
  await page.keyboard.press('ArrowLeft'); // to the finding, without a selection
  await page.getByText('Activating Extensions').waitFor({ state: 'hidden' });
  await page.locator('.monaco-editor .squiggly-error').first().hover({ force: true });
  const hover = page.locator('.monaco-hover:visible');
  await hover
    .filter({ hasText: 'Quick Fix' })
    .filter({ hasNotText: /Loading|Checking/ })
    .waitFor();
  await page.waitForTimeout(1000); // it is laid out once more
  mkdirSync(path.dirname(target), { recursive: true });
  await page.screenshot({ path: target });
  await browser.close();
} finally {
  await workbench.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Pulls the border between plan and panel down. */
async function morePlan(page) {
  const { y } = await page.locator('.part.panel').boundingBox();
  for (const sash of await page.locator('.monaco-sash.horizontal').all()) {
    const box = await sash.boundingBox();
    if (box === null || Math.abs(box.y - y) > 12 || box.width < 600) continue;
    await page.mouse.move(600, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(600, y + 125, { steps: 5 });
    await page.mouse.up();
    return;
  }
}
