import type { BackupBlock, Job, Schedule, System } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import type { Fix } from '../finding.ts';
import { clockOf } from '../loss/culprit.ts';
import { textAt } from '../places.ts';
import { secondsOfRun, startsInYear, timeAs } from './timing.ts';

/** A job that the lock of its chain keeps from most of its runs. */
export interface Collision {
  readonly job: Job;
  readonly schedule: Schedule;
  /** What runs in its place. */
  readonly by: Job;
  /** Of how many starts of a year, so many do not happen. */
  readonly starts: number;
  readonly dropped: number;
  /** It starts at the instant at which the other one does, not later while that is going. */
  readonly together: boolean;
}

const strength: readonly Job['word'][] = ['full', 'differential', 'incremental'];

/** The jobs of a block of which another one of its chain takes more than half of the runs. */
export function collisions(context: CheckContext, system: System, block: BackupBlock): readonly Collision[] {
  const jobs = block.jobs
    .filter(({ word, managedBy }) => strength.includes(word) && managedBy === undefined)
    .toSorted((a, b) => strength.indexOf(a.word) - strength.indexOf(b.word));
  return jobs.flatMap((job, index) => {
    const schedule = clockOf(job);
    if (schedule === undefined) return [];
    const starts = startsInYear(schedule);
    for (const by of jobs.slice(0, index)) {
      const other = clockOf(by);
      const takes = other === undefined ? undefined : secondsOfRun(context, system, block, by);
      if (other === undefined || takes === undefined) continue;
      const { dropped, together } = taken(starts, startsInYear(other), takes);
      if (dropped > starts.length / 2) return [{ job, schedule, by, starts: starts.length, dropped, together: together > dropped / 2 }];
    }
    return [];
  });
}

/** Whether the lock of their block keeps a job from some of its runs while another one is going. */
export function takesRunsOf(context: CheckContext, system: System, block: BackupBlock, by: Job, job: Job): boolean {
  const [schedule, other] = [clockOf(job), clockOf(by)];
  const takes = secondsOfRun(context, system, block, by);
  if (schedule === undefined || other === undefined || takes === undefined) return false;
  return taken(startsInYear(schedule), startsInYear(other), takes).dropped > 0;
}

/** How many starts fall into runs of another job, and how many of them on its very start. */
function taken(starts: Float64Array, others: Float64Array, takes: number): { readonly dropped: number; readonly together: number } {
  let dropped = 0;
  let together = 0;
  let next = 0;
  for (const start of starts) {
    while ((others[next + 1] ?? Infinity) <= start) next++;
    const other = others[next] ?? Infinity;
    if (other > start || (start !== other && start >= other + takes)) continue;
    dropped++;
    if (start === other) together++;
  }
  return { dropped, together };
}

/** The job some hours later, where it starts once on its days. */
export function laterThan(context: CheckContext, { schedule, by }: Collision): Fix[] {
  const [time, ...others] = 'times' in schedule.form ? schedule.form.times : [];
  if (time === undefined || others.length > 0) return [];
  const text = textAt(context, schedule.place);
  return [12, 2].flatMap((hours): Fix[] => {
    const moved = text.replace(timeAs(time), timeAs(time + hours * 3600));
    return moved === text
      ? []
      : [
          {
            title: `Replace with \`${moved}\`: no longer while the ${by.word} runs`,
            edits: [{ ...schedule.place, text: moved }],
            safe: false,
          },
        ];
  });
}
