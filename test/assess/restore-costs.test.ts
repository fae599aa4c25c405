import assert from 'node:assert/strict';
import { assess } from '../../engine/assess/assess.ts';
import type { Derivation } from '../../engine/assess/assessment.ts';
import type { Figure } from '../../engine/assess/cost/cost.ts';
import { type RestoreCosts, restoreCosts } from '../../engine/assess/cost/restore-costs.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { example, samples } from '../generate/sample.ts';
import { planOf } from './plan-of.ts';

function priced(plan: Plan): RestoreCosts {
  return restoreCosts(plan, assess(plan, builtinCatalogue), builtinCatalogue);
}

/** 100 GB on a disk beside the system and in a bucket at `there`; `here` is lost. */
function costsOf({
  scenario = 'lose here; recover at there',
  far = 'class standard-ia',
  system = '',
  block = 'full daily at 00:00 to near using tar',
}) {
  return priced(
    planOf(`plan "p" {}
site here { kind datacenter }
site there { kind cloud }
site elsewhere { kind cloud }
storage near: disk { at here; path "/b" }
storage far: s3 { at there; bucket "b"; ${far} }
system notes: files { at here; path "/n"; size 100 GB; changes 10 GB/day; ${system}
  backup {
    ${block}
    copy after full from near to far
    keep 7 days
  }
}
scenario fire { ${scenario} }`),
  );
}

const cents = (figure: Figure | undefined): number | readonly string[] | undefined =>
  figure === undefined || 'missing' in figure ? figure?.missing : Math.round(figure.value * 100) / 100;

describe('what a restore costs', () => {
  it('is retrieval at the site of the storage, and egress too where the restore is elsewhere', () => {
    assert.deepEqual(
      costsOf({}).restores.map(({ scenario, system, storage, away, cost }) => [scenario, system, storage, away, cents(cost.month1)]),
      [['fire', 'notes', 'far', false, 1]],
    );
    const [restore] = costsOf({ scenario: 'lose here; recover at elsewhere' }).restores;
    // 100 GB at 0.01 + 0.09 USD.
    assert.deepEqual([restore?.away, cents(restore?.cost.month1)], [true, 10]);
  });

  it('is nothing from a disk of our own', () => {
    const { restores, totals } = costsOf({ scenario: 'corrupt notes' });
    assert.deepEqual(
      restores.map(({ storage, cost }) => [storage, cents(cost.month1)]),
      [['near', 0]],
    );
    assert.deepEqual(
      totals.map(({ scenario, cost }) => [scenario, cents(cost.month36)]),
      [['fire', 0]],
    );
  });

  it('grows with the system, and reads what increments need', () => {
    const grown = costsOf({ system: 'grows 10 GB/month' }).restores[0]?.cost;
    assert.deepEqual([cents(grown?.month1), cents(grown?.month12), cents(grown?.month36)], [1, 2.1, 4.5]);
    const block = 'full weekly on sunday at 00:00 to near using tar\nincremental daily at 00:00 to near using tar';
    // A week of changes comes on top: 70 GB.
    assert.equal(cents(costsOf({ block }).restores[0]?.cost.month1), 1.7);
  });

  it('is not guessed where a price is missing', () => {
    const far = 'class standard-ia; endpoint "https://s3.example"';
    assert.deepEqual(
      cents(costsOf({ far: 'endpoint "https://s3.example"', scenario: 'lose here; recover at elsewhere' }).totals[0]?.cost.month1),
      ['far.egress'],
    );
    assert.equal(cents(costsOf({ far }).totals[0]?.cost.month1), 1);
  });

  for (const name of samples) {
    it(`${name}: is what a reader works out by hand from the recovery's own sum`, () => {
      const { plan, assessment } = example(name);
      const { restores } = priced(plan);
      const affected = assessment.systems.flatMap(({ name: system, scenarios }) =>
        scenarios.filter(({ recovery }) => recovery.source !== undefined).map((result) => ({ system, ...result })),
      );
      assert.equal(restores.length, affected.length);
      for (const { system, scenario, recovery } of affected) {
        const restore = restores.find((each) => each.system === system && each.scenario === scenario);
        assert.equal(restore?.storage, recovery.source);
        const storage = plan.storages.find((each) => each.name === recovery.source);
        const kind = builtinCatalogue.storages[storage?.kind ?? ''];
        const tier = kind?.classes[storage?.class?.value ?? ''];
        const log = logRead(plan, system, recovery.source ?? '');
        const bytes = bytesIn(recovery.derivation) + log;
        const perGigabyte = (tier?.retrievalPrice?.amount ?? 0) + (recovery.at === storage?.at ? 0 : (tier?.egress?.amount ?? 0));
        const cost = restore?.cost.month1;
        assert.ok(cost !== undefined && 'value' in cost);
        assert.ok(Math.abs(cost.value - (bytes / 1e9) * perGigabyte) < 1e-6, `${system} in ${scenario}`);
      }
    });
  }
});

/** What the assessment says that the transfer reads. */
function bytesIn(derivation: Derivation): number {
  const own = derivation.label === 'to read' && derivation.unit === 'bytes' ? (derivation.value ?? 0) : 0;
  return own + (derivation.parts ?? []).reduce((sum, part) => sum + bytesIn(part), 0);
}

/** In the examples every system with a log has a base a day, and on one night of the window 25 hours lie between two. */
function logRead(plan: Plan, name: string, storage: string): number {
  const system = plan.systems.find((each) => each.name === name);
  const logged = system?.blocks.some(
    ({ jobs, copies }) =>
      jobs.some(({ word, to }) => word === 'log' && to === storage) ||
      (copies.some(({ to }) => to === storage) && jobs.some(({ word }) => word === 'log')),
  );
  return logged ? (system?.logs?.value ?? 0) * 25 * 3600 : 0;
}
