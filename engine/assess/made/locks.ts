/** Which scheduled runs happen (assessment §1): one lock for a block's full, differential and incremental jobs, one for each other. */
import { countBefore, type Progression } from '../schedule/progression.ts';

export type LockedWord = 'full' | 'differential' | 'incremental';

export interface Lockable {
  readonly word: LockedWord;
  /** Scheduled starts, ascending. */
  readonly starts: ArrayLike<number>;
  /** Seconds that a run takes; `first` says whether the block has had no full run yet. */
  duration(first: boolean): number;
}

/** Runs by start: the index of the job, and when the run starts and ends. */
export interface Runs {
  readonly job: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

const strength: Readonly<Record<LockedWord, number>> = { full: 0, differential: 1, incremental: 2 };

/**
 * The runs of jobs that share one lock. A run that would start while another is still going, in [start, end), does not happen; of
 * several at one instant the strongest runs alone, of equals the first.
 */
export function lockedRuns(jobs: readonly Lockable[]): Runs {
  const order = jobs.map((_, index) => index).sort((a, b) => strengthOf(jobs, a) - strengthOf(jobs, b) || a - b);
  const next = jobs.map(() => 0);
  const most = jobs.reduce((sum, { starts }) => sum + starts.length, 0);
  const runs = { job: new Int32Array(most), start: new Float64Array(most), end: new Float64Array(most) };
  let count = 0;
  let free = -Infinity;
  let full = false;
  for (;;) {
    let job = -1;
    let start = Infinity;
    for (const index of order) {
      const candidate = jobs[index]?.starts[next[index] ?? 0] ?? Infinity;
      if (candidate < start) {
        start = candidate;
        job = index;
      }
    }
    const chosen = jobs[job];
    if (chosen === undefined)
      return { job: runs.job.subarray(0, count), start: runs.start.subarray(0, count), end: runs.end.subarray(0, count) };
    for (const index of order) {
      if (jobs[index]?.starts[next[index] ?? 0] === start) next[index] = (next[index] ?? 0) + 1;
    }
    if (start < free) continue;
    free = start + chosen.duration(!full);
    full ||= chosen.word === 'full';
    runs.job[count] = job;
    runs.start[count] = start;
    runs.end[count++] = free;
  }
}

function strengthOf(jobs: readonly Lockable[], index: number): number {
  return strength[jobs[index]?.word ?? 'incremental'];
}

/** The starts that happen where each run lasts `duration` seconds and has a lock of its own: of a progression every n-th. */
export function unlockedStarts(scheduled: readonly Progression[], duration: number): readonly Progression[] {
  const happened: Progression[] = [];
  let free = -Infinity;
  for (const part of scheduled) {
    const skipped = countBefore(part, free);
    if (skipped === part.count) continue;
    const stride = strideOf(part.step, duration);
    const count = Math.ceil((part.count - skipped) / stride);
    const first = part.first + part.step * skipped;
    happened.push({ first, step: part.step * stride, count });
    free = first + part.step * stride * (count - 1) + duration;
  }
  return happened;
}

/** Every how many scheduled starts a run happens that takes so long. */
export function strideOf(step: number, duration: number): number {
  return step === 0 ? 1 : Math.max(1, countBefore({ first: 0, step, count: Infinity }, duration));
}
