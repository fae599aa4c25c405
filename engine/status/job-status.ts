/** Whether a job does what it should. Instants are seconds since 1970. */
import type { Gathered } from './gathered.ts';
import type { JournalLine } from './journal-line.ts';
import { Tally } from './tally.ts';
import type { Watched } from './watched.ts';

/**
 * `well`; `awaited`: never seen, and the journal is too young to say more; `never`: no success is on record; `late`: the last one is too
 * long ago; `failing`: it has failed since.
 */
export type JobState = 'well' | 'awaited' | 'never' | 'late' | 'failing';

export interface JobStatus extends Watched {
  readonly state: JobState;
  readonly lastSuccess?: number;
  /** The newest recovery point that it brought. */
  readonly point?: number;
  /** Runs of the last 30 days; those that left because another one was at work are none. */
  readonly succeeded: number;
  readonly failed: number;
  /** Since the last success. */
  readonly failures: number;
  readonly locked: number;
  readonly lastFailure?: Failure;
  /** Removing old points, after it or by itself, has failed since it last went well. */
  readonly pruning?: Failure;
  /** The last run was by scripts of another state of the plan. */
  readonly outdated: boolean;
}

export interface Failure {
  readonly finished: number;
  readonly stage: string;
  readonly error: string;
}

/** `hash` is that of the plan as it is now. */
export function jobStatus(job: Watched, { tallies, first }: Gathered, hash: string, now: number): JobStatus {
  const tally = tallies.get(job.id)?.get(job.kind) ?? new Tally();
  const pruning = job.kind === 'prune' ? undefined : tallies.get(job.id)?.get('prune');
  const { lastSuccess, lastFailure, newest, succeeded, failed, failing, locked } = tally;
  const last = [lastSuccess, lastFailure].flatMap((line) => line ?? []).sort((one, other) => other.finished - one.finished)[0];
  return {
    ...job,
    state: stateOf(job, tally, first, now),
    lastSuccess: lastSuccess?.finished,
    point: newest?.captured,
    succeeded,
    failed,
    failures: failing,
    locked,
    lastFailure: failing > 0 ? failureOf(lastFailure) : undefined,
    pruning: pruning !== undefined && pruning.failing > 0 ? failureOf(pruning.lastFailure) : undefined,
    outdated: last !== undefined && last.planHash !== hash,
  };
}

function stateOf({ kind, patience }: Watched, tally: Tally, first: number | undefined, now: number): JobState {
  const { lastSuccess, newest, failing } = tally;
  if (lastSuccess === undefined) {
    if (failing > 0) return 'failing';
    return patience === undefined || (first !== undefined && now - first <= patience) ? 'awaited' : 'never';
  }
  const since = kind === 'log' ? (newest?.captured ?? lastSuccess.finished) : lastSuccess.finished;
  if (patience !== undefined && now - since > patience) return 'late';
  return failing > 0 ? 'failing' : 'well';
}

function failureOf(line: JournalLine | undefined): Failure | undefined {
  if (line === undefined) return undefined;
  const { finished, stage, error } = line;
  return { finished, stage: typeof stage === 'string' ? stage : '', error: typeof error === 'string' ? error : '' };
}
