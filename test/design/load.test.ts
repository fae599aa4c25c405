import assert from 'node:assert/strict';
import { runsInYear } from '../../engine/checks/schedules/timing.ts';
import { designPlan } from '../../engine/design/plan.ts';
import { Week } from '../../engine/design/week.ts';
import { type Examination, examineAfresh } from '../../engine/examine.ts';
import { reader, terms } from '../checks/examined.ts';

const PLAN = 'plan.backupplan';
const HOUR = 3600;
const DAY = 24 * HOUR;

const site = `plan "Load" { owner "o@example.com"; timezone "Europe/Berlin"; notify "mailto:o@example.com" }
site office { kind office }
site cloud { kind cloud; provider aws; region "eu-west-1" }
storage nas: nas { at office; path "/b"; encrypted }
storage vault: s3 { at cloud; bucket "b"; account backup-admin; immutable 35 days; encrypted }
scenario lost { lose office; recover at cloud; declare within 30m; provision within 1h }
`;

function designed(systems: readonly string[], more = ''): Examination {
  const text = site.replace(' }', `${more} }`) + systems.map((each, index) => `system s${index}: ${each}\n`).join('');
  const read = reader({ [PLAN]: text });
  const names = systems.map((_, index) => `s${index}`);
  const { designs, after } = designPlan(examineAfresh(PLAN, read, undefined, terms), names, read, ['cost']);
  assert.deepEqual(
    designs.map(({ status }) => status),
    names.map(() => 'designed'),
  );
  return after;
}

interface Busy {
  readonly system: string;
  readonly start: number;
  readonly end: number;
}

/** What writes to a storage for a minute and longer in an ordinary week of March, in the order of its start. */
function weekOn(after: Examination, storage: string): readonly Busy[] {
  const context = { ...after, judged: after.plan.systems, silencing: { acceptances: [], ignores: [] } };
  const from = Date.UTC(2027, 2, 1) / 1000;
  return after.plan.systems
    .flatMap((system) =>
      system.blocks.flatMap((block) =>
        [...block.jobs.filter(({ word }) => word !== 'log'), ...block.copies]
          .filter(({ to }) => to === storage)
          .flatMap((run) => (runsInYear(context, system, block, run) ?? []).map(({ start, end }) => ({ system: system.name, start, end }))),
      ),
    )
    .filter(({ start, end }) => start >= from && start < from + 7 * DAY && end - start >= 60)
    .toSorted((a, b) => a.start - b.start);
}

function overlaps(busy: readonly Busy[]): readonly string[] {
  return busy.flatMap((one, index) =>
    busy
      .slice(index + 1)
      .filter(({ system, start }) => system !== one.system && start < one.end)
      .map(({ system }) => `${one.system} and ${system} at ${new Date(one.start * 1000).toISOString()}`),
  );
}

describe('the load of jobs', function () {
  this.timeout(120_000);

  for (const [every, rpo, changes] of [
    ['every 15m', '20m', 900],
    ['every 30m', '40m', 500],
    ['every 2h', '4h', 500],
    ['every 3h', '5h', 500],
    ['every 4h', '6h', 500],
  ] as const)
    it(`leaves no two of three that run ${every} on one storage at once`, () => {
      const files = `files { at office; path "/srv"; size 900 GB; changes ${changes} GB/day; rpo ${rpo}; rto 3 days }`;
      const after = designed([files, files, files]);
      const text = after.project.root.text;
      assert.match(text, new RegExp(`full +${every} to`));
      assert.equal(new Set(text.match(/full +(cron|every).* to/g)).size, 3, text);
      for (const storage of ['nas', 'vault']) {
        const busy = weekOn(after, storage);
        assert.ok(busy.length > 100, `${busy.length} runs on ${storage}`);
        assert.deepEqual(overlaps(busy), []);
      }
      assert.deepEqual(
        after.findings.filter(({ severity }) => severity === 'error' || severity === 'warning'),
        [],
      );
    });

  it('moves copies by the clock too', () => {
    const database = 'mariadb { at office; database "a", "mysql"; size 2 GB; changes 300 GB/day; rpo 1h; rto 3 days }';
    const after = designed([database, database]);
    const copies = after.project.root.text.match(/copy +.* from/g) ?? [];
    assert.equal(new Set(copies).size, 2, copies.join());
    assert.match(copies.join(), /copy +every \d+m from,copy +cron "[\d,]+ \* \* \* \*" in "UTC" from/);
  });

  it('leaves what takes no minute at the steps of the clock', () => {
    const files = 'files { at office; path "/srv"; size 9 GB; changes 1 GB/day; rpo 40m; rto 3 days }';
    const after = designed([files, files]);
    assert.equal(after.project.root.text.match(/full +every 30m/g)?.length, 2);
  });

  it('keeps nightly jobs with their copies inside the window, one after the other', () => {
    const files = 'sqlite { at office; path "/srv/x"; size 300 GB; changes 1 GB/day; rpo 30h; rto 3 days }';
    const after = designed([files, files, files], '; window 22:00 to 05:00');
    assert.deepEqual(overlaps(weekOn(after, 'nas')), []);
    assert.ok(!after.findings.some(({ code }) => code === 'window-too-small'));
  });
});

describe('a week', () => {
  it('knows how long something is busy in a part of it', () => {
    const week = new Week();
    week.add(-HOUR, 90);
    week.add(DAY, DAY + HOUR);
    week.add(DAY, DAY + 600);
    week.add(7 * DAY - 60, 8 * DAY);
    assert.equal(week.between(0, HOUR), 90);
    assert.equal(week.between(30, 60), 30);
    assert.equal(week.between(DAY, DAY + HOUR), HOUR + 600);
    assert.equal(week.between(DAY + 300, DAY + 1200), 900 + 300);
    assert.equal(week.between(2 * DAY, 3 * DAY), 0);
    assert.equal(week.between(6 * DAY, 9 * DAY), 60);
  });
});
