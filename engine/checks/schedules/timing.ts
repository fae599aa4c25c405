/** When runs start and how long they take, and how a time of the day is written. */
import { jobBytes, jobDuration } from '../../assess/made/durations.ts';
import { startsOf } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Copy, Job, Schedule, System } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';

/** A year of runs, in UTC seconds: what happens in it happens in every year. */
const YEAR = { from: Date.UTC(2027, 0, 1) / 1000, to: Date.UTC(2028, 0, 1) / 1000 };

/** The starts of a schedule in 2027, ascending. */
export function startsInYear(schedule: Schedule): Float64Array {
  return startsOf(schedule, YEAR.from, YEAR.to);
}

/** Seconds that a run takes; undefined where the plan does not say enough. What a copy takes rests on what is new, so only `taking` says it. */
export function secondsOfRun({ plan, catalogue }: CheckContext, system: System, block: BackupBlock, run: Job | Copy): number | undefined {
  if ('from' in run) return run.taking?.value;
  const took = jobDuration(plan, system, run, jobBytes(system, block, run, catalogue));
  return 'value' in took ? took.value : undefined;
}

/** `02:30` as it is written in a plan; what is past midnight goes on with the next day's. */
export function timeAs(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}`;
}
