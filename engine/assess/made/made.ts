/** What the jobs of a block make by themselves: restore points and log, before any copy or pruning (assessment §1 and §3). */
import type { JobWord } from '../../plan/model.ts';
import type { Progression } from '../schedule/progression.ts';
import { progressionsOf, startsOf, type Timing } from '../schedule/runs.ts';
import { tick } from '../schedule/window.ts';
import { type LockedWord, lockedRuns, unlockedStarts } from './locks.ts';
import { LogRuns } from './log-runs.ts';
import type { BlockShape, JobShape } from './shape.ts';

/** The restore points that a block's jobs make, by the start of their runs. Times in UTC seconds. */
export interface Points {
  readonly count: number;
  readonly job: Int32Array;
  readonly start: Float64Array;
  /** When the run ends: the point is available on the job's storage. */
  readonly end: Float64Array;
  readonly capture: Float64Array;
  /** The point that it needs, an earlier one; `ALONE`, or `BROKEN` where there was none. */
  readonly needs: Int32Array;
  readonly bytes: Float64Array;
}
export const ALONE = -1;
const BROKEN = -2;

/** Log as one job or copy brings it to a storage. */
export interface Stream {
  readonly storage: number;
  readonly origin: { readonly job: number } | { readonly copy: number };
  /** Of a continuous log: seconds that it is behind. It has no runs then. */
  readonly lag?: number;
  readonly runs: LogRuns;
}

const chainWords: readonly JobWord[] = ['full', 'differential', 'incremental'];

/** The starts of a schedule over the block's history. */
export function scheduled(shape: BlockShape, timing: Timing): readonly Progression[] {
  return progressionsOf(timing, shape.from, shape.until);
}

export function makePoints(shape: BlockShape): Points {
  const { job, start, end } = runsOf(shape);
  const count = job.length;
  const points = {
    count,
    job,
    start,
    end,
    capture: new Float64Array(count),
    needs: new Int32Array(count),
    bytes: new Float64Array(count),
  };
  let lastFull = BROKEN;
  let lastOfChain = BROKEN;
  for (let point = 0; point < count; point++) {
    const made = shape.jobs[job[point] ?? 0];
    if (made === undefined) continue;
    const first = made.word === 'full' && lastFull === BROKEN;
    points.capture[point] = (made.capturedAtEnd ? end[point] : start[point]) ?? 0;
    points.needs[point] = made.alone ? ALONE : made.word === 'differential' ? lastFull : lastOfChain;
    points.bytes[point] = first ? made.firstBytes : made.bytes;
    if (made.word === 'full') lastFull = point;
    if (made.word !== 'snapshot') lastOfChain = point;
  }
  return points;
}

type Column = Pick<Points, 'job' | 'start' | 'end'>;

/** The runs that make points, by start; of those at one instant the chain's first. */
function runsOf(shape: BlockShape): Column {
  const startsOfJob = ({ timing }: JobShape): Float64Array =>
    timing === 'continuous' ? new Float64Array() : startsOf(timing, shape.from, shape.until);
  const chain = shape.jobs.flatMap((job, index) => (chainWords.includes(job.word) ? [{ job, index }] : []));
  const runs = lockedRuns(
    chain.map(({ job }) => ({
      word: job.word as LockedWord,
      starts: startsOfJob(job),
      duration: (first: boolean) => (first ? job.firstDuration : job.duration),
    })),
  );
  const columns: Column[] = [{ ...runs, job: runs.job.map((job) => chain[job]?.index ?? 0) }];
  for (const [index, job] of shape.jobs.entries()) {
    if (job.word !== 'snapshot') continue;
    const start = startsOfJob(job);
    columns.push({ job: new Int32Array(start.length).fill(index), start, end: start });
  }
  return columns.reduce(merged);
}

function merged(one: Column, other: Column): Column {
  if (other.start.length === 0) return one;
  const count = one.start.length + other.start.length;
  const all = { job: new Int32Array(count), start: new Float64Array(count), end: new Float64Array(count) };
  for (let i = 0, j = 0, place = 0; place < count; place++) {
    const first = (one.start[i] ?? Infinity) <= (other.start[j] ?? Infinity);
    const from = first ? one : other;
    const index = first ? i++ : j++;
    all.job[place] = from.job[index] ?? 0;
    all.start[place] = from.start[index] ?? 0;
    all.end[place] = from.end[index] ?? 0;
  }
  return all;
}

/** The log that a job brings to its storage. */
export function logStream(shape: BlockShape, job: JobShape, index: number): Stream {
  const stream = { storage: job.to, origin: { job: index }, runs: new LogRuns() };
  if (job.timing === 'continuous') return { ...stream, lag: tick(job.lag) };
  let before = shape.from;
  for (const { first, step, count } of unlockedStarts(scheduled(shape, job.timing), job.duration)) {
    const run = { start: first, from: before, to: first, first: first + job.duration, step: 0, count: 1 };
    stream.runs.push(run);
    const second = first + step;
    stream.runs.push({ ...run, start: second, from: first, to: second, first: second + job.duration, step, count: count - 1 });
    before = first + step * (count - 1);
  }
  return stream;
}
