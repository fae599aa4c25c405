import assert from 'node:assert/strict';
import { scheduledStarts } from '../../../engine/assess/schedule/runs.ts';
import type { Examination } from '../../../engine/examine.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { type Row, type TimelineModel, timelineModel } from '../../../engine/generate/pictures/timeline/model.ts';
import { timelineTable } from '../../../engine/generate/pictures/timeline/table.ts';
import { examineText, example } from '../sample.ts';

function rowOf({ week }: TimelineModel, system: string, text: string): Row {
  const row = week.rows.find(({ lane }) => lane.system.name === system && lane.text === text);
  assert.ok(row, `${system}: ${text}`);
  return row;
}

function plan(statements: string, more = ''): Examination {
  return examineText(
    `plan "P" { timezone "Europe/Berlin" ${more} }\nsite a { }\nstorage s: disk { at a; write 100 MB/s; read 100 MB/s }\nstorage t: disk { at a; write 50 MB/s }\nsystem x: files { at a; size 360 GB; changes 1 GB/day; backup { ${statements} } }`,
  );
}

const local = (text: string): number => Date.parse(`${text}:00+01:00`) / 1000;

describe('the timeline', () => {
  const shop = timelineModel(example('shop'));

  it('has each run of the week, as long as the assessment says', () => {
    const { runs } = rowOf(shop, 'orders', 'full → nas');
    // 120 GB at 250 MB/s.
    assert.deepEqual(runs, [{ start: local('2027-01-10T02:00'), end: local('2027-01-10T02:08') }]);
    assert.equal(rowOf(shop, 'orders', 'incremental → nas').runs.length, 6);
    assert.equal(rowOf(shop, 'orders', 'copy nas → vault').runs.length, 168);
  });

  it('a start at which a stronger job runs is told as such', () => {
    assert.deepEqual(rowOf(shop, 'orders', 'incremental → nas').skipped, [{ at: local('2027-01-10T02:00'), because: 'stronger' }]);
  });

  it('a start that another run keeps out is told too', () => {
    // 360 GB at 100 MB/s are an hour: every other full of two an hour does not happen.
    const { runs, skipped } = rowOf(timelineModel(plan('full every 30m to s using tar')), 'x', 'full → s');
    assert.equal(runs.length, 7 * 24);
    assert.equal(skipped.length, 7 * 24);
    assert.ok(skipped.every(({ because }) => because === 'running'));
  });

  it('each scheduled start of a job either happens or is skipped', () => {
    for (const examination of [
      example('shop'),
      example('datacenter-failure'),
      plan('full every 30m to s using tar; copy every 15m from s to t'),
    ]) {
      const model = timelineModel(examination);
      const { week } = model;
      for (const system of examination.plan.systems) {
        for (const job of system.blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies])) {
          if (job.schedule === 'continuous' || 'after' in job.schedule) continue;
          const text = 'word' in job ? `${job.word} → ${job.to}` : `copy ${job.from} → ${job.to}`;
          const { runs, skipped } = rowOf(model, system.name, text);
          const all = [...runs.map(({ start }) => start), ...skipped.map(({ at }) => at)]
            .filter((at) => at >= week.from)
            .sort((a, b) => a - b);
          assert.deepEqual(all, scheduledStarts(job.schedule, week.from, week.to), `${system.name}: ${text}`);
        }
      }
    }
  });

  it('a copy runs after what it waits for, and takes as long as its bytes', () => {
    const model = timelineModel(plan('full daily at 01:00 to s using tar; copy after full from s to t'));
    const [run] = rowOf(model, 'x', 'copy s → t').runs;
    assert.equal(run?.start, local('2027-01-04T02:00'));
    assert.equal((run?.end ?? 0) - (run?.start ?? 0), 7200);
  });

  it('a storage says how many runs it bears at once', () => {
    const { week } = timelineModel(plan('full daily at 01:00 to s using tar; copy daily at 01:30 from s to t'));
    const [load] = week.loads;
    assert.equal(load?.storage, 's');
    assert.equal(load?.most, 2);
    // Yesterday's full is copied for two hours: half an hour of that meets the full of today.
    const twice = load?.stretches.filter(({ runs }) => runs === 2) ?? [];
    assert.ok(twice.every(({ from, to }) => to - from === 1800));
    assert.equal(twice.length, 7);
  });

  it('nights in which clocks change: what is skipped comes later, and the next day is an hour longer', () => {
    const { nights } = timelineModel(plan('full daily at 02:30 to s using tar; copy daily at 14:00 from s to t'));
    assert.deepEqual(
      nights.map(({ title, by, rows }) => [title, by, rows.map(({ lane, gap }) => [lane.text, gap])]),
      [
        ['28 Mar 2027: clocks go an hour forward; what starts within an hour of it', 3600, [['full → s', 24 * 3600]]],
        ['31 Oct 2027: clocks go an hour back; what starts within an hour of it', -3600, [['full → s', 25 * 3600]]],
      ],
    );
    const rows = timelineTable(timelineModel(plan('full daily at 02:30 to s using tar'))).rows.map((row) => row.map(({ text }) => text));
    assert.deepEqual(rows[0]?.slice(-2), ['at 03:30; 24h apart', 'at 02:30; 25h apart']);
  });

  it('a plan on UTC has no such night', () => {
    assert.deepEqual(
      timelineModel(
        examineText('plan "P" { }\nsite a { }\nstorage s: disk { at a }\nsystem x: files { at a; backup { full daily at 02:30 to s } }'),
      ).nights,
      [],
    );
  });

  it('outside the window is shown, and the window may go over midnight', () => {
    const { week } = timelineModel(plan('full daily at 01:00 to s using tar', '; window 22:00 to 06:00'));
    const closed = week.rows[0]?.closed ?? [];
    assert.equal(closed.length, 14);
    assert.deepEqual(closed.slice(0, 2), [local('2027-01-04T06:00'), local('2027-01-04T22:00')]);
    const day = timelineModel(plan('full daily at 09:00 to s using tar', '; window 08:00 to 18:00')).week.rows[0]?.closed ?? [];
    assert.deepEqual(day.slice(0, 4), [
      local('2027-01-04T00:00'),
      local('2027-01-04T08:00'),
      local('2027-01-04T18:00'),
      local('2027-01-05T08:00'),
    ]);
  });

  it('a job that does not run that week says when it does', () => {
    const { runs, next } = rowOf(timelineModel(plan('full monthly on 15 at 01:00 to s using tar')), 'x', 'full → s');
    assert.deepEqual(runs, []);
    assert.equal(next, local('2027-01-15T01:00'));
  });

  it('the description says what gets in the way', () => {
    const picture = pictures(plan('full every 30m to s using tar')).find(({ kind }) => kind === 'timeline');
    assert.match(picture?.description ?? '', /168 scheduled runs do not happen/u);
  });
});
