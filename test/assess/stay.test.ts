import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Stay, staysOf } from '../../engine/assess/retention/stay.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { historyOf } from '../simulator/history.ts';
import { planOf } from './plan-of.ts';

const DAY = 86400;
const WINDOW = { start: Date.UTC(2027, 0, 1) / 1000, end: Date.UTC(2029, 0, 1) / 1000 };

function textOf(block: string, zone = 'UTC', lock = ''): string {
  return `plan "p" { timezone "${zone}" }
site here { kind datacenter }
site there { kind cloud }
storage near: disk { at here; path "/b" }
storage far: s3 { at there; bucket "b"; ${lock} }
system notes: files { at here; path "/n"; size 100 GB; changes 1 GB/day
  backup {
    ${block}
  }
}`;
}

function staysIn(plan: Plan): readonly Stay[] {
  return plan.systems.flatMap((system) => staysOf(plan, system, builtinCatalogue));
}

const daily = 'full daily at 02:00 to near using tar taking 0s';

describe('how long a restore point stays', () => {
  it('is the length of its rule and until the next run prunes', () => {
    // What is exactly 14 days old is kept, so it goes with the run after.
    assert.deepEqual(
      staysIn(planOf(textOf(`${daily}\nkeep 14 days`))).map(({ storage, fewest, most, seconds }) => [storage, fewest, most, seconds]),
      [['near', 15, 15, 15 * DAY]],
    );
  });

  it('is longer where something that is kept needs it', () => {
    const [near] = staysIn(
      planOf(
        textOf(
          'full weekly on sunday at 02:00 to near using tar taking 0s\nincremental daily at 02:00 to near using tar taking 0s\nkeep 14 days',
        ),
      ),
    );
    // The increment of Saturday, six days younger, needs the full of Sunday.
    assert.equal(near?.seconds, 21 * DAY);
  });

  it('is longer where a lock holds it', () => {
    const [, far] = staysIn(
      planOf(textOf(`${daily}\ncopy after full from near to far taking 0s\nkeep 14 days`, 'UTC', 'immutable 35 days')),
    );
    assert.equal(far?.seconds, 35 * DAY);
  });

  it('is for ever where nothing is pruned', () => {
    assert.equal(staysIn(planOf(textOf(daily)))[0]?.seconds, Infinity);
    assert.equal(staysIn(planOf(textOf(`${daily}\nkeep forever`)))[0]?.seconds, Infinity);
  });

  it('agrees with the simulator, which knows nothing of engine/assess, and so do the numbers of points', function () {
    this.timeout(60_000);
    const pick = fc.constantFrom<string[]>;
    const texts = fc
      .tuple(
        pick('UTC', 'Europe/Berlin'),
        pick(
          'full daily at 02:30 to near using tar',
          'full every 12h to near using restic',
          'full weekly on sunday at 02:00 to near using tar\nincremental daily at 02:00 to near using tar',
        ),
        pick('copy after full from near to far', 'copy daily at 12:00 from near to far'),
        pick('keep on near 10 days', 'keep on near 6 last', 'keep on near daily for 9 days, 3 weekly'),
        pick('keep on far 20 days', 'keep on far 5 daily, 4 weekly, 2 monthly', 'keep on far monthly for 3 months'),
        pick('', 'immutable 12 days'),
      )
      .map(([zone, jobs, copy, near, far, lock]) => textOf([jobs, copy, near, far].join('\n'), zone, lock));
    fc.assert(
      fc.property(texts, (text) => {
        const plan = planOf(text);
        const stays = staysIn(plan);
        assert.equal(stays.length, 2);
        for (const { captured: _, ...stay } of stays)
          assert.deepEqual({ ...stay, seconds: Math.round(stay.seconds ?? 0) }, slowly(plan, stay.storage));
      }),
      { numRuns: 15 },
    );
  });
});

function slowly(plan: Plan, storage: string): Stay {
  const [system] = plan.systems;
  const [block] = system?.blocks ?? [];
  assert.ok(system !== undefined && block !== undefined);
  const history = historyOf(plan, builtinCatalogue, system, block, Date.UTC(2025, 0, 1) / 1000, WINDOW.end + 400 * DAY);
  const there = history.points.flatMap(({ stays }) => stays).filter((stay) => stay.storage === storage);
  const left = there.filter(({ until }) => until >= WINDOW.start && until < WINDOW.end);
  const instants = [WINDOW.start, ...there.flatMap(({ from, until }) => [from, until])].filter(
    (at) => at >= WINDOW.start && at < WINDOW.end,
  );
  const counts = [...new Set(instants)].map((at) => there.filter(({ from, until }) => from <= at && at < until).length);
  return {
    storage,
    block: 0,
    fewest: Math.min(...counts),
    most: Math.max(...counts),
    seconds: Math.round(Math.max(...left.map(({ point, until }) => until - point.capture))),
  };
}
