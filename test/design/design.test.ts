import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { costs } from '../../engine/assess/cost/cost.ts';
import { type Answer, type Design, designSystem } from '../../engine/design/design.ts';
import { formattedAfter } from '../../engine/design/placed.ts';
import { designPlan } from '../../engine/design/plan.ts';
import { wantsOf } from '../../engine/design/wants.ts';
import { type Examination, examineAfresh } from '../../engine/examine.ts';
import { format } from '../../grammar/format.ts';
import { here, reader, terms } from '../checks/examined.ts';
import { Folder } from '../cli/run.ts';
import { type Asked, askedText, kinds, storageNames } from './asked.ts';
import { walk } from './naive.ts';

const PLAN = 'plan.backupplan';
const EACH_WALKED = 5;
const folder = path.join(here, '../design');

function examined(text: string): Examination {
  return examineAfresh(PLAN, reader({ [PLAN]: text }), undefined, terms);
}

function designed(text: string, name = 'app'): Design {
  const design = designSystem(examined(text), name, reader({ [PLAN]: text }));
  assert.ok(design, `nothing is designed for ${name}`);
  return design;
}

function textWith(text: string, { edits }: Answer): string {
  return formattedAfter(edits, reader({ [PLAN]: text }))(PLAN) ?? '';
}

const errorsOf = (text: string): readonly string[] =>
  examined(text).findings.flatMap(({ severity, code, message }) => (severity === 'error' ? [`${code}: ${message}`] : []));

function answersOf(design: Design): readonly Answer[] {
  assert.equal(design.status, 'designed', JSON.stringify(design));
  return design.status === 'designed' ? design.answers : [];
}

describe('design', () => {
  it('writes what a good DBA would for the classic input', async () => {
    const work = new Folder();
    try {
      work.write('orders.backupplan', readFileSync(path.join(folder, 'golden/classic.backupplan')));
      const { code, out } = await work.run(['design', 'orders.backupplan']);
      assert.equal(code, 0);
      golden('classic.txt', out);
      const markdown = await work.run(['design', 'orders', '--format', 'markdown']);
      golden('classic.md', markdown.out);
    } finally {
      work.remove();
    }
  });

  it('puts the backup into the plan, formatted, and touches nothing else', () => {
    const text = readFileSync(path.join(folder, 'golden/classic.backupplan'), 'utf8');
    for (const answer of answersOf(designed(text, 'orders'))) {
      const after = textWith(text, answer);
      assert.equal(format(after), after);
      assert.deepEqual(errorsOf(after), []);
      assert.ok(after.startsWith(text.slice(0, text.lastIndexOf('}'))), 'what was there is there as it was');
    }
  });

  it('replaces a backup that fails, and says again what its policy had asked', () => {
    const text = `plan "P" { owner "o@example.com"; timezone "UTC"; notify "mailto:o@example.com" }
site office { kind office }
site cloud { kind cloud; provider aws; region "eu-west-1" }
storage nas: nas { at office; path "/b"; encrypted }
storage vault: s3 { at cloud; bucket "b"; account admin; immutable 35 days; encrypted }
policy nightly { rpo 2h; full daily at 01:00 to nas; copy after full from nas to vault; keep 30 days }
system app: postgresql {
  at office; database "app" // the one
  size 10 GB; changes 1 GB/day
  rto 8h
  backup with nightly
}
`;
    const [answer] = answersOf(designed(text));
    assert.ok(answer);
    const after = textWith(text, answer);
    assert.deepEqual(errorsOf(after), []);
    assert.match(after, /\/\/ the one/);
    assert.doesNotMatch(after, /backup with nightly/);
    assert.match(after, /rpo 2h\n +backup \{/);
  });

  it('says what an optional storage costs, and has it from then on', () => {
    const asked: Asked = { ...plain, storages: ['nas', 'rented'] };
    const [answer] = answersOf(designed(askedText(asked)));
    assert.deepEqual(answer?.buys, ['rented']);
    assert.ok((answer?.price.month12 ?? 0) > 5, 'the fee is in it');
    assert.doesNotMatch(textWith(askedText(asked), answer as Answer), /optional/);
  });

  it('does not take a bucket for free that nobody gives a price for', () => {
    const text = askedText({ ...plain, storages: ['nas', 'nameless', 'vault'] });
    const answers = answersOf(designed(text));
    for (const { copies, price } of answers) {
      assert.deepEqual(copies.storages, ['nas', 'vault']);
      assert.ok(price.month12 > 0);
      assert.deepEqual(price.unpriced, [], "a disk of one's own is no bill");
    }
    const [only] = answersOf(designed(text.replace(/storage vault: .*\n/u, '')));
    assert.deepEqual(only?.price.unpriced, ['nameless'], 'it is taken where nothing else will do');
    const tight = text.replace('budget 500', 'budget 0.01');
    assert.deepEqual(answersOf(designed(tight))[0]?.copies.storages, ['nas', 'nameless'], 'and where the budget allows nothing else');
  });

  it('says which bound stands in the way', () => {
    const text = askedText({ ...plain, kind: 'files', size: 2000, storages: ['nas', 'glacier'], rto: '3h' });
    const design = designed(text);
    assert.equal(design.status, 'infeasible');
    if (design.status !== 'infeasible') return;
    const barrier = design.barriers.find(({ scenario }) => scenario === 'office-lost');
    assert.deepEqual(
      barrier?.bound.parts?.map(({ label, value = 0 }) => `${label}: ${Math.round(value)}`),
      ['until there is somewhere to restore to: 3600', 'until the first byte comes: 18000', 'to read 2 TB from glacier: 20000'],
    );
  });

  it('names the numbers that it needs', () => {
    const text = askedText(plain).replace(/ {2}size .*\n/, '');
    assert.deepEqual(designed(text), { system: 'app', status: 'unknown', missing: ['app.size'] });
  });

  it('gives the systems of a plan their times one after the other', () => {
    const one = askedText({ ...plain, kind: 'files', size: 500, rpo: '26h' });
    const system = /system app[\s\S]*?\n}\n/.exec(one)?.[0] ?? '';
    const text = `${one}${system.replace('app', 'two')}${system.replace('app', 'three')}`;
    const read = reader({ [PLAN]: text });
    const { designs, after } = designPlan(examined(text), ['app', 'two', 'three'], read, ['cost']);
    assert.deepEqual(
      designs.map(({ status }) => status),
      ['designed', 'designed', 'designed'],
    );
    const starts = designs.flatMap((each) =>
      each.status === 'designed' ? [/at (\d\d:\d\d)/.exec(each.answers[0]?.block ?? '')?.[1]] : [],
    );
    assert.equal(new Set(starts).size, 3, `they start at ${starts.join(', ')}`);
    assert.deepEqual(
      after.findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  describe('of a database that is not alone on its server', () => {
    const sharing = (asked: Asked): string => {
      const one = askedText(asked).replace('  at           office', '  at           office\n  host "db1.internal"');
      return `${one}${/system app[\s\S]*?\n}\n/.exec(one)?.[0].replace('app', 'accounting') ?? ''}`;
    };

    for (const kind of ['postgresql', 'mariadb']) {
      it(`takes only dumps of single databases (${kind})`, () => {
        const text = sharing({ ...plain, kind, budget: 5000 });
        for (const { candidate, block } of answersOf(designed(text))) {
          assert.match(candidate.draft.style.tool.name, /dump$/);
          assert.doesNotMatch(block, /^ *log /m);
        }
        const { designs, after } = designPlan(examined(text), ['app', 'accounting'], reader({ [PLAN]: text }), ['cost']);
        assert.deepEqual(
          designs.map(({ status }) => status),
          ['designed', 'designed'],
        );
        assert.doesNotMatch(after.findings.map(({ code }) => code).join(), /shared-server/);
      });
    }

    it('takes them in one go where both have the whole server now', () => {
      const block = '  backup { full daily at 01:00 to nas using pg_basebackup; keep daily for 30 days }\n}';
      const text = sharing({ ...plain, kind: 'postgresql', budget: 5000 }).replace(
        /(system (?:app|accounting): [\s\S]*?\n)\}/gu,
        `$1${block}`,
      );
      const before = examined(text).findings.filter(({ code }) => code === 'shared-server');
      assert.deepEqual(
        before.map(({ about }) => about),
        ['app', 'accounting'],
      );
      const { designs, after } = designPlan(examined(text), ['app', 'accounting'], reader({ [PLAN]: text }), ['cost']);
      assert.deepEqual(
        designs.map(({ status }) => status),
        ['designed', 'designed'],
      );
      assert.doesNotMatch(after.findings.map(({ code }) => code).join(), /shared-server/);
    });

    it('says why what is asked cannot be kept', () => {
      const asked = { ...plain, rpo: '5m' };
      assert.equal(designed(askedText(asked)).status, 'designed');
      const design = designed(sharing(asked));
      assert.equal(design.status, 'infeasible');
      assert.equal(
        design.status === 'infeasible' && design.because,
        'app shares its server with accounting: only dumps of its own databases are possible, and a log only where the server is written as one system',
      );
    });
  });

  it('waits for what a system depends on', () => {
    const one = askedText(plain);
    const system = /system app[\s\S]*?\n}\n/.exec(one)?.[0] ?? '';
    const text = `${one.replace('  at           office', '  at           office\n  depends on below')}${system.replace('app', 'below')}`;
    const { designs } = designPlan(examined(text), ['app', 'below'], reader({ [PLAN]: text }), ['cost']);
    assert.deepEqual(
      designs.map(({ system: name, status }) => `${name} ${status}`),
      ['below designed', 'app designed'],
    );
  });

  it('passes check for whatever is asked, or a walk through the whole space finds nothing either', function () {
    this.timeout(1_800_000);
    let feasible = 0;
    let infeasible = 0;
    fc.assert(
      fc.property(askedPlans, (asked) => {
        const text = askedText(asked);
        const design = designed(text);
        if (design.status === 'designed') {
          feasible++;
          for (const answer of design.answers) assert.deepEqual(errorsOf(textWith(text, answer)), [], answer.block);
          return;
        }
        // A walk takes ten seconds and more.
        if (infeasible++ % EACH_WALKED > 0) return;
        const before = examined(text);
        const [system] = before.plan.systems;
        assert.ok(system);
        const goals = { total: 2, media: 1, offsite: false, locked: false, slack: false };
        for (const { text: block } of walk(before, system, goals)) {
          const after = text.replace(/\n}\nscenario/, () => `\n${block}\n}\nscenario`);
          assert.notDeepEqual(errorsOf(after), [], `this would do:\n${block}`);
        }
      }),
      { numRuns: 200, seed: 7 },
    );
    assert.ok(feasible > 60 && feasible < 190, `${feasible} of 200 could be met`);
  });

  it('finds the cheapest of the whole space', function () {
    this.timeout(600_000);
    for (const asked of small) {
      const text = askedText(asked);
      const before = examined(text);
      const [system] = before.plan.systems;
      assert.ok(system);
      const [answer] = answersOf(designed(text));
      const all = walk(before, system, wantsOf(before, system).goals);
      const best = all.toSorted(
        (a, b) =>
          a.price.unpriced.length - b.price.unpriced.length ||
          cents(a.price.month12) - cents(b.price.month12) ||
          cents(a.price.month36) - cents(b.price.month36) ||
          a.price.bytes - b.price.bytes,
      )[0];
      assert.ok(best, 'the walk finds nothing');
      assert.equal(cents(answer?.price.month12 ?? -1), cents(best.price.month12), best.text);
      assert.equal(Math.round(answer?.price.bytes ?? -1), Math.round(best.price.bytes), best.text);
    }
  });

  describe('is never dearer than an expert at equal promises', () => {
    for (const name of readdirSync(path.join(folder, 'experts'))) {
      it(name, function () {
        this.timeout(120_000);
        const text = readFileSync(path.join(folder, 'experts', name), 'utf8');
        assert.deepEqual(errorsOf(text), [], 'the expert has made a mistake');
        const open = text.replace(/\n\n {2}backup \{[\s\S]*?\n {2}\}/, '');
        const system = examined(open).plan.systems[0]?.name ?? '';
        const [answer] = answersOf(designed(open, system));
        assert.ok(answer);
        const [theirs, ours] = [text, textWith(open, answer)].map(costWithoutTests);
        // The weekday of the fulls decides how many of them fall into a month.
        assert.ok((ours ?? 0) <= (theirs ?? 0) * 1.005, `${ours} instead of ${theirs}:\n${answer.block}`);
      });
    }
  });
});

/** How often restores are tried is a promise too, which each makes for itself. */
function costWithoutTests(text: string): number {
  const { plan, catalogue } = examined(text.replaceAll(/^ *verify .*\n/gm, ''));
  return costs(plan, catalogue).atLeast.month12;
}

const cents = (amount: number): number => Math.round(amount * 100);

const plain: Asked = {
  kind: 'postgresql',
  size: 20,
  changes: 5,
  rpo: '1h',
  rto: '8h',
  retain: 'daily for 30 days',
  criticality: 'medium',
  detected: '7 days',
  storages: ['nas', 'vault'],
  budget: 500,
};

const small: readonly Asked[] = [
  { ...plain, kind: 'sqlite', size: 1, rpo: '26h' },
  { ...plain, kind: 'files', rpo: '5h', storages: ['nas', 'vault', 'far'] },
  { ...plain, kind: 'vm', rpo: '8 days', retain: '', storages: ['nas', 'vault', 'rented'] },
  { ...plain, rpo: '26h', retain: 'daily for 14 days' },
  { ...plain, kind: 'sqlite', size: 1, rpo: '26h', storages: ['nas', 'vault', 'nameless'] },
];

const askedPlans: fc.Arbitrary<Asked> = fc.record({
  kind: fc.constantFrom(...kinds),
  size: fc.constantFrom(1, 20, 400, 3000),
  changes: fc.constantFrom(1, 10),
  rpo: fc.constantFrom('15m', '1h', '5h', '26h', '8 days'),
  rto: fc.constantFrom('2h', '4h', '24h', '3 days'),
  retain: fc.constantFrom('', 'daily for 14 days', 'daily for 30 days, monthly for 12 months'),
  criticality: fc.constantFrom('low', 'medium', 'critical'),
  detected: fc.constantFrom('0h', '7 days', '21 days'),
  storages: fc.subarray(storageNames, { minLength: 1, maxLength: 3 }),
  budget: fc.constantFrom(20, 100, 1000),
});

function golden(name: string, text: string): void {
  const file = path.join(folder, 'golden', name);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
}
