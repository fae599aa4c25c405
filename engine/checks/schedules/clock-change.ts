import { sayDate } from '../../assess/say.ts';
import { DAY, zoneOf } from '../../assess/schedule/calendar.ts';
import type { BackupBlock, Copy, Job, Schedule, System } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { clockOf, isCopy, isLog } from '../loss/culprit.ts';
import { firstTime, textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { startsInYear, timeAs } from './timing.ts';

const id = { code: 'clock-change', severity: 'warning' } as const;

export const clockChange: Check = {
  ...id,
  group: 'schedules',
  summary: 'Somebody else runs a job at a time that a clock change skips, or that happens twice.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const block of system.blocks) {
        for (const run of [...block.jobs, ...block.copies]) {
          const found = report(context, system, block, run);
          if (found !== undefined && isFirst(run.place)) yield found;
        }
      }
    }
  },
};

/** Schedules that are generated run once, whatever the clocks do: only what another scheduler makes of such a time is not known. */
function report(context: CheckContext, system: System, block: BackupBlock, run: Job | Copy): Finding | undefined {
  const { managedBy } = run;
  const schedule = clockOf(run);
  if (managedBy === undefined || schedule === undefined || !('times' in schedule.form)) return undefined;
  const odd = oddNight(schedule, schedule.form.times);
  if (odd === undefined) return undefined;
  const time = timeAs(odd.time);
  const [happens, may] = odd.skipped ? ['does not exist', 'skip the run of that night'] : ['happens twice', 'run twice in that night'];
  const message = `${time} ${happens} on ${sayDate(odd.at, schedule.zone)} in ${schedule.zone}, and "${managedBy}", which runs this, may ${may}. Take another hour, or another time zone (\`in "UTC"\`).`;
  return finding(id, schedule.place, message, {
    severity: odd.skipped && !isBridged(block, run) ? tempered(id.severity, context.plan, system) : 'info',
    about: system.name,
    cause: `${managedBy} at ${time} in ${schedule.zone}`,
    fixes: [1, 2].flatMap((hours) => later(context, schedule, odd.time, hours)),
  });
}

/** Whether a log goes on from the restore points of the night before, so that a full that is left out loses nothing. */
function isBridged({ jobs }: BackupBlock, run: Job | Copy): boolean {
  return !isCopy(run) && !isLog(run) && jobs.some(isLog);
}

interface OddNight {
  /** Seconds after midnight, as the schedule says. */
  readonly time: number;
  readonly at: number;
  readonly skipped: boolean;
}

function oddNight(schedule: Schedule, times: readonly number[]): OddNight | undefined {
  const zone = zoneOf(schedule.zone);
  let twice: OddNight | undefined;
  for (const at of startsInYear(schedule)) {
    const local = zone.local(at);
    const time = local - Math.floor(local / DAY) * DAY;
    // What was skipped has been moved on by the hour that is missing.
    if (!times.includes(time)) return { time: times.find((each) => each + 3600 === time) ?? time, at, skipped: true };
    if (zone.local(at + 3600) === local) twice ??= { time, at, skipped: false };
  }
  return twice;
}

function later(context: CheckContext, { place }: Schedule, time: number, hours: number): Fix[] {
  const text = textAt(context, place);
  const moved = text.replace(timeAs(time), timeAs(time + hours * 3600));
  return moved === text
    ? []
    : [{ title: `Replace with \`${moved}\`: it is there once on every day`, edits: [{ ...place, text: moved }], safe: false }];
}
