import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Folder } from './run.ts';

const classic = readFileSync('test/design/golden/classic.backupplan', 'utf8');

interface Report {
  readonly systems: readonly {
    readonly system: string;
    readonly status: string;
    readonly because?: readonly string[];
    readonly answers?: readonly {
      readonly best: readonly string[];
      readonly block: string;
      readonly costPerMonth: { readonly month12: number };
    }[];
    readonly nearest?: { readonly block: string; readonly short: readonly string[] };
  }[];
}

describe('design', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const written = (): string => readFileSync(path.join(folder.path, 'orders.backupplan'), 'utf8');

  it('does not call free what nobody gives a price for, nor what is priced in another currency', async () => {
    const header = /^plan ("[^"]*" \{)/mu;
    folder.write('orders.backupplan', classic.replace(header, 'plan $1 currency EUR;'));
    const { out } = await folder.run(['design']);
    assert.match(out, /^ {2}cost of month 12 +at least \d+\.\d\d EUR /mu);
    assert.match(out, /^ {2}cost lacks +nas\.price, exchange EUR\/USD /mu);
    const priced = classic.replace(/^(storage nas: [^{]*\{)/mu, '$1 price 0 EUR/GB/month;');
    folder.write('orders.backupplan', priced.replace(header, 'plan $1 currency EUR; exchange 0.92 EUR/USD;'));
    assert.doesNotMatch((await folder.run(['design'])).out, /at least|cost lacks/u);
  });

  it('writes a backup with which check has nothing to say, and then finds nothing to do', async () => {
    folder.write('orders.backupplan', classic);
    const { code, err } = await folder.run(['design', '--write']);
    assert.equal(code, 0);
    assert.match(err, /orders\.backupplan written/);
    assert.match(written(), /full +weekly on sunday/);
    assert.equal((await folder.run(['fmt', '--check'])).code, 0);
    assert.equal((await folder.run(['check'])).code, 0);
    assert.match((await folder.run(['design'])).out, /has one that holds/);
  });

  it('replaces a backup by one that is formatted, also where the rest of the plan is not', async () => {
    const failing = classic.replace(/\}\n$/u, '\n  backup {\n    full  weekly on sunday at 03:00 to nas\n    keep  30 days\n  }\n}\n');
    folder.write('orders.backupplan', failing);
    assert.equal((await folder.run(['fmt', '--check'])).code, 0);
    await folder.run(['design', '--write']);
    assert.equal((await folder.run(['fmt', '--check'])).code, 0);
    const block = written().slice(written().indexOf('  backup {'));
    folder.write('orders.backupplan', failing.replace('size      120', 'size 120'));
    await folder.run(['design', '--write']);
    assert.match(written(), /size 120 GB/u, 'what else is in the plan stays as it was');
    assert.equal(written().slice(written().indexOf('  backup {')), block);
  });

  it('takes what is best by the objective', async () => {
    folder.write('orders.backupplan', classic);
    await folder.run(['design', 'orders', '--write', '--objective', 'loss']);
    assert.match(written(), /log +continuous to nas, bucket/);
  });

  it('leaves nothing to do by hand where it can', async () => {
    folder.write('orders.backupplan', classic);
    assert.match((await folder.run(['design'])).out, /set up by hand +orders\/copy-nas-bucket {2,}orders/);
    await folder.run(['design', '--write', '--objective', 'scripts']);
    await folder.run(['generate']);
    assert.match(readFileSync(path.join(folder.path, 'orders.backup/README.md'), 'utf8'), /Everything that the plan asks for is here/);
  });

  it('writes nothing without being asked', async () => {
    folder.write('orders.backupplan', classic);
    await folder.run(['design']);
    assert.equal(written(), classic);
  });

  it('designs standard input to standard output', async () => {
    const { out, err, code } = await folder.run(['design', '--write', '-'], { input: classic });
    assert.equal(code, 0);
    assert.match(out, /^plan "Orders" \{[\s\S]*backup \{/);
    assert.match(err, /just enough/);
  });

  it('says which systems are written, which are not, and which are left alone', async () => {
    const [system = ''] = /^system orders[\s\S]*\n\}\n/mu.exec(classic) ?? [];
    const of = (name: string): string => system.replace('orders', name).replace(/host +"/u, (host) => `${host}${name}.`);
    folder.write('orders.backupplan', classic);
    await folder.run(['design', '--write']);
    folder.write('orders.backupplan', `${written()}\n${of('crm')}\n${of('erp').replace('rto       4h', 'rto       10m')}`);
    const { code, out, err } = await folder.run(['design', '--write']);
    assert.equal(code, 1);
    assert.match(out, /\n\norders: has one that holds\n$/u);
    assert.match(err, /^orders\.backupplan written\.\nBackups written: crm\. Not written, for the reasons above: erp\.\n$/u);
    assert.match((await folder.run(['design', '--format', 'markdown'])).out, /\n## orders\n\nHas one that holds\.\n/u);
    assert.doesNotMatch((await folder.run(['design', 'erp'])).out, /has one that holds/u);
  });

  it('gives programs the same', async () => {
    folder.write('orders.backupplan', classic);
    const report = JSON.parse((await folder.run(['design', '--format', 'json'])).out) as Report;
    const [system] = report.systems;
    assert.equal(system?.status, 'designed');
    assert.deepEqual(
      system?.answers?.map(({ best }) => best),
      [['cost'], ['scripts'], ['recovery'], ['loss']],
    );
    const costs = system?.answers?.map(({ costPerMonth }) => costPerMonth.month12) ?? [];
    assert.equal(Math.min(...costs), costs[0]);
  });

  it('says what stands in the way, and ends with 1', async () => {
    folder.write('orders.backupplan', classic.replace('rto       4h', 'rto       10m'));
    const { code, out } = await folder.run(['design']);
    assert.equal(code, 1);
    assert.match(out, /No restore brings it back within 10m in lose-berlin: .* it takes \d+m\d*s? \(.*to read 120 GB from/);
    assert.match(out, /nearest/);
    const report = JSON.parse((await folder.run(['design', '--format', 'json'])).out) as Report;
    assert.equal(report.systems[0]?.status, 'infeasible');
    assert.ok((report.systems[0]?.because?.length ?? 0) > 0);
    assert.ok((report.systems[0]?.nearest?.short.length ?? 0) > 0);
  });

  it('says what would settle it where a scenario leaves nothing', async () => {
    folder.write('orders.backupplan', classic.replace(/^ +(?:immutable|account) .*\n/gmu, ''));
    const { out } = await folder.run(['design']);
    assert.match(out, /Nothing of orders is left in ransomware: nas \(production can delete there, and nothing is locked\), bucket \(/u);
    assert.match(out, /Lock a copy \(`immutable`\), take it `offline`, or put it under an account of its own\.\n$/u);
  });

  it('says what only a standby gives', async () => {
    folder.write('orders.backupplan', classic.replace('rpo       1h', 'rpo       10s'));
    const { out } = await folder.run(['design']);
    assert.match(out, /in lose-berlin up to 1m is lost, and 10s is asked: a log is 1m behind, and only a `standby` is closer/u);
    assert.doesNotMatch(out, /in ransomware [^;]*only a `standby`/u, 'what is damaged is damaged there too');
  });

  it('knows no system of another name, and no plan that it cannot read', async () => {
    folder.write('orders.backupplan', classic);
    const { code, err } = await folder.run(['design', 'order']);
    assert.equal(code, 2);
    assert.match(err, /no system 'order'; it has orders/);
    folder.write('orders.backupplan', classic.replace('system orders', 'sytem orders'));
    const unread = await folder.run(['design']);
    assert.equal(unread.code, 1);
    assert.match(unread.err, /not designed for until it can be read whole/);
  });
});
