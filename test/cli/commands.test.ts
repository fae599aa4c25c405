import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allCommands } from '../../cli/commands.ts';
import { kinds } from '../../engine/propose/questions.ts';
import { Folder } from './run.ts';

const plan = readFileSync('examples/postgresql.backupplan', 'utf8');

const acme = `packs:
  acme:
    title: Acme
    about: Acme's own rules
    rules:
      owned:
        clause: Chapter 3
        asks: Every system has an owner.
        notAsked: That it is a person.
        require: { owner: true }
        finding: every system has to have an owner
        remedy: Say \`owner\`.
`;

describe('the command line', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  it('helps: every command in the list, every option of each', async () => {
    const { code, out } = await folder.run(['--help']);
    assert.equal(code, 0);
    for (const command of await allCommands()) {
      assert.ok(out.includes(command.summary));
      const help = await folder.run([command.name, '--help']);
      for (const name of Object.keys(command.options)) assert.ok(help.out.includes(`--${name}`), `${command.name} --${name}`);
    }
    assert.equal((await folder.run([])).code, 2);
    assert.equal((await folder.run(['--version'])).out, `backupplan 0.0.0-source, Node.js ${process.versions.node}\n`);
  });

  describe('init', () => {
    it('writes a plan that is formatted and gives no finding', async () => {
      assert.equal((await folder.run(['init'])).code, 0);
      assert.equal((await folder.run(['fmt', '--check'])).code, 0);
      const { code, out } = await folder.run(['check']);
      assert.equal(code, 0);
      assert.match(out, /nothing to say/);
    });

    it('proposes targets with their sums, and a backup that keeps them', async () => {
      const { code, out } = await folder.run(['init', '--outage', '500 EUR', '--bearable', '4000 EUR', '--redo', '1h', '--comply', 'gdpr']);
      assert.equal(code, 0);
      assert.match(out, /rto 8h +4000\.00 EUR that one outage may cost at most \/ 500\.00 EUR an hour = 8h\n/);
      const text = readFileSync(path.join(folder.path, 'backup.backupplan'), 'utf8');
      assert.match(text, / {2}rto +8h +\/\/ 4000\.00 EUR that one outage may cost/);
      assert.match(text, / {2}comply +with gdpr\n/);
      assert.match(text, / {2}outage +costs 500 EUR\/h\n/);
      assert.match(text, / {2}backup \{\n/);
      assert.equal((await folder.run(['fmt', '--check'])).code, 0);
      assert.match((await folder.run(['check'])).out, /nothing to say/);
    });

    it('writes a plan that checks for each kind that it offers', async () => {
      for (const kind of Object.keys(kinds)) {
        const name = `${kind}.backupplan`;
        assert.equal((await folder.run(['init', name, '--system', 'app', '--kind', kind, '--redo', '26h'])).code, 0);
        const { code, out } = await folder.run(['check', name]);
        assert.deepEqual({ code, errors: out.match(/^(error|warning).*/gm) }, { code: 0, errors: null }, `${kind}:\n${out}`);
      }
    });

    it('says what no backup can keep, and writes what comes nearest', async () => {
      const given = ['--kind', 'files', '--size', '2 TB', '--redo', '1h', '--outage', '100 USD', '--bearable', '50 USD'];
      const { code, out } = await folder.run(['init', ...given]);
      assert.equal(code, 1);
      assert.match(out, /No restore brings it back within 30m in office-lost: .*5h33m20s to read 2 TB from vault/);
      const checked = await folder.run(['check']);
      assert.match(checked.out, /^error\[rto-unmet\]/m);
      assert.doesNotMatch(checked.out, /unprotected-system/);
    });

    it('asks a person at a terminal, and again where an answer cannot be read', async () => {
      const typed = ['orders', '', '40 gigs', '40 GB', '', '500 EUR', '4000 EUR', '30m', '', ''];
      const { code, out, err } = await folder.run(['init'], { typed });
      assert.equal(code, 0);
      assert.match(out, /What is the system called\? \[database\] .*What may one outage cost at most/s);
      assert.doesNotMatch(out, /Which data does it hold/, 'no rules apply');
      assert.match(err, /a size such as `120 GB` is expected/);
      const text = readFileSync(path.join(folder.path, 'backup.backupplan'), 'utf8');
      assert.match(text, /system orders: postgresql \{[^}]* size +40 GB\n[^}]* rpo +30m .* rto +8h /s);
    });

    it('writes the plan to fill in for a person who answers nothing', async () => {
      await folder.run(['init', 'asked.backupplan'], { typed: Array(20).fill('') });
      await folder.run(['init', 'ended.backupplan'], { typed: [] });
      await folder.run(['init', 'plain.backupplan']);
      const [one, two, plain] = ['asked', 'ended', 'plain'].map((name) =>
        readFileSync(path.join(folder.path, `${name}.backupplan`), 'utf8'),
      );
      assert.deepEqual([one, two], [plain, plain]);
    });

    it('names the answer that it cannot read, and writes nothing', async () => {
      const { code, err } = await folder.run(['init', '--redo', 'soon']);
      assert.equal(code, 2);
      assert.match(err, /^backupplan: --redo: /);
      assert.match((await folder.run(['check', '.'])).err, /there is no plan/);
    });

    it('does not touch a file that is there', async () => {
      folder.write('backup.backupplan', 'mine');
      const { code, err } = await folder.run(['init']);
      assert.equal(code, 2);
      assert.match(err, /there already; nothing was written/);
      assert.equal(readFileSync(path.join(folder.path, 'backup.backupplan'), 'utf8'), 'mine');
    });
  });

  describe('fmt', () => {
    const untidy = 'plan "x" {\nowner "a"\n      timezone "UTC"\n}\n';

    it('formats in place and names what it changed', async () => {
      const file = folder.write('x.backupplan', untidy);
      const { code, out } = await folder.run(['fmt']);
      assert.deepEqual({ code, out }, { code: 0, out: 'x.backupplan\n' });
      assert.equal(readFileSync(file, 'utf8'), 'plan "x" {\n  owner     "a"\n  timezone  "UTC"\n}\n');
      assert.deepEqual(await folder.run(['fmt']), { code: 0, out: '', err: '' });
    });

    it('writes nothing with --check, and ends with 1', async () => {
      const file = folder.write('x.backupplan', untidy);
      const { code, out } = await folder.run(['fmt', '--check']);
      assert.deepEqual({ code, out }, { code: 1, out: 'x.backupplan\n' });
      assert.equal(readFileSync(file, 'utf8'), untidy);
    });

    it('formats standard input to standard output', async () => {
      const { out } = await folder.run(['fmt', '-'], { input: untidy });
      assert.equal(out, 'plan "x" {\n  owner     "a"\n  timezone  "UTC"\n}\n');
    });

    it('takes standard input or files, and writes neither when given both', async () => {
      const file = folder.write('x.backupplan', untidy);
      const { code, err } = await folder.run(['fmt', '-', 'x.backupplan'], { input: untidy });
      assert.equal(code, 2);
      assert.match(err, /- stands alone/);
      assert.equal(readFileSync(file, 'utf8'), untidy);
      assert.deepEqual(readdirSync(folder.path), ['x.backupplan']);
    });

    it('leaves a file that is read-only or no UTF-8 as it is, and says so', async () => {
      const file = folder.write('x.backupplan', untidy);
      chmodSync(file, 0o444);
      const readOnly = await folder.run(['fmt']);
      assert.equal(readOnly.code, 2);
      assert.match(readOnly.err, /cannot write .*x\.backupplan: it is read-only/);
      assert.equal(readFileSync(file, 'utf8'), untidy);
      chmodSync(file, 0o644);
      const bytes = Buffer.concat([Buffer.from(untidy), Buffer.from('// für\n', 'latin1')]);
      folder.write('x.backupplan', bytes);
      assert.match((await folder.run(['fmt'])).err, /is not UTF-8/);
      assert.deepEqual(readFileSync(file), bytes);
    });
  });

  describe('explain', () => {
    it('prints the page of a rule of a pack, of the pack, and of the rule of a workspace', async () => {
      const { code, out } = await folder.run(['explain', 'gdpr/storage-limitation']);
      assert.equal(code, 0);
      assert.match(out, /^# gdpr\/storage-limitation\n[\s\S]*Article 5\(1\)\(e\)[\s\S]*## Mended\n/);
      assert.match((await folder.run(['explain', 'gdpr'])).out, /^# gdpr\n[\s\S]*## storage-limitation\n/);
      assert.match((await folder.run(['explain', 'gdpr/storage-limitations'])).err, /did you mean 'gdpr\/storage-limitation'\?/);
      folder.write('backupplan.catalog.yaml', acme);
      assert.match((await folder.run(['explain', 'acme/owned'])).out, /^# acme\/owned\n[\s\S]*Every system has an owner\./);
    });
    it('prints the page of a check', async () => {
      const { code, out } = await folder.run(['explain', 'rpo-unmet']);
      assert.equal(code, 0);
      assert.match(out, /rpo-unmet/);
    });
    it('guesses at a slip', async () => {
      const { code, err } = await folder.run(['explain', 'rpo-unmt']);
      assert.equal(code, 2);
      assert.match(err, /did you mean 'rpo-unmet'\?/);
    });
  });

  describe('generate', function () {
    this.timeout(60_000);
    it('writes the folder next to the plan, the same bytes each time', async () => {
      folder.write('orders.backupplan', plan);
      const first = await folder.run(['generate']);
      assert.equal(first.code, 0, first.err);
      const output = path.join(folder.path, 'orders.backup');
      const before = snapshot(output);
      assert.ok(before.has('manifest.json') && before.has('README.md') && before.has('documents/disaster-recovery-plan.md'));
      assert.ok([...before.keys()].some((name) => name.startsWith('documents/runbook-')));
      assert.ok([...before.keys()].some((name) => /^scripts\/.+\.sh$/.test(name)));
      await folder.run(['generate', '--force']);
      assert.deepEqual(snapshot(output), before);
    });

    it('keeps a file that somebody has edited, and says so', async () => {
      folder.write('orders.backupplan', plan);
      await folder.run(['generate']);
      const file = path.join(folder.path, 'orders.backup/documents/disaster-recovery-plan.md');
      writeFileSync(file, 'our own words');
      folder.write('orders.backupplan', plan.replace('size         40 GB', 'size         41 GB'));
      const { out } = await folder.run(['generate']);
      assert.match(out, /kept .*disaster-recovery-plan\.md/);
      assert.equal(readFileSync(file, 'utf8'), 'our own words');
      const forced = await folder.run(['generate', '--force']);
      assert.equal(forced.code, 0);
      assert.notEqual(readFileSync(file, 'utf8'), 'our own words');
    });

    it('says what no script does, and why', async () => {
      folder.write('orders.backupplan', plan.replace('"/srv/backup"', '"backup"'));
      const { out } = await folder.run(['generate', '--only', 'scripts']);
      assert.match(out, /^by hand: orders\/full-nas: the path of nas is not an absolute path below \/$/mu);
      assert.doesNotMatch((await folder.run(['generate', '--only', 'documents'])).out, /by hand/u);
    });

    it('writes nothing with --dry-run', async () => {
      folder.write('orders.backupplan', plan);
      const { code, out } = await folder.run(['generate', '--dry-run']);
      assert.equal(code, 0);
      assert.match(out, /disaster-recovery-plan\.md/);
      assert.ok(!existsSync(path.join(folder.path, 'orders.backup')));
    });

    it('--check is content with a folder that is up to date, notes and edits of people included', async () => {
      folder.write('orders.backupplan', plan);
      await folder.run(['generate']);
      const runbook = path.join(folder.path, 'orders.backup/documents/runbook-ransomware.md');
      writeFileSync(
        runbook,
        readFileSync(runbook, 'utf8').replace('<!-- keep notes -->\n', '<!-- keep notes -->\nThe key is in the red box.\n'),
      );
      writeFileSync(path.join(folder.path, 'orders.backup/documents/strategy.md'), 'our own words');
      const before = snapshot(path.join(folder.path, 'orders.backup'));
      const { code, out } = await folder.run(['generate', '--check']);
      assert.equal(code, 0, out);
      assert.equal(out, 'orders.backup: up to date\n');
      assert.deepEqual(snapshot(path.join(folder.path, 'orders.backup')), before);
    });

    it('--check fails when the plan has changed since, and shows what differs', async () => {
      folder.write('orders.backupplan', plan);
      await folder.run(['generate']);
      const output = path.join(folder.path, 'orders.backup');
      writeFileSync(path.join(output, 'documents/strategy.md'), 'our own words\n');
      const before = snapshot(output);
      folder.write('orders.backupplan', plan.replace('size         40 GB', 'size         41 GB'));
      const { code, out } = await folder.run(['generate', '--check']);
      assert.equal(code, 1);
      assert.match(out, /^--- orders\.backup\/documents\/cost-estimate\.md\tas it is$/mu);
      assert.match(out, /^\+\+\+ orders\.backup\/documents\/cost-estimate\.md\tas it is generated$/mu);
      assert.match(out, /^-\| nas \| 1\.88 TB \|/mu);
      assert.match(out, /^\+\| nas \| 1\.93 TB \|/mu);
      assert.match(
        out,
        /strategy\.md: edited since it was generated; the new text would be put beside it\n--- .*\n.*\n@@ .*\n-our own words\n/u,
      );
      assert.match(out, /\norders\.backup: \d+ files are not what the plan gives; run 'backupplan generate'\n$/u);
      assert.deepEqual(snapshot(output), before);
      await folder.run(['generate']);
      assert.equal((await folder.run(['generate', '--check'])).code, 0);
    });

    it('takes restore tests from the journal beside the plan', async () => {
      folder.write('orders.backupplan', plan);
      await folder.run(['generate']);
      const output = path.join(folder.path, 'orders.backup');
      const { plan: made } = JSON.parse(readFileSync(path.join(output, 'manifest.json'), 'utf8'));
      const line = {
        plan: 'x',
        planHash: made.sha256,
        system: 'orders',
        job: 'orders/verify-restore',
        kind: 'verify-restore',
        storage: 'nas',
      };
      const run = { ...line, started: 1798797600, finished: 1798797915, result: 'ok', exitCode: 0 };
      folder.write('orders.journal.jsonl', `${JSON.stringify(run)}\n{"torn\n`);
      const stale = await folder.run(['generate', '--check']);
      assert.equal(stale.code, 1);
      assert.match(stale.out, /^-\| Verified \| \*\*NOT VERIFIED\*\*/mu);
      assert.match(stale.out, /^\+\| Verified \| by restore tests of this plan: orders \(2027-01-01\) \|$/mu);
      await folder.run(['generate']);
      assert.match(
        readFileSync(path.join(output, 'documents/disaster-recovery-plan.md'), 'utf8'),
        /\| orders \| nas \| 2027-01-01 10:05:15 UTC \| 5m15s \|/u,
      );
      folder.write('orders.backupplan', plan.replace('size         40 GB', 'size         41 GB'));
      await folder.run(['generate']);
      assert.match(
        readFileSync(path.join(output, 'README.md'), 'utf8'),
        /NOT VERIFIED\*\*: what a restore rests on has changed since the last restore test of orders \(2027-01-01\)/u,
      );
      // A line of today's scripts says what the restore rested on, which a size is no part of.
      const [, restoreHash] =
        /^restore_hash='?(\w+)'?$/mu.exec(readFileSync(path.join(output, 'scripts/orders/verify-restore.sh'), 'utf8')) ?? [];
      folder.write('orders.journal.jsonl', `${JSON.stringify({ ...run, restoreHash })}\n`);
      await folder.run(['generate']);
      assert.match(readFileSync(path.join(output, 'README.md'), 'utf8'), /by restore tests of this plan: orders \(2027-01-01\)/u);
    });

    it('--check names files that are missing or no longer generated', async () => {
      folder.write('orders.backupplan', plan);
      await folder.run(['generate']);
      rmSync(path.join(folder.path, 'orders.backup/README.md'));
      folder.write('orders.backupplan', plan.replaceAll('dropped-table', 'lost-table'));
      const { code, out } = await folder.run(['generate', '--check']);
      assert.equal(code, 1);
      assert.match(out, /^orders\.backup\/README\.md: missing$/mu);
      assert.match(out, /^orders\.backup\/documents\/runbook-lost-table\.md: missing$/mu);
      assert.match(out, /^orders\.backup\/documents\/runbook-dropped-table\.md: no longer generated$/mu);
    });

    it('refuses a scenario that the plan does not have', async () => {
      folder.write('orders.backupplan', plan);
      const { code, err } = await folder.run(['generate', '--scenario', 'flood']);
      assert.equal(code, 2);
      assert.match(err, /has no scenario 'flood'; it has datacenter-failure, ransomware, dropped-table/);
    });

    it('refuses a plan that cannot be read whole', async () => {
      folder.write('orders.backupplan', plan.replace('site berlin ', 'site berln '));
      const { code, err } = await folder.run(['generate']);
      assert.equal(code, 1);
      assert.match(err, /undefined-name/);
      assert.ok(!existsSync(path.join(folder.path, 'orders.backup')));
    });
  });
});

function snapshot(root: string): Map<string, string> {
  return new Map(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(root, file), readFileSync(file, 'utf8')] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}
