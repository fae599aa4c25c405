import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import MarkdownIt from 'markdown-it';
import { Folder } from './run.ts';

interface Answer {
  readonly status: string;
  readonly seconds: number | null;
  readonly target: number | null;
  readonly met: boolean | null;
}
interface Months {
  readonly month1: number | null;
  readonly month12: number | null;
  readonly month36: number | null;
  readonly missing?: readonly string[];
}
interface Report {
  readonly plan: string;
  readonly systems: readonly {
    readonly name: string;
    readonly retain: readonly { readonly rule: string; readonly met: boolean; readonly lacking: unknown }[];
    readonly keep: readonly {
      readonly storage: string;
      readonly seconds: number | null;
      readonly rules: readonly { readonly rule: string }[];
    }[];
    readonly copies: { readonly total: number; readonly offsite: readonly string[] };
    readonly scenarios: readonly {
      readonly scenario: string;
      readonly affected: boolean;
      readonly loss: Answer & { incidentAt: string; restorePoint: string; storage: string; because: string; missing?: string[] };
      readonly recovery: Answer & { source: string; steps: readonly { step: string; seconds: number }[] };
    }[];
  }[];
  readonly storages: readonly {
    readonly name: string;
    readonly bytes: Months;
    readonly costPerMonth: Months;
    readonly fullOn: string | null;
  }[];
  readonly costPerMonth: Months & {
    readonly currency: string;
    readonly atLeast: Months;
    readonly budget: number | null;
    readonly met: boolean | null;
  };
  readonly assumptions: readonly { readonly about: string }[];
  readonly diagnostics: readonly { readonly code: string }[];
}

const shop = readFileSync('examples/shop.backupplan', 'utf8');
const plans = ['examples', 'test/worked'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.backupplan'))
    .map((name) => `${folder}/${name}`),
);
const validate = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync('docs/assessment.schema.json', 'utf8')) as object,
);

describe('backupplan assess', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const reportOf = async (text: string): Promise<Report> => {
    folder.write('p.backupplan', text);
    const { code, out, err } = await folder.run(['assess', 'p.backupplan', '--format', 'json']);
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    return JSON.parse(out) as Report;
  };

  describe('as JSON', () => {
    for (const plan of plans) {
      it(`holds to the schema: ${plan}`, async () => {
        const report = await reportOf(readFileSync(plan, 'utf8'));
        assert.ok(validate(report), JSON.stringify(validate.errors, null, 2));
      });
    }

    it('holds to the schema where figures are unknown and systems lost', async () => {
      const report = await reportOf(
        'plan "x" { }\nsite a { kind home }\nstorage disk: disk { at a; path "/b" }\n' +
          'system notes: files { at a; path "/n"; rpo 1 day; backup { full daily at 02:00 to disk using tar; keep 7 days } }\n' +
          'scenario theft { lose a }\nscenario slip { corrupt notes }\n',
      );
      assert.ok(validate(report), JSON.stringify(validate.errors, null, 2));
      const [theft, slip] = report.systems[0]?.scenarios ?? [];
      assert.deepEqual([theft?.loss.status, theft?.loss.seconds, theft?.loss.met], ['unrecoverable', null, false]);
      assert.match(theft?.loss.because ?? '', /^nothing that can restore notes is left: disk: .*\.$/);
      assert.deepEqual([slip?.loss.status, slip?.loss.seconds, slip?.loss.met], ['unknown', null, null]);
      assert.deepEqual(slip?.loss.missing, ['notes.size']);
    });

    it('the schema refuses a loss that is known and has no number', async () => {
      const report = await reportOf(shop);
      const text = JSON.stringify(report).replace(/"status":"known","seconds":\d+/, '"status":"known","seconds":null');
      assert.equal(validate(JSON.parse(text)), false);
    });

    it('gives the shop its figures, the witness and the steps', async () => {
      const { systems, plan, assumptions, diagnostics } = await reportOf(shop);
      assert.equal(plan, 'Shop');
      const orders = systems.find(({ name }) => name === 'orders');
      assert.equal(orders?.copies.total, 3);
      assert.deepEqual(orders?.copies.offsite, ['vault']);
      const result = orders?.scenarios.find(({ scenario }) => scenario === 'datacenter-failure');
      assert.deepEqual([result?.loss.target, result?.loss.met, result?.loss.storage], [3600, false, 'vault']);
      // 1m of log that is not on nas yet, an hour between copies, and a copy of 120 GB and an hour of log (0.25 GB) at 100 MB/s: 1202.5 s.
      assert.equal(result?.loss.seconds, 60 + 3600 + 1203);
      assert.equal(Date.parse(result?.loss.incidentAt ?? '') - Date.parse(result?.loss.restorePoint ?? ''), 4863_000);
      assert.match(result?.loss.because ?? '', /1h between copies from nas to vault/);
      assert.equal(result?.recovery.source, 'vault');
      assert.deepEqual(
        result?.recovery.steps.map(({ step }) => step),
        ['declare', 'provision', 'wait', 'retrieve', 'transfer', 'replay'],
      );
      assert.ok(assumptions.some(({ about }) => about === 'vault.write'));
      assert.ok(diagnostics.some(({ code }) => code === 'rpo-unmet'));
    });

    it('gives bytes, cost and the day on which a storage is full', async () => {
      const { storages, costPerMonth } = await reportOf(
        'plan "x" { budget 5 EUR/month }\nsite a { kind home }\n' +
          'storage disk: disk { at a; path "/b"; capacity 900 GB; price 0.01 EUR/GB/month }\nstorage spare: disk { at a; path "/c" }\n' +
          'system notes: files { at a; path "/n"; size 1 GB; backup { full daily at 00:00 to disk using tar taking 1h } }\n',
      );
      // One point a day since 2025-01-01: in January 2027 number 731 and on, each day an hour later than the day begins.
      const mean = 731 + 15 - 1 / 24;
      assert.equal(storages[0]?.bytes.month1, Math.floor(mean * 1e9 + 0.5));
      assert.equal(storages[0]?.costPerMonth.month1, 7.46);
      assert.equal(storages[0]?.fullOn, '2027-06-20');
      assert.deepEqual([storages[1]?.bytes.month1, storages[1]?.costPerMonth.month1, storages[1]?.fullOn], [0, 0, null]);
      assert.deepEqual([costPerMonth.currency, costPerMonth.month1, costPerMonth.budget, costPerMonth.met], ['EUR', 7.46, 5, false]);
    });

    it('says what is retained, what is missing first, and how far back a keep reaches', async () => {
      const { systems } = await reportOf(
        'plan "x" { }\nsite a { kind home }\nstorage disk: disk { at a; path "/b" }\n' +
          'system notes: files { at a; path "/n"; size 1 GB; retain daily for 7 days, monthly for 12 months\n' +
          'backup { full daily at 02:00 to disk using tar taking 0s; keep 14 daily, 8 weekly, 12 monthly } }\n',
      );
      assert.deepEqual(systems[0]?.retain, [
        { rule: 'daily for 7 days', met: true, lacking: null },
        { rule: 'monthly for 12 months', met: true, lacking: null },
      ]);
      assert.deepEqual(
        systems[0]?.keep.map(({ storage, seconds, rules }) => [storage, seconds, rules.map(({ rule }) => rule)]),
        [['disk', 304 * 86400, ['14 daily', '8 weekly', '12 monthly']]],
      );
    });

    it('does not guess a price: the cost is null and names it', async () => {
      const { storages, costPerMonth } = await reportOf(shop);
      assert.deepEqual(
        [storages[0]?.name, storages[0]?.costPerMonth.month1, storages[0]?.costPerMonth.missing],
        ['nas', null, ['nas.price']],
      );
      assert.deepEqual(
        [costPerMonth.month1, costPerMonth.missing, costPerMonth.budget, costPerMonth.met],
        [null, ['nas.price'], 900, null],
      );
      assert.equal(costPerMonth.atLeast.month1, storages[1]?.costPerMonth.month1);
    });

    it('is one object for one plan, and a list for several', async () => {
      folder.write('a.backupplan', 'plan "A" { }\n');
      folder.write('b.backupplan', 'plan "B" { }\n');
      folder.write('library.backupplan', 'site a { kind home }\n');
      const { out } = await folder.run(['assess', '--format', 'json']);
      assert.deepEqual(
        (JSON.parse(out) as Report[]).map(({ plan }) => plan),
        ['A', 'B'],
      );
    });
  });

  describe('for people', () => {
    it('shows what is met and what is not, and the copies', async () => {
      folder.write('shop.backupplan', shop);
      const { code, out } = await folder.run(['assess', 'shop.backupplan']);
      assert.equal(code, 0);
      assert.match(out, /^Shop \(shop\.backupplan\)$/m);
      assert.match(out, /^ {2}System +Scenario +Lost at most +RPO +Back after +RTO +From$/m);
      assert.match(out, /^ {2}orders +datacenter-failure +1h21m3s +✗ 1h +1h48m16s +✓ 4h +vault$/m);
      assert.match(out, /^ {2}orders +3 +disk, object +vault +vault +yes$/m);
      assert.match(out, /^ {2}nas +[\d.]+ TB +[\d.]+ TB +[\d.]+ TB +20 TB$/m);
      assert.match(out, /^ {2}all +at least [\d.]+ USD/m);
      assert.match(out, /^ {2}budget +\? 900\.00 USD/m);
      assert.match(out, /^ {2}vault\.write +100 MB\/s +s3 default in the catalogue$/m);
      assert.match(out, /'backupplan check' says more: 3 errors\b/m);
      assert.ok(!out.includes('until the copy is on vault'));
    });

    it('prints the sum of each figure with --explain, with the lines that it rests on', async () => {
      folder.write('shop.backupplan', shop);
      const { out } = await folder.run(['assess', 'shop.backupplan', '--explain']);
      assert.match(
        out,
        /^orders in datacenter-failure\n {2}1h21m3s worst-case loss of orders, restored from vault\n {4}1m until the log is on nas \(shop\.backupplan:\d+\)\n/m,
      );
      assert.match(out, /^ {6}100 MB\/s that vault writes \(assumed: s3 default in the catalogue\)$/m);
    });

    it('prints Markdown tables that a renderer takes for tables', async () => {
      folder.write('shop.backupplan', shop.replace('"Shop"', '"Shop | <b>1</b>"'));
      const { out } = await folder.run(['assess', 'shop.backupplan', '--format', 'markdown', '--explain']);
      const html = new MarkdownIt().render(out);
      assert.match(html, /<h1>Shop \| &lt;b&gt;1&lt;\/b&gt;<\/h1>/);
      assert.match(html, /<td>orders<\/td>\n<td>datacenter-failure<\/td>\n<td>1h21m3s<\/td>\n<td>✗ 1h<\/td>/);
      assert.match(html, /<li>1h21m3s worst-case loss of orders, restored from vault\n<ul>/);
    });

    it('does not let a name speak to the terminal, and colours only where it is asked to', async () => {
      folder.write('p.backupplan', `${shop.replace('"Shop"', '"\u001b[31mred\u202e"')}`);
      const { out } = await folder.run(['assess', 'p.backupplan', '--explain']);
      assert.ok(!out.includes('\u001b') && !out.includes('\u202e'));
      assert.ok((await folder.run(['assess', 'p.backupplan'], { color: true })).out.includes('\u001b[31m✗ 1h'));
    });
  });

  it('says when a plan cannot be read whole, and ends with 1', async () => {
    folder.write('p.backupplan', shop.replace('to nas using restic', 'to nsa using restic'));
    const { code, out, err } = await folder.run(['assess', 'p.backupplan']);
    assert.equal(code, 1);
    assert.match(err, /p\.backupplan cannot be read whole, so its figures leave something out:\n {2}undefined-name: /);
    assert.match(out, /orders +datacenter-failure/);
  });

  it('refuses a library and a path that is not there, with 2', async () => {
    folder.write('library.backupplan', 'site a { kind home }\n');
    const library = await folder.run(['assess', 'library.backupplan']);
    assert.equal(library.code, 2);
    assert.match(library.err, /there is no plan to assess/);
    assert.equal((await folder.run(['assess', 'nothing.backupplan'])).code, 2);
  });
});
