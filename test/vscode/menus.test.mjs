// Every entry that package.json puts into a menu is clicked, where a person finds it, and does what it says.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './suite.mjs';
import { LIMIT, seen, windows } from './windows.mjs';

const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
const titles = new Map(contributes.commands.map(({ command, title }) => [command, texts[title.slice(1, -1)]]));

describe('the menus', function () {
  this.timeout(10 * LIMIT);
  const window = windows();
  const { command, tab, preview } = window;
  const clicked = new Set();
  let folder;
  let page;

  before(async () => {
    folder = await window.openPlan({ 'editor.stickyScroll.enabled': false });
    page = window.page;
  });

  /** What shows that a command has been carried out. */
  const effects = {
    'backupplan.newPlan': async () => {
      await tab(/Untitled-\d/).waitFor();
      await command('View: Revert and Close Editor'); // it would ask whether to save it
    },
    'backupplan.openPreview': () => tab(/Preview orders\.backupplan/).waitFor(),
    'backupplan.showRestorePoints': () => preview().getByRole('img', { name: 'orders: restore points that are left' }).waitFor(),
    'backupplan.showRecoveryOrder': () => question('Show Recovery Order'),
    'backupplan.generateRunbook': () => question('Generate Runbook'),
    'backupplan.generateScripts': () => written('scripts'),
    'backupplan.generateDocuments': () => written('documents/disaster-recovery-plan.md'),
    'backupplan.generateEverything': () => written('README.md'),
    'backupplan.designSystem': () => question('Design Backup for orders'),
    'backupplan.explainFinding': () =>
      tab(/Preview [a-z0-9-]+\.md/)
        .or(page.locator('.quick-input-title', { hasText: 'Explain Finding' }))
        .first()
        .waitFor(),
    'backupplan.checkWorkspace': () => page.locator('.markers-panel').waitFor(),
    'backupplan.showStatus': () => page.locator('.pane-body.integrated-terminal').waitFor(),
  };

  async function question(title) {
    await page.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  async function written(name) {
    const until = Date.now() + LIMIT;
    while (!existsSync(path.join(folder, 'orders.backup', name)) && Date.now() < until) await page.waitForTimeout(100);
    assert.ok(existsSync(path.join(folder, 'orders.backup', name)), name);
  }

  /** No editor, no message, no file. */
  async function clear() {
    await page.keyboard.press('Escape');
    rmSync(path.join(folder, 'orders.backup'), { recursive: true, force: true, maxRetries: 10 }); // it may still be written to
    await command('Notifications: Clear All Notifications');
    await command('View: Close All Editors');
    await side('Explorer', '.explorer-folders-view');
  }

  /** Shows a part of the side bar; a click on what is shown already would hide it. */
  async function side(name, view) {
    if (await page.locator(view).isVisible()) return;
    await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await page.locator(`${view} .monaco-list-row`).first().waitFor();
  }

  async function openPlan() {
    await page
      .locator('.explorer-folders-view')
      .getByRole('treeitem', { name: /orders\.backupplan/ })
      .dblclick();
    await page.locator('.squiggly-error').first().waitFor();
    await page.locator('.codelens-decoration a').first().waitFor(); // it moves the lines below it
    await page.getByText('postgresql', { exact: true }).first().click();
  }

  /** The lines of a menu that are ours, in the menu that is open. */
  async function click(menu, entry) {
    const label = (text) => page.locator('.monaco-menu .action-label').getByText(text, { exact: true });
    if (menu === 'backupplan.generate') await label(texts['submenu.generate']).first().hover();
    await taken(label(titles.get(entry)).last());
  }

  /** Clicked until the menu is gone: a click on one that has just opened is not taken. */
  async function taken(line) {
    for (;;) {
      await line.click();
      if (await seen(line.waitFor({ state: 'hidden', timeout: 2000 }))) return;
    }
  }

  async function choose(menu, entry) {
    await click(menu, entry);
    await effects[entry]();
    clicked.add(`${menu} ${entry}`);
  }

  const entries = (menu, condition = () => true) =>
    contributes.menus[menu].filter((entry) => entry.command !== undefined && condition(entry)).map((entry) => entry.command);

  for (const entry of entries('editor/context')) {
    it(`of the text: ${titles.get(entry)}`, async () => {
      await clear();
      await openPlan();
      await page.keyboard.press('Shift+F10');
      await choose('editor/context', entry);
    });
  }

  for (const entry of entries('backupplan.generate')) {
    it(`of what is generated: ${titles.get(entry)}`, async () => {
      await clear();
      await openPlan();
      await page.keyboard.press('Shift+F10');
      await choose('backupplan.generate', entry);
    });
  }

  for (const entry of entries('explorer/context')) {
    it(`of the Explorer: ${titles.get(entry)}`, async () => {
      await clear();
      await page
        .locator('.explorer-folders-view')
        .getByRole('treeitem', { name: /orders\.backupplan/ })
        .click({ button: 'right' });
      await choose('explorer/context', entry);
    });
  }

  for (const entry of entries('editor/title')) {
    it(`above the text: ${titles.get(entry)}`, async () => {
      await clear();
      await openPlan();
      await page
        .locator('.editor-actions')
        .getByRole('button', { name: titles.get(entry) })
        .click();
      await effects[entry]();
      clicked.add(`editor/title ${entry}`);
    });
  }

  it('above the text: what is generated', async () => {
    await clear();
    await openPlan();
    await page.locator('.editor-actions').getByRole('button', { name: texts['submenu.generate'] }).click();
    await taken(page.locator('.monaco-menu .action-label').getByText('Generate Scripts', { exact: true }));
    await written('scripts');
  });

  for (const entry of entries('view/title')) {
    it(`above the plans: ${titles.get(entry)}`, async () => {
      await clear();
      await side('Backup Plan', '.customview-tree');
      await page
        .getByRole('toolbar', { name: 'Backup Plan: Plans actions' })
        .getByRole('button', { name: titles.get(entry) })
        .click();
      await effects[entry]();
      clicked.add(`view/title ${entry}`);
    });
  }

  for (const [kind, row] of [
    ['plan', /^orders\.backupplan/],
    ['system', /^orders\d/],
    ['finding', /^unused-declaration/],
  ]) {
    const own = new RegExp(`viewItem (?:== |=~ /\\^)${kind}`);
    for (const { command: entry, group } of contributes.menus['view/item/context'].filter((each) => each.command && own.test(each.when))) {
      it(`of a ${kind} in the view, ${group === 'inline' ? 'on its line' : 'in its menu'}: ${titles.get(entry)}`, async () => {
        await clear();
        await openPlan();
        await side('Backup Plan', '.customview-tree');
        const line = page.locator('.customview-tree .monaco-list-row').filter({ hasText: row });
        await line.hover();
        if (group === 'inline') {
          await line.getByRole('button', { name: titles.get(entry) }).click();
          await effects[entry]();
          clicked.add(`view/item/context ${entry}`);
        } else {
          await line.click({ button: 'right' });
          await choose('view/item/context', entry);
        }
      });
    }
  }

  it('of new files: New Backup Plan', async () => {
    await clear();
    await command('Create: New File...');
    await taken(page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'New Backup Plan' }));
    await effects['backupplan.newPlan']();
    clicked.add('file/newFile backupplan.newPlan');
  });

  it('of the palette: with a plan all commands, without one those that need none', async () => {
    const offered = async () => {
      await page.keyboard.press('F1');
      const box = page.locator('.quick-input-widget input').first();
      await box.fill('>Backup Plan:');
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      const labels = await page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
      await page.keyboard.press('Escape');
      return [...titles.values()].filter((title) => labels.some((label) => label.includes(`Backup Plan: ${title}`)));
    };
    const needy = new Set(
      contributes.menus.commandPalette.filter(({ when }) => when.includes('editorLangId')).map((entry) => entry.command),
    );
    await page.setViewportSize({ width: 1200, height: 1600 }); // the palette makes only lines that there is room for
    await clear();
    assert.deepEqual(
      await offered(),
      [...titles].filter(([name]) => !needy.has(name)).map(([, title]) => title),
    );
    await openPlan();
    assert.deepEqual(await offered(), [...titles.values()]);
    for (const { command: name } of contributes.menus.commandPalette) clicked.add(`commandPalette ${name}`);
  });

  it('have no entry that was not clicked here', () => {
    const all = Object.keys(contributes.menus).flatMap((menu) => entries(menu).map((entry) => `${menu} ${entry}`));
    assert.deepEqual(
      all.filter((entry) => !clicked.has(entry)),
      [],
    );
  });
});
