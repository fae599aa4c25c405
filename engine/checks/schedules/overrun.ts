import type { BackupBlock, Copy, Job, Schedule, System } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { clockOf } from '../loss/culprit.ts';
import { firstTime, textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { secondsOfRun, startsInYear } from './timing.ts';

const id = { code: 'overrun', severity: 'warning' } as const;

/** Fewer than this share of the runs are the night on which clocks go forward. */
const FEW = 0.01;

export const overrun: Check = {
  ...id,
  group: 'schedules',
  summary: 'A run takes longer than it is until the next one, which is dropped.',
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

function report(context: CheckContext, system: System, block: BackupBlock, run: Job | Copy): Finding | undefined {
  const schedule = clockOf(run);
  const takes = schedule === undefined ? undefined : secondsOfRun(context, system, block, run);
  if (schedule === undefined || takes === undefined || run.managedBy !== undefined) return undefined;
  const starts = startsInYear(schedule);
  const [interval, dropped] = played(starts, takes);
  if (dropped < FEW * starts.length) return undefined;
  const half = Math.abs(dropped / starts.length - 0.5) < FEW;
  const lost = half ? 'every second run' : `${dropped} of ${starts.length} runs a year`;
  const message = `The ${'word' in run ? run.word : 'copy'} of \`${system.name}\` to ${run.to} takes ${duration(takes)} and starts every ${duration(interval)}: ${lost} ${half ? 'is' : 'are'} dropped, since the one before it is still going. Run it less often, or make it faster.`;
  return finding(id, schedule.place, message, {
    severity: tempered(id.severity, context.plan, system),
    about: system.name,
    fixes: lessOften(context, schedule, takes, lost),
  });
}

/** The shortest time between two starts, and how many of them fall into a run that is still going. */
function played(starts: Float64Array, takes: number): readonly [interval: number, dropped: number] {
  let interval = Infinity;
  let dropped = 0;
  let until = -Infinity;
  for (const [index, start] of starts.entries()) {
    if (index > 0) interval = Math.min(interval, start - (starts[index - 1] ?? 0));
    if (start < until) dropped++;
    else until = start + takes;
  }
  return [interval, dropped];
}

/** The most frequent schedule that leaves each run the time that it takes. */
function lessOften(context: CheckContext, schedule: Schedule, takes: number, lost: string): Fix[] {
  if (schedule.form.form !== 'every' && schedule.form.form !== 'hourly') return [];
  const minutes = [10, 15, 20, 30].map((count) => ({ seconds: count * 60, text: `every ${count}m` }));
  const hours = [1, 2, 3, 4, 6, 8, 12].map((count) => ({ seconds: count * 3600, text: count === 1 ? 'hourly' : `every ${count}h` }));
  // Clocks that go forward take an hour from one that runs by the wall clock.
  const fits = [...minutes, ...hours].find(({ seconds }) => (seconds > 3600 ? seconds - 3600 : seconds) >= takes);
  if (fits === undefined) return [];
  const zone = schedule.zone === context.plan.timezone.value ? '' : ` in "${schedule.zone}"`;
  return [
    {
      title: `Run it ${fits.text} instead of ${textAt(context, schedule.place)}: none is dropped instead of ${lost}`,
      edits: [{ ...schedule.place, text: fits.text + zone }],
      safe: false,
    },
  ];
}
