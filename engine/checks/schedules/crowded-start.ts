import { sayInstant } from '../../assess/say.ts';
import { startsOf } from '../../assess/schedule/runs.ts';
import type { Job, Schedule, System } from '../../plan/model.ts';
import { storageNamed } from '../answers.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Fix } from '../finding.ts';
import { textAt } from '../places.ts';
import { finding } from '../report.ts';
import { timeAs } from './timing.ts';

const id = { code: 'crowded-start', severity: 'info' } as const;

const MANY = 10;
/** So many minutes later each of them starts once they are spread. */
const STEP = 5;
/** A week of 2027, in UTC seconds. */
const WEEK = { from: Date.UTC(2027, 0, 4) / 1000, to: Date.UTC(2027, 0, 11) / 1000 };

interface Start {
  readonly job: Job;
  readonly schedule: Schedule;
}

export const crowdedStart: Check = {
  ...id,
  group: 'schedules',
  summary: 'Many jobs start on one storage at the same minute.',
  *run(context) {
    for (const [name, starts] of byStorage(context.judged)) {
      const [at, crowd] = fullest(starts);
      const storage = storageNamed(context, name);
      if (storage === undefined || crowd.length < MANY) continue;
      const time = sayInstant(at, context.plan.timezone.value).split(' ').at(-1);
      const message = `${crowd.length} jobs start at ${time} on ${name}: they share what it can write, and each takes longer than it would alone. Start them some minutes apart.`;
      const places = [...new Map(crowd.map(({ job }) => [JSON.stringify(job.place), job.place])).values()];
      yield finding(id, storage.namePlace, message, {
        about: name,
        related: places.slice(0, MANY).map((place) => ({ place, message: 'Starts then.' })),
        fixes: places.length < crowd.length ? [] : spread(context, crowd),
      });
    }
  },
  brings({ about = '' }, before, after) {
    const [from, to] = [before, after].map(({ plan }) => fullest(byStorage(plan.systems).get(about) ?? [])[1].length);
    return `at most ${to} at once instead of ${from}`;
  },
};

/** The jobs that run at a time of the day; what runs every hour or more often is spread by itself. */
function byStorage(systems: readonly System[]): ReadonlyMap<string, Start[]> {
  const found = new Map<string, Start[]>();
  for (const job of systems.flatMap(({ blocks }) => blocks.flatMap(({ jobs }) => jobs))) {
    if (job.word === 'log' || job.word === 'snapshot' || job.schedule === 'continuous' || !('times' in job.schedule.form)) continue;
    const start = { job, schedule: job.schedule };
    const known = found.get(job.to);
    if (known === undefined) found.set(job.to, [start]);
    else known.push(start);
  }
  return found;
}

/** The instant of the week at which most of them start, and which do. */
function fullest(starts: readonly Start[]): readonly [at: number, crowd: readonly Start[]] {
  const crowds = new Map<number, Start[]>();
  for (const start of starts) {
    for (const at of startsOf(start.schedule, WEEK.from, WEEK.to)) {
      const crowd = crowds.get(at);
      if (crowd === undefined) crowds.set(at, [start]);
      else crowd.push(start);
    }
  }
  return [...crowds].reduce<readonly [number, readonly Start[]]>((most, each) => (each[1].length > most[1].length ? each : most), [0, []]);
}

function spread(context: CheckContext, crowd: readonly Start[]): Fix[] {
  const edits = crowd.slice(1).flatMap(({ schedule }, index) => {
    const { place, form } = schedule;
    const [time, ...others] = 'times' in form ? form.times : [];
    if (time === undefined || others.length > 0) return [];
    const text = textAt(context, place).replace(timeAs(time), timeAs(time + (index + 1) * STEP * 60));
    return [{ ...place, text }];
  });
  return edits.length === 0 ? [] : [{ title: `Start one every ${STEP} minutes`, edits, safe: false }];
}
