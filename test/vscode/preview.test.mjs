// The preview in the window: what is drawn, the keyboard, every theme, and what axe-core has to say about it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LIMIT, windows } from './windows.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the preview in the window', function () {
  this.timeout(4 * LIMIT);
  const window = windows();
  const { command, preview } = window;

  it('draws the plan, follows the text, and is worked with the keyboard', async () => {
    await window.openPlan();
    const { page } = window;
    await command('Backup Plan: Open Preview to the Side');
    const picture = preview().locator('svg.picture');
    await picture.getByText('lost 25h8m').first().waitFor();
    assert.equal(await picture.getAttribute('role'), 'img');
    assert.equal(await preview().locator('td', { hasText: '1h, not met' }).count(), 2);

    const choice = preview().getByLabel('Picture', { exact: true });
    await choice.focus();
    await choice.press('o'); // Order of recovery: dropped-table, or fire
    await preview().locator('svg.picture title', { hasText: 'the order of recovery' }).first().waitFor({ state: 'attached' });

    await choice.selectOption('Scenario matrix');
    await picture.getByText('RPO 1h').waitFor();
    await page.locator('.view-line', { hasText: 'rpo' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('0h'); // 1h becomes 10h
    await picture.getByText('RPO 10h').waitFor();
  });

  it('shows the restore points of the system under the cursor, and the recovery of a scenario that is chosen', async () => {
    await window.openPlan();
    const { page } = window;
    await page.getByText('database', { exact: true }).click();
    await command('Backup Plan: Show Restore Points');
    await preview().getByRole('img', { name: 'orders: restore points that are left' }).waitFor();
    await command('Backup Plan: Show Recovery Order');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'fire' }).click();
    await preview()
      .getByRole('img', { name: /fire: the order of recovery/ })
      .waitFor();
  });

  it('is there again, with its picture, when the window is opened again', async () => {
    await window.openPlan();
    await command('Backup Plan: Open Preview to the Side');
    await preview().getByLabel('Picture', { exact: true }).selectOption('Cost by month');
    const cost = preview().getByRole('img', { name: /cost/i });
    await cost.waitFor();
    await command('Developer: Reload Window');
    await preview().locator('main').waitFor({ state: 'detached' });
    await cost.waitFor();
  });

  for (const [theme, paper] of [
    ['Default Light Modern', 'rgb(255, 255, 255)'],
    ['Default Dark Modern', 'rgb(31, 31, 31)'],
    ['Default High Contrast', 'rgb(0, 0, 0)'],
    ['Default High Contrast Light', 'rgb(255, 255, 255)'],
  ]) {
    it(`in ${theme} every picture is on the theme's paper, and axe finds nothing serious`, async () => {
      await window.openPlan({ 'workbench.colorTheme': theme });
      await command('Backup Plan: Open Preview to the Side');
      const choice = preview().getByLabel('Picture', { exact: true });
      await preview().locator('svg.picture').waitFor();
      const labels = await choice.locator('option').allInnerTexts();
      assert.ok(labels.length > 5, labels.join());
      const found = [];
      for (const label of labels) {
        await choice.selectOption(label);
        await preview().locator('main[aria-busy="false"] svg.picture').waitFor();
        const fill = await preview()
          .locator('svg.picture > rect')
          .first()
          .evaluate((rect) => getComputedStyle(rect).fill);
        assert.equal(fill, paper, label);
        found.push(...(await serious()).map((violation) => `${label}: ${violation}`));
      }
      assert.deepEqual(found, []);
    });
  }

  /** What axe-core calls serious or critical in the page of the preview. */
  async function serious() {
    const frame = await (await preview().locator('main').elementHandle()).ownerFrame();
    await frame.evaluate(axe);
    const { violations } = await frame.evaluate(() => globalThis.axe.run());
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes: [first, ...others] }) => `${id} at ${first.html} and ${others.length} more`);
  }
});
