/** When runs start and how long they take, and how a time of the day is written. */

import { shapeBlock } from '../../assess/made/block.ts';
import { jobBytes, jobDuration } from '../../assess/made/durations.ts';
import { historyOfBlock } from '../../assess/made/history.ts';
import { startsOf } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Copy, Job, Schedule, System } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import { clockOf } from '../loss/culprit.ts';

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

/** A run, in UTC seconds. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * The runs of 2027 by start; of a copy those that bring restore points, as the assessment plays them, whatever sets them off. Undefined where
 * the plan does not say enough.
 */
export function runsInYear(context: CheckContext, system: System, block: BackupBlock, run: Job | Copy): readonly Run[] | undefined {
  const schedule = clockOf(run);
  const takes = schedule === undefined ? undefined : secondsOfRun(context, system, block, run);
  if (schedule !== undefined && takes !== undefined) return [...startsInYear(schedule)].map((start) => ({ start, end: start + takes }));
  return 'from' in run ? copyRunsInYear(context, system, block, run) : undefined;
}

function copyRunsInYear({ plan, catalogue }: CheckContext, system: System, block: BackupBlock, copy: Copy): readonly Run[] | undefined {
  const shaped = shapeBlock(plan, system, block, catalogue);
  const index = shaped.copies.indexOf(copy);
  const brought = historyOfBlock(shaped).holdings[shaped.storages.findIndex(({ name }) => name === copy.to)];
  if (shaped.missing.length > 0 || index < 0 || brought === undefined) return undefined;
  const { came, via, since, available } = brought;
  const ends = new Map(
    came.filter((point) => via[point] === index).map((point) => [since[point] ?? Number.NaN, available[point] ?? Number.NaN]),
  );
  return [...ends].map(([start, end]) => ({ start, end })).filter(({ start }) => start >= YEAR.from && start < YEAR.to);
}

/** `02:30` as it is written in a plan; what is past midnight goes on with the next day's. */
export function timeAs(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}`;
}
