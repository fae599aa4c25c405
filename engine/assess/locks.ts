/** Which scheduled runs happen (assessment §1): one lock for a block's full, differential and incremental jobs, one for each other. */

export type LockedWord = 'full' | 'differential' | 'incremental';

export interface Lockable {
  readonly word: LockedWord;
  /** Scheduled starts, ascending. */
  readonly starts: ArrayLike<number>;
  /** Seconds that a run takes; `first` says whether the block has had no full run yet. */
  duration(first: boolean): number;
}

export interface Run {
  /** Index of the job. */
  readonly job: number;
  readonly start: number;
  readonly end: number;
}

const strength: Readonly<Record<LockedWord, number>> = { full: 0, differential: 1, incremental: 2 };

/**
 * The runs of jobs that share one lock, by start. A run that would start while another is still going, in [start, end), does not
 * happen; of several at one instant the strongest runs alone, of equals the first.
 */
export function lockedRuns(jobs: readonly Lockable[]): Run[] {
  const order = jobs.map((_, index) => index).sort((a, b) => strengthOf(jobs, a) - strengthOf(jobs, b) || a - b);
  const next = jobs.map(() => 0);
  const runs: Run[] = [];
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
    if (chosen === undefined) return runs;
    for (const index of order) {
      if (jobs[index]?.starts[next[index] ?? 0] === start) next[index] = (next[index] ?? 0) + 1;
    }
    if (start < free) continue;
    free = start + chosen.duration(!full);
    full ||= chosen.word === 'full';
    runs.push({ job, start, end: free });
  }
}

function strengthOf(jobs: readonly Lockable[], index: number): number {
  return strength[jobs[index]?.word ?? 'incremental'];
}

/** The starts, ascending, that happen where each run lasts `duration` seconds and has a lock of its own. */
export function unlockedStarts(starts: ArrayLike<number>, duration: number): number[] {
  const happened: number[] = [];
  let free = -Infinity;
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] ?? 0;
    if (start < free) continue;
    free = start + duration;
    happened.push(start);
  }
  return happened;
}
