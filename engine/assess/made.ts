/** What the jobs of a block make by themselves: restore points and log, before any copy or pruning (assessment §1 and §3). */
import type { JobWord } from '../plan/model.ts';
import { type LockedWord, lockedRuns, unlockedStarts } from './locks.ts';
import { startsOf, type Timing } from './runs.ts';
import type { BlockShape, JobShape } from './shape.ts';
import { tick } from './window.ts';

/** The restore points that a block's jobs make, by the start of their runs. Times in UTC seconds. */
export interface Points {
  readonly job: number[];
  readonly start: number[];
  /** When the run ends: the point is available on the job's storage. */
  readonly end: number[];
  readonly capture: number[];
  /** The point that it needs; `ALONE`, or `BROKEN` where there was none. */
  readonly needs: number[];
  readonly bytes: number[];
}
export const ALONE = -1;
export const BROKEN = -2;

/** Log as one job or copy brings it to a storage. */
export interface Stream {
  readonly storage: number;
  readonly origin: { readonly job: number } | { readonly copy: number };
  /** Of a continuous log: seconds that it is behind. The arrays are empty then. */
  readonly lag?: number;
  /** The log of [from, to) is there from `available` on; ascending. */
  readonly from: number[];
  readonly to: number[];
  readonly available: number[];
  /** When the run that brings it starts. */
  readonly start: number[];
}

const chainWords: readonly JobWord[] = ['full', 'differential', 'incremental'];

/** The starts of a schedule over the block's history. */
export function scheduled(shape: BlockShape, timing: Timing | 'continuous'): Float64Array {
  return timing === 'continuous' ? new Float64Array() : startsOf(timing, shape.from, shape.until);
}

export function makePoints(shape: BlockShape): Points {
  const chain = shape.jobs.flatMap((job, index) => (chainWords.includes(job.word) ? [{ job, index }] : []));
  const runs = lockedRuns(
    chain.map(({ job }) => ({
      word: job.word as LockedWord,
      starts: scheduled(shape, job.timing),
      duration: (first: boolean) => (first ? job.firstDuration : job.duration),
    })),
  ).map((run) => ({ ...run, job: chain[run.job]?.index ?? 0 }));
  for (const [index, job] of shape.jobs.entries()) {
    if (job.word !== 'snapshot') continue;
    for (const start of Array.from(scheduled(shape, job.timing))) runs.push({ job: index, start, end: start });
  }
  runs.sort((a, b) => a.start - b.start);

  const points: Points = { job: [], start: [], end: [], capture: [], needs: [], bytes: [] };
  let lastFull = BROKEN;
  let lastOfChain = BROKEN;
  for (const [point, run] of runs.entries()) {
    const job = shape.jobs[run.job];
    if (job === undefined) continue;
    const first = job.word === 'full' && lastFull === BROKEN;
    points.job.push(run.job);
    points.start.push(run.start);
    points.end.push(run.end);
    points.capture.push(job.capturedAtEnd ? run.end : run.start);
    points.needs.push(job.alone ? ALONE : job.word === 'differential' ? lastFull : lastOfChain);
    points.bytes.push(first ? job.firstBytes : job.bytes);
    if (job.word === 'full') lastFull = point;
    if (job.word !== 'snapshot') lastOfChain = point;
  }
  return points;
}

/** The log that a job brings to its storage. */
export function logStream(shape: BlockShape, job: JobShape, index: number): Stream {
  const stream = {
    storage: job.to,
    origin: { job: index },
    from: [] as number[],
    to: [] as number[],
    available: [] as number[],
    start: [] as number[],
  };
  if (job.timing === 'continuous') return { ...stream, lag: tick(job.lag) };
  let before = shape.from;
  for (const start of unlockedStarts(scheduled(shape, job.timing), job.duration)) {
    stream.from.push(before);
    stream.to.push(start);
    stream.available.push(start + job.duration);
    stream.start.push(start);
    before = start;
  }
  return stream;
}
