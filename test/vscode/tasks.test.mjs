// Ten tasks in the window of the installed extension, done from the keyboard alone. docs/friction.md tells what got in the way.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keyboard } from './keyboard.mjs';
import { root } from './suite.mjs';
import { LIMIT, windows } from './windows.mjs';

const program = path.join(root, 'dist/backupplan.cjs');

/** The plan of a check's page that has this finding and no other. */
function example(page, part = '') {
  const text = readFileSync(path.join(root, `engine/checks/${page}.md`), 'utf8');
  return /Example\n[\s\S]*?```backupplan\n([\s\S]*?)```/.exec(text.slice(text.indexOf(part)))[1];
}

/** What is written from nothing. */
const BAKERY = `plan "Bakery" {
  owner     "it@bakery.example"
  timezone  "Europe/Berlin"
  notify    "mailto:it@bakery.example"
  review    every 6 months
}

site shop { kind office }
site cloud { kind cloud }

storage nas: nas {
  at        shop
  path      "/srv/backup"
  capacity  8 TB
}

storage vault: s3 {
  at         cloud
  bucket     "bakery-backups"
  account    backup-admin
  immutable  35 days
  encrypted  with vault-key
}

key vault-key { kept at cloud; escrow "sealed envelope, bank safe" }

system tills: postgresql {
  at        shop
  host      "db.bakery.example"
  database  "tills"
  size      20 GB
  changes   1 GB/day
  rpo       26h
  rto       8h

  backup {
    full    daily at 02:00 to nas
    copy    after full from nas to vault
    keep    daily for 30 days, monthly for 12 months
    verify  restore weekly on monday at 05:00
  }
}

scenario fire {
  lose       shop
  recover    at cloud
  declare    within 30m
  provision  within 1h
  drill      every 6 months
}
`;

const LIBRARY = `site berlin  { kind datacenter }
site ireland { kind cloud; provider aws }

storage nas: nas  { at berlin; path "/srv/backup"; account storage-admin; encrypted }
storage vault: s3 { at ireland; bucket "shop-backups"; account backup-admin; immutable 35 days; encrypted }
`;

const REST = `
scenario datacenter-failure {
  lose       berlin
  recover    at ireland
  declare    within 30m
  provision  within 1h
  drill      every 6 months
}
`;

const HEAD = `import "library.backupplan"

plan "Shop" {
  owner     "ops@shop.example"
  timezone  "Europe/Berlin"
  notify    "mailto:ops@shop.example"
}

system orders: postgresql {
  at        berlin
  host      "db.shop.example"
  database  "orders"
  size      20 GB
  changes   1 GB/day
  rpo       26h
  rto       8h
`;

const IMPORTING = `${HEAD}
  backup {
    full    daily at 02:00 to nas
    copy    after full from nas to vault
    keep    daily for 30 days
    verify  restore weekly on monday at 05:00
  }
}
${REST}`;

const UNDESIGNED = `${HEAD}  retain    daily for 30 days
}
${REST}`;

describe('ten tasks from the keyboard', function () {
  this.timeout(6 * LIMIT);
  const window = windows();
  const { tab, toast } = window;
  const person = keyboard(window);
  const counts = [];
  let folder;
  let page;

  const file = (name) => path.join(folder, name);
  const saved = (name) => readFileSync(file(name), 'utf8');
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd: folder, stdio: 'pipe' });

  before(async () => {
    // The text of a terminal that the graphics card draws cannot be read from the page.
    const settings = { 'editor.stickyScroll.enabled': false, 'terminal.integrated.gpuAcceleration': 'off' };
    folder = await window.open({ settings, prepare });
    page = window.page;
    await person.openFile('orders.backupplan');
    await page.locator('.squiggly-error').first().waitFor(); // the server is there
  });

  beforeEach(async () => {
    await page.keyboard.press('Escape');
    await window.command('Notifications: Clear All Notifications');
    await window.command('View: Close All Editors');
    await tab(/./)
      .first()
      .waitFor({ state: 'detached', timeout: 3000 })
      .catch(() => {});
    person.counted();
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') {
      await page.keyboard.press('Escape');
      await window.command('View: Revert and Close Editor'); // it would ask whether to save
    }
    if (this.currentTest.state === 'passed') counts.push(`${String(person.counted()).padStart(5)}  ${this.currentTest.title}`);
  });

  after(() => console.log(`\n    keys\n${counts.map((line) => `   ${line}`).join('\n')}\n`));

  /** What is there when the person comes. */
  function prepare(place) {
    const plans = {
      'loss.backupplan': example('loss/rpo-unmet'),
      'copies.backupplan': example('copies/violates-3-2-1'),
      'keys.backupplan': example('security/key-with-data'),
      'capacity.backupplan': example('cost/capacity-exceeded'),
      'tests.backupplan': example('compliance/gdpr', '## regular-testing'),
      'library.backupplan': LIBRARY,
      'importing.backupplan': IMPORTING,
      'design.backupplan': UNDESIGNED,
    };
    for (const [name, text] of Object.entries(plans)) writeFileSync(path.join(place, name), text);
    execFileSync(process.execPath, [program, 'fmt', place], { stdio: 'pipe' });
    execFileSync('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: place });
  }

  /** Until the Explorer says of a plan that it has no error and no warning, and it is saved. */
  async function isClean(name) {
    const line = page.locator('.explorer-folders-view').getByRole('treeitem', { name: new RegExp(`^${name}`) });
    await until(async () => (await line.textContent()).trim() === name, `${name} has no problem`);
  }

  async function until(holds, what) {
    const end = Date.now() + LIMIT;
    while (!(await holds())) {
      if (Date.now() > end) assert.fail(`never: ${what}`);
      await page.waitForTimeout(100);
    }
  }

  async function save(name) {
    const before = existsSync(file(name)) ? saved(name) : '';
    await person.press('Control+s');
    await until(() => saved(name) !== before, `${name} is saved`);
  }

  const status = (text) => page.locator('.statusbar-item').filter({ hasText: text }).waitFor();

  it('writes a plan from nothing', async () => {
    await person.command('new file', 'Create: New File...');
    await page.locator('.quick-input-widget input[placeholder*="File Name"]').waitFor();
    await person.pick('bakery.backupplan');
    await page.locator('.quick-input-title', { hasText: 'Create File' }).waitFor();
    await person.press('Enter');
    await tab(/bakery\.backupplan/).waitFor();
    await page.locator('.monaco-editor.focused').waitFor();

    await person.complete('pl', 'plan');
    await person.type('Bakery');
    await person.press('Tab');
    await person.type('it@bakery.example');
    await person.press('Tab');
    await person.complete('Europe/Be', 'Europe/Berlin', { first: 'Europe/Belgrade' });
    await person.press('Tab', 'Tab');
    for (const [name, kind] of [
      ['shop', 'office'],
      ['cloud', 'cloud'],
    ]) {
      await person.complete('si', 'site');
      await person.type(name);
      await person.press('Tab');
      await person.choose(kind);
    }
    await person.press('Enter');

    await person.complete('sto', 'storage disk', { first: 'storage' });
    await person.press('Tab');
    await person.choose('nas');
    await person.choose('shop', 'shop', 'cloud');
    await person.press('Tab', 'Tab');
    await person.complete('sto', 'storage bucket', { first: 'storage' });
    await person.press('Tab');
    await person.choose('s3');
    await person.choose('cloud', 'cloud', 'shop');
    await person.type('bakery-backups');
    await person.press('Tab', 'Tab', 'Tab', 'Tab');
    await person.complete('key', 'key');
    await person.press('Tab');
    await person.choose('cloud', 'cloud', 'shop');
    await person.press('Tab', 'Enter');

    await person.complete('sys', 'system database', { first: 'system' });
    await person.type('tills');
    await person.press('Tab');
    await person.choose('postgresql');
    await person.choose('shop', 'shop', 'cloud');
    await person.type('db.bakery.example');
    await person.press('Tab');
    await person.type('tills');
    await person.press('Tab');
    await person.complete('20 ', 'GB');
    await person.press('Tab');
    await person.complete('1 ', 'GB/day');
    await person.press('Tab', 'Tab', 'Tab', 'Tab');
    await person.choose('nas', 'nas', 'vault');
    await person.choose('vault', 'vault', 'nas');
    await person.press('Tab', 'Tab', 'Tab', 'Tab');
    await person.complete('sc', 'scenario site lost', { first: 'scenario' });
    await person.type('fire');
    await person.press('Tab');
    await person.choose('shop', 'shop', 'cloud');
    await person.choose('cloud', 'cloud', 'shop');
    await person.press('Tab', 'Tab', 'Tab');
    await save('bakery.backupplan');

    assert.equal(saved('bakery.backupplan').trimEnd(), BAKERY.trimEnd());
    await isClean('bakery.backupplan');
    await status('2 promises kept');
  });

  for (const { name, what, message, fix, says, kept } of [
    {
      name: 'loss.backupplan',
      what: 'mends a loss that is larger than the rpo',
      message: 'RPO 1h unmet',
      fix: 'Archive the log',
      says: /^ {4}keep {4}daily.*\n {4}verify .*\n {4}log {5}continuous to nas, vault\n/m,
      kept: '2 promises kept',
    },
    {
      name: 'copies.backupplan',
      what: 'mends a backup with too few copies',
      message: '3-2-1 violated',
      fix: 'Have `nas`, which is optional so far, and copy to it',
      says: /^ {4}copy {4}after full from vault to nas\n/m,
      kept: '2 promises kept',
    },
    {
      name: 'keys.backupplan',
      what: 'mends a key that is lost with the data',
      message: 'The key `vault-key` of vault is kept at berlin only',
      fix: 'Keep `vault-key` at `ireland` too',
      says: /kept at berlin, ireland }/,
      kept: '2 promises kept',
    },
    {
      name: 'capacity.backupplan',
      what: 'mends a storage that is too small',
      message: '`nas` has room for 1 TB',
      fix: 'Make `nas` larger: `capacity 2 TB`',
      says: /capacity 2 TB/,
      kept: '2 promises kept',
    },
    {
      name: 'tests.backupplan',
      what: 'mends what the GDPR asks for',
      message: 'No `verify restore` of `orders` is scheduled',
      fix: 'Add `verify restore weekly on monday at 05:00`',
      says: /^ {4}verify {2}restore weekly on monday at 05:00\n/m,
      kept: '2 promises kept',
    },
  ]) {
    it(what, async () => {
      await person.openFile(name);
      const line = await person.mend(message, fix);
      assert.equal(line, 0, 'what mends it is the first that is offered');
      await save(name);
      assert.match(saved(name), says);
      await isClean(name);
      await status(kept);
    });
  }

  it('renames across imports', async () => {
    await person.openFile('importing.backupplan');
    await goTo('to nas');
    await person.pressUntil(['F2'], page.locator('.rename-box input:focus'));
    await person.type('shelf');
    await person.press('Enter');
    await until(() => saved('library.backupplan').includes('shelf') && saved('importing.backupplan').includes('shelf'), 'both are saved');
    assert.equal(saved('library.backupplan'), LIBRARY.replace('nas: nas  {', 'shelf: nas {').replace('s3 {', 's3  {'), 'in its columns');
    assert.equal(saved('importing.backupplan'), IMPORTING.replaceAll('nas', 'shelf'));
    await isClean('importing.backupplan');
  });

  it('generates all there is, and again after a change, without losing what somebody wrote by hand', async () => {
    const runbook = 'orders.backup/documents/runbook-fire.md';
    await person.openFile('orders.backupplan');
    await person.command('gen eve', 'Backup Plan: Generate Everything');
    await toast(/files written/).waitFor();
    assert.ok(existsSync(file('orders.backup/README.md')));

    await person.openFile('runbook-fire.md');
    await person.pressUntil(['Control+End'], page.locator('.statusbar-item').filter({ hasText: /^Ln \d{2,},/ }));
    await person.type('Call Ada first.');
    await save(runbook);

    await person.openFile('orders.backupplan');
    await goTo('within 30m');
    await person.press('ArrowRight', 'Backspace', 'Backspace', 'Backspace');
    await person.type('45m');
    await save('orders.backupplan');
    await person.command('gen eve', 'Backup Plan: Generate Everything');
    const asked = toast('left as it is: documents/runbook-fire.md');
    await asked.waitFor();
    assert.match(saved(runbook), /Call Ada first\.$/);
    assert.match(saved(`${runbook}.new`), /45m/);
    assert.match(saved('orders.backup/documents/disaster-recovery-plan.md'), /45m/);

    await person.command('accept notif', 'Accept Notification Primary Action');
    await tab(/yours ↔ newer/).waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  });

  it('compares with a branch', async () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'as it was');
    await person.openFile('importing.backupplan');
    await goTo('26h');
    await person.press('ArrowRight', 'Backspace', 'Backspace', 'Backspace');
    await person.type('2h');
    await save('importing.backupplan');
    await person.command('compare with br', 'Backup Plan: Compare with Branch');
    await page.locator('.quick-input-title', { hasText: 'Compare with Branch' }).waitFor();
    await person.press('Enter'); // main
    // The first line, and in sight.
    await page.locator('.xterm-rows:visible').filter({ hasText: 'RPO of orders is tightened, and not kept' }).first().waitFor();
  });

  it('designs a backup', async () => {
    await person.openFile('design.backupplan');
    await goTo('system orders');
    await person.command('design', 'Backup Plan: Design Backup for System');
    await page.locator('.quick-input-title', { hasText: 'Design Backup for orders' }).waitFor();
    await person.press('Enter');
    await page.locator('.view-line', { hasText: 'backup {' }).waitFor();
    await save('design.backupplan');
    assert.match(saved('design.backupplan'), /^ {2}backup \{\n {4}full .* to (?:nas|shelf) /m);
    await isClean('design.backupplan');
    await status('2 promises kept');
  });

  /** With the cursor behind a text that stands there once, as somebody finds it: by the editor's search. */
  async function goTo(text) {
    const box = page.locator('.find-widget.visible textarea').first();
    await person.pressUntil(['Control+f'], box);
    await person.type(text);
    await page.locator('.find-widget .matchesCount', { hasText: /^1 of/ }).waitFor();
    // The first may take a message away that came in between.
    await person.pressUntil(['Escape'], page.locator('.monaco-workbench:not(:has(.find-widget.visible))'));
  }
});
