// The preview in the window: what is drawn, the keyboard, every theme, and what axe-core has to say about it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
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

  it('lets nothing run or load but what the extension brings, whatever a plan or a mistake of ours puts into the page', async () => {
    const asked = [];
    const stranger = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader('Access-Control-Allow-Origin', '*').end('globalThis.foreign = true');
    });
    await new Promise((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    try {
      const elsewhere = `http://127.0.0.1:${stranger.address().port}`;
      const folder = await window.openPlan();
      const title = `</title></svg><script>globalThis.inline = true</script><img src="${elsewhere}/plan" onerror="globalThis.inline = true">`;
      const file = path.join(folder, 'orders.backupplan');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('"Orders"', () => JSON.stringify(title)),
      );
      await command('Backup Plan: Open Preview to the Side');
      await preview().locator('h1', { hasText: title }).waitFor(); // shown, as the text that it is
      const frame = await (await preview().locator('main').elementHandle()).ownerFrame();
      const { policy, refused, ran } = await frame.evaluate(inject, elsewhere);
      // What is behind the name of each list is VS Code's own word for the files of an extension.
      const own = "'self' https://*.vscode-cdn.net";
      assert.equal(policy, `default-src 'none'; style-src ${own}; script-src ${own}`);
      assert.deepEqual(refused, [
        ...['connect-src', 'frame-src', 'img-src', 'script-src-attr', 'script-src-elem', 'script-src-elem inline'],
        ...['style-src-elem', 'style-src-elem inline'],
      ]);
      assert.deepEqual({ ran, asked }, { ran: [], asked: [] });
    } finally {
      stranger.close();
    }
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

  /** Runs in the page. Puts into it what a stranger would, and tells what the page's policy refused and what ran all the same. */
  async function inject(elsewhere) {
    const refused = new Set();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      refused.add(blockedURI === 'inline' && effectiveDirective.endsWith('-elem') ? `${effectiveDirective} inline` : effectiveDirective),
    );
    const put = (name, properties) => document.body.append(Object.assign(document.createElement(name), properties));
    put('script', { textContent: 'globalThis.inline = true' });
    put('script', { src: `${elsewhere}/script` });
    put('style', { textContent: 'main { display: none }' });
    put('link', { rel: 'stylesheet', href: `${elsewhere}/style` });
    put('img', { src: `${elsewhere}/picture` });
    put('iframe', { src: `${elsewhere}/frame` });
    put('div', { innerHTML: '<button onclick="globalThis.inline = true">' });
    document.body.lastElementChild.firstElementChild.click();
    await fetch(`${elsewhere}/data`).catch(() => {});
    for (let waited = 0; refused.size < 8 && waited < 50; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    return {
      policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]').content,
      refused: [...refused].sort(),
      ran: ['inline', 'foreign'].filter((name) => name in globalThis),
    };
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
