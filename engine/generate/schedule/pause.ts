/** How long what is scheduled may be silent before something is wrong with it. Alerting rules and `status` go by the same. */
import { longestGap } from '../../assess/schedule/runs.ts';
import { type Job, spanSeconds } from '../../plan/model.ts';
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
  return seconds === undefined ? undefined : patience(seconds, chain);
}

/** Seconds that log may be behind by the plan: its lag, or the longest gap between its runs. */
function farthestBehind({ schedule, lag }: Job): number | undefined {
  return schedule === 'continuous' ? (lag?.value ?? 60) : longestGap(schedule)?.seconds;
}

/** Halfway from what the plan allows to the `rpo` that it promises; but metrics that are read once a minute may seem so much older. */
function patience(seconds: number, { system: { rpo } }: Chain): number {
  const promised = rpo === undefined ? 2 * seconds : spanSeconds(rpo.value);
  return Math.ceil(seconds + Math.max(90, (promised - seconds) / 2));
}
