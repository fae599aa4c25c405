import assert from 'node:assert/strict';
import { type Reach, reachOf } from '../../engine/assess/retention/reach.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from './plan-of.ts';

const DAY = 86400;

function reachesOf(block: string, head = ''): readonly Reach[] {
  const plan = planOf(`plan "p" { ${head} }
site here { kind datacenter }
site there { kind cloud }
storage near: disk { at here; path "/b" }
storage far: s3 { at there; bucket "b" }
storage locked: s3 { at there; bucket "l"; immutable 35 days }
system notes: files { at here; path "/n"; size 100 GB
  backup {
    ${block}
  }
}`);
  const [system] = plan.systems;
  assert.ok(system !== undefined);
  return reachOf(plan, system, builtinCatalogue);
}

function days(block: string, head = ''): number {
  return (reachesOf(block, head)[0]?.seconds ?? Number.NaN) / DAY;
}

const daily = 'full daily at 02:00 to near using tar taking 0s';

describe('how far back a keep reaches at worst', () => {
  // Worst spans over a year of daily points, as restic counts: the current month uses up one of the twelve.
  for (const [monthly, span] of [
    [12, 304],
    [13, 335],
    [14, 366],
  ] as const) {
    it(`14 daily, 8 weekly, ${monthly} monthly: ${span} days`, () => {
      assert.equal(days(`${daily}\nkeep 14 daily, 8 weekly, ${monthly} monthly`), span);
    });
  }

  it('a number of points reaches one interval less than the number', () => {
    assert.equal(days(`${daily}\nkeep 7 last`), 6);
    assert.equal(days(`${daily}\nkeep 7 daily`), 6);
    // Weekly: seven days that have a point are seven weeks.
    assert.equal(days('full weekly on sunday at 02:00 to near using tar taking 0s\nkeep 7 daily'), 42);
  });

  it('a duration reaches to the oldest point that is within it when the newest comes', () => {
    assert.equal(days(`${daily}\nkeep 14 days`), 14);
    // The run that prunes ends an hour after it began, so the point of 14 days before is an hour too old.
    assert.equal(days('full daily at 02:00 to near using tar taking 1h\nkeep 14 days'), 13 + 1 / 24);
  });

  it('months of a length reach back to the end of the oldest month that is not over', () => {
    // On 1 March the points of last year's 1 March and before are gone or replaced; that of 31 March is left, 335 days back.
    assert.equal(days(`${daily}\nkeep monthly for 12 months`), 335);
  });

  it('tells each rule apart', () => {
    const [reach] = reachesOf(`${daily}\nkeep 7 daily, 4 weekly`);
    // The week under way is one of the four: on a Monday the others are the Sundays of 1, 8 and 15 days before.
    assert.deepEqual(
      reach?.rules.map(({ seconds }) => seconds / DAY),
      [6, 15],
    );
    assert.equal((reach?.seconds ?? 0) / DAY, 15);
  });

  it('a chain reaches as far as what it needs', () => {
    const block =
      'full weekly on sunday at 02:00 to near using tar taking 0s\nincremental daily at 02:00 to near using tar taking 0s\nkeep 1 last';
    // On Sunday the full alone is kept: it reaches no further than itself.
    assert.equal(days(block), 0);
    const [reach] = reachesOf(block.replace('1 last', '8 last'));
    // Eight points a day apart reach a week back; the oldest of them needs its full, six days before at most, none on a Sunday.
    assert.deepEqual([(reach?.seconds ?? 0) / DAY, (reach?.rules[0]?.seconds ?? 0) / DAY], [7, 7]);
  });

  it('a lock keeps longer than the rule', () => {
    const [reach] = reachesOf('full daily at 02:00 to locked using restic taking 0s\nkeep 7 days');
    // Locked until 35 days have passed, the point goes with the run at that instant: the one of the day after is left.
    assert.deepEqual([(reach?.seconds ?? 0) / DAY, (reach?.rules[0]?.seconds ?? 0) / DAY], [34, 7]);
  });

  it('is told for each storage, and is without end where everything is kept', () => {
    const reaches = reachesOf(`${daily}\ncopy after full from near to far taking 0s\nkeep on near 7 days`);
    assert.deepEqual(
      reaches.map(({ storage, seconds }) => [storage, seconds / DAY]),
      [
        ['near', 7],
        ['far', Infinity],
      ],
    );
  });

  it('is nothing where nothing comes, or at times nothing is left', () => {
    // Kept 3 days, run weekly, pruned only when the next one comes: then nothing but that one is there.
    assert.equal(days('full weekly on sunday at 02:00 to near using tar taking 0s\nkeep 3 days'), 0);
  });
});
