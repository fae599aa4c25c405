import assert from 'node:assert/strict';
import { costs, type Figure } from '../../engine/assess/cost/cost.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { planOf } from './plan-of.ts';

const GB = 1e9;
const DAY = 86400;

/** A system of files with one block, in UTC: every gap between daily runs is 24 hours. */
function plan(system: string, block: string, storage = '', rest = ''): Plan {
  return planOf(`plan "p" { budget 100 USD/month }
site here { kind datacenter }
storage store: disk { at here; path "/b"
${storage} }
system notes: files { at here; path "/n"
${system}
backup {
${block}
} }
${rest}`);
}

function known(figure: Figure | undefined): number {
  assert.ok(figure !== undefined && 'value' in figure, JSON.stringify(figure));
  return figure.value;
}

function bytesOf(of: Plan): readonly number[] {
  const bytes = costs(of, builtinCatalogue).storages[0]?.bytes;
  return [known(bytes?.month1), known(bytes?.month12), known(bytes?.month36)];
}

function near(actual: number | undefined, expected: number, what = ''): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= 1 + Math.abs(expected) * 1e-9, `${what} ${actual}, expected ${expected}`);
}

describe('stored bytes', () => {
  it('are those of the points that retention leaves', () => {
    // Full at 00:00, there at 01:00, when the one of seven days and an hour ago goes: always seven.
    for (const bytes of bytesOf(plan('size 100 GB', 'full daily at 00:00 to store using tar taking 1h\nkeep 7 days')))
      near(bytes, 700 * GB);
  });

  it('are compressed, and overlap for as long as a run takes', () => {
    // `1 last` leaves one point of 25 GB at every instant: the older goes as the newer comes.
    for (const bytes of bytesOf(plan('size 100 GB\ncompresses to 25%', 'full daily at 00:00 to store using tar taking 1h\nkeep 1 last')))
      near(bytes, 25 * GB);
  });

  it('grow on the 1st of each month, by what was captured when', () => {
    const [first, twelfth] = bytesOf(plan('size 100 GB\ngrows 10%/month', 'full daily at 00:00 to store using tar taking 1h\nkeep 7 days'));
    near(first, 700 * GB);
    // In December seven points of November are left for an hour, then a day each six, five … one: 7/24 + 21 point-days of 7 × 31.
    const november = 7 / 24 + 21;
    near(twelfth, ((november * 1.1 ** 10 + (7 * 31 - november) * 1.1 ** 11) / 31) * 100 * GB);
  });

  it('grow by a number of bytes, and changes in proportion', () => {
    // An incremental of 24 h of changes (10 GB) every day but the 1st, a full of 100 GB on the 1st; all of this month's chain is kept.
    // Doubled in December 2027 + 1 month: grows 100 GB in 11 months gives 200 GB and 20 GB in December.
    const block =
      'full monthly on 1 at 00:00 to store using tar taking 1s\nincremental daily at 00:00 to store using tar taking 1s\nkeep 1 last';
    const [first, twelfth] = bytesOf(plan('size 110 GB\nchanges 10 GB/day\ngrows 10 GB/month', block));
    // December 2027: 220 GB and 20 GB. `1 last` keeps the newest and its chain: the full, and k incrementals on day k + 1; the new
    // point comes a second late, and the old chain goes then.
    const chain = (full: number, step: number): number => {
      let sum = 0;
      for (let day = 1; day <= 31; day++) sum += (full + (day - 1) * step) * DAY;
      return sum;
    };
    // In the first second the last chain of the month before is still there, and on each later day the day's own increment is not.
    near(first, ((chain(110, 10) - 30 * 10 + (110 + 30 * 10) - 110) * GB) / (31 * DAY));
    // November had 30 days, and was 210 GB with 210/11 GB a day.
    near(twelfth, ((chain(220, 20) - 30 * 20 + (210 + 29 * (210 / 11)) - 220) * GB) / (31 * DAY));
  });

  it('of a repository that deduplicates are its base and an increment for each point', () => {
    const bytes = bytesOf(plan('size 1 TB\nchanges 10 GB/day', 'full daily at 00:00 to store using restic taking 1h\nkeep 10 last'));
    for (const each of bytes) near(each, 1000 * GB + 10 * 10 * GB);
  });

  it('of a log are its rate times the time that it is kept', () => {
    const text = `plan "p" { }
site here { kind datacenter }
storage store: disk { at here; path "/b" }
system orders: postgresql { at here; host "h"; database "d"; size 50 GB; changes 1 GB/day; grows 100%/month
backup { full daily at 00:00 to store using pg_basebackup taking 1s
log continuous to store lag 1h
keep 1 last
keep logs 2 days } }
scenario fire { corrupt orders }`;
    // Between two days ago and an hour ago: 47 hours; and one point. In January nothing has grown.
    near(bytesOf(planOf(text))[0], 50 * GB + (47 / 24) * GB);
    // What comes an hour late and is kept for half an hour is never there.
    near(bytesOf(planOf(text.replace('keep logs 2 days', 'keep logs 30m')))[0], 50 * GB);
    // A rate of its own does not grow; the point has, and in the first second of December it is still that of 30 November.
    const own = bytesOf(planOf(text.replace('changes 1 GB/day', 'changes 1 GB/day; logs 24 GB/day')));
    near(own[1], (50 * 2 ** 11 - (50 * 2 ** 10) / (31 * DAY) + 47) * GB);
  });

  it('fill the capacity on a day, or never before 2030', () => {
    // Nothing is pruned since 2025: point number 901 comes 900 days later, on 2027-06-20.
    const block = 'full daily at 00:00 to store using tar taking 1h';
    const fullAt = (capacity: string): number | undefined =>
      costs(plan('size 1 GB', block, `capacity ${capacity}`), builtinCatalogue).storages[0]?.fullAt;
    assert.equal(fullAt('900 GB'), Date.UTC(2027, 5, 20, 1) / 1000);
    assert.equal(fullAt('10 TB'), undefined);
    assert.equal(fullAt('1 GB'), Date.UTC(2027, 0, 1) / 1000);
  });

  it('are unknown, and say what is missing, without a size', () => {
    const [storage] = costs(
      plan('', 'full daily at 00:00 to store using tar taking 1h\nkeep 7 days', 'capacity 1 GB'),
      builtinCatalogue,
    ).storages;
    assert.deepEqual(storage?.bytes.month1, { missing: ['notes.size'] });
    assert.equal(storage?.fullAt, undefined);
  });
});
