// Takes the pictures in docs/images: the packaged extension in a real VS Code, with examples/shop.backupplan.
// node test/vscode/screenshot.mjs [NAME…]
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installExtension } from './extension.mjs';
import { root } from './suite.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from './workbench.mjs';

const SETTINGS = {
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
};

/** By name: the theme, the size, and what is done before it is taken. */
const shots = {
  editor: {
    settings: { 'workbench.colorTheme': 'Default Light Modern', 'workbench.activityBar.location': 'hidden' },
    view: { viewport: { width: 1240, height: 900 }, deviceScaleFactor: 2 },
    prepare: finding,
  },
  'preview-light': previewIn('Default Light Modern'),
  'preview-dark': previewIn('Default Dark Modern'),
  'preview-contrast': previewIn('Default High Contrast'),
};

const wanted = process.argv.slice(2);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-picture-'));
const folder = path.join(scratch, 'shop');
mkdirSync(folder);
cpSync(path.join(root, 'examples/shop.backupplan'), path.join(folder, 'shop.backupplan'));
try {
  const extensions = installExtension(path.join(scratch, 'extensions'));
  for (const [name, shot] of Object.entries(shots)) if (wanted.length === 0 || wanted.includes(name)) await take(name, shot, extensions);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function take(name, { settings, view, prepare }, extensions) {
  const workbench = await startWorkbench({ extensions, driver: false, settings: { ...SETTINGS, ...settings } });
  try {
    const { browser, page } = await openBrowser(view);
    page.setDefaultTimeout(60_000);
    await page.goto(workbenchUrl(workbench, { folder }));
    await page.addStyleTag({ content: '.monaco-workbench { font-family: "Liberation Sans", sans-serif !important; }' });
    await page.getByRole('treeitem', { name: /shop\.backupplan/ }).dblclick();
    await page.locator('.monaco-editor .squiggly-warning').first().waitFor();
    await prepare(page);
    await page.waitForTimeout(1000); // it is laid out once more
    await page.screenshot({ path: path.join(root, `docs/images/${name}.png`) });
    await browser.close();
  } finally {
    await workbench.stop();
  }
}

/** The finding that sells it, with its hover. */
async function finding(page) {
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
  await page
    .locator('.monaco-hover:visible')
    .filter({ hasText: 'Quick Fix' })
    .filter({ hasNotText: /Loading|Checking/ })
    .waitFor();
}

/** The view of plans, the text, and the scenario matrix beside it. */
function previewIn(theme) {
  return {
    settings: { 'workbench.colorTheme': theme },
    view: { viewport: { width: 1500, height: 860 } },
    async prepare(page) {
      await page.getByRole('tab', { name: /^Backup Plan/ }).click();
      await page.locator('.customview-tree').getByText('orders', { exact: true }).click(); // to the system
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Control+1');
      await page.keyboard.press('Control+k');
      await page.keyboard.press('v');
      const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
      await preview.locator('svg.picture').waitFor();
      await page.locator('.statusbar-item').filter({ hasText: 'promises not kept' }).waitFor();
      await page.mouse.move(700, 845);
    },
  };
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
