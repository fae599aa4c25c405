/** How long what is scheduled may be silent before something is wrong with it. Alerting rules and `status` go by the same. */
import { jobDuration, type Needed, stored } from '../../assess/made/durations.ts';
import { longestGap, longestGapOf } from '../../assess/schedule/runs.ts';
import { type Job, type Plan, type System, spanSeconds } from '../../plan/model.ts';
import type { Chain } from '../scripts/coverage.ts';
import type { Entry } from './entries.ts';

/** Seconds since its last success from which an entry is overdue: its longest pause and a quarter of it. Undefined where nothing is certain. */
export function overdueAfter(entry: Entry, entries: readonly Entry[]): number | undefined {
  const seconds = longestPause(entry, entries);
  return seconds === undefined ? undefined : Math.ceil(seconds * 1.25);
}

/** Seconds between two successes, of what follows others too. Nothing where nothing is certain: for what follows log. */
function longestPause({ when }: Entry, entries: readonly Entry[]): number | undefined {
  if (!('follows' in when)) return longestGap(when)?.seconds;
  const pauses = entries.filter(({ id }) => when.follows.includes(id)).flatMap((each) => longestPause(each, entries) ?? []);
  return pauses.length === 0 ? undefined : Math.min(...pauses);
}

/** The age in seconds of its newest recovery point from which log is behind. */
export function logBehindAfter(job: Job, chain: Chain): number | undefined {
  const seconds = farthestBehind(job);
  if (seconds === undefined) return undefined;
  const { rpo } = chain.system;
  return Math.ceil(patience(seconds, rpo === undefined ? 2 * seconds : spanSeconds(rpo.value)));
}

/** Seconds that log may be behind by the plan: its lag, or the longest gap between its runs. */
function farthestBehind({ schedule, lag }: Job): number | undefined {
  return schedule === 'continuous' ? (lag?.value ?? 60) : longestGap(schedule)?.seconds;
}

/**
 * The age in seconds of a system's newest recovery point from which its `rpo` is about to break: halfway from the oldest that a good night leaves it, the
 * longest gap and the run itself, to the rpo. Undefined where log brings younger points, where the schedule does not keep the rpo anyway, and
 * where nothing says how long a run takes.
 */
export function pointOldAfter(plan: Plan, system: System, chains: readonly Chain[]): number | undefined {
  if (system.rpo === undefined || chains.some(({ logs }) => logs.length > 0)) return undefined;
  const promised = spanSeconds(system.rpo.value);
  const oldest = Math.min(...chains.flatMap((chain) => oldestPoint(plan, chain) ?? []));
  if (oldest >= promised) return undefined;
  return Math.ceil(Math.min(promised, patience(oldest, promised)));
}

/** Seconds that the newest point of a chain is old at most, before the next one has come. */
function oldestPoint(plan: Plan, { system, jobs }: Chain): number | undefined {
  const gap = longestGapOf(jobs.flatMap(({ schedule }) => (schedule === 'continuous' ? [] : [schedule])));
  const bytes: Needed = system.size === undefined ? { missing: [] } : stored(system, { value: system.size.value });
  const runs = jobs.map((job) => jobDuration(plan, system, job, bytes));
  const longest = runs.flatMap((run) => ('value' in run ? run.value : []));
  return gap === undefined || longest.length < runs.length ? undefined : gap.seconds + Math.max(...longest);
}

/** Halfway from what the plan allows to the `rpo` that it promises; but metrics that are read once a minute may seem so much older. */
function patience(seconds: number, promised: number): number {
  return seconds + Math.max(90, (promised - seconds) / 2);
}
