import { sayDuration, sayInstant } from '../assess/say.ts';
import type { Failure, JobStatus } from './job-status.ts';
import type { ProbedStatus } from './probed-status.ts';
import type { Status } from './status.ts';
import type { SystemStatus } from './system-status.ts';
import type { WatchedKind } from './watched.ts';

/** What is not as the plan wants it. */
export interface Problem {
  /** Stable, named after the bad state. */
  readonly code:
    | 'journal-empty'
    | 'job-late'
    | 'job-failing'
    | 'job-never-seen'
    | 'rpo-not-kept'
    | 'rto-not-kept'
    | 'restore-test-failed'
    | 'points-not-removed'
    | 'no-points'
    | 'probe-failed';
  /** Id of a job, name of a system, or title of the plan. */
  readonly about: string;
  readonly message: string;
}

/** The worst first: backups that do not come, then what could be lost, then tests and tidying up. */
export function problemsOf(status: Status): readonly Problem[] {
  const { jobs, systems, plan, first } = status;
  const listed = status.probed.flatMap((probed) => unlisted(probed, status));
  if (first === undefined && jobs.length > 0)
    return [{ code: 'journal-empty', about: plan, message: `nothing of it is in the journal: no backup is on record` }, ...listed];
  const ill = jobs.filter(({ state }) => state === 'late' || state === 'never' || state === 'failing');
  const told = (kinds: readonly WatchedKind[]): Problem[] =>
    ill
      .filter(({ kind }) => kinds.includes(kind))
      .toSorted((one, other) => silence(other, status) - silence(one, status))
      .map((job) => ({ code: codeOf(job), about: job.id, message: illJob(job, status) }));
  return [
    ...told(['run', 'log', 'copy']),
    ...systems.flatMap((system) => stale(system, status)),
    ...listed,
    ...told(['verify-restore', 'verify-checksum', 'prune']),
    ...systems.flatMap((system) => untested(system, status)),
    ...systems.flatMap(slow),
    ...jobs.flatMap(({ id, pruning }) =>
      pruning === undefined
        ? []
        : [{ code: 'points-not-removed' as const, about: id, message: `old points were not removed: ${failed(pruning, status)}` }],
    ),
  ];
}

function codeOf({ state, lastSuccess }: JobStatus): Problem['code'] {
  if (state === 'failing') return 'job-failing';
  return lastSuccess === undefined ? 'job-never-seen' : 'job-late';
}

/** How far a job is beyond its patience, as a multiple of it. What has stopped is news; what never came is told after it. */
function silence({ lastSuccess, point, kind, patience }: JobStatus, { now }: Status): number {
  const since = kind === 'log' ? (point ?? lastSuccess) : lastSuccess;
  return since === undefined ? -1 : (now - since) / (patience ?? Number.MAX_VALUE);
}

function illJob(job: JobStatus, { now, zone, first }: Status): string {
  const { state, kind, lastSuccess, point, patience, failures, locked, lastFailure } = job;
  const why = reason(failures, locked, lastFailure, zone);
  if (lastSuccess === undefined) return `no success of it is in the journal, which begins on ${sayInstant(first ?? now, zone)}${why}`;
  if (state === 'failing') return `its last success was on ${sayInstant(lastSuccess, zone)}${why}`;
  const since = kind === 'log' ? (point ?? lastSuccess) : lastSuccess;
  const what = kind === 'log' ? 'its log on record ends' : 'its last success was';
  return `${what} ${sayDuration(now - since)} ago, on ${sayInstant(since, zone)}, and it is late after ${sayDuration(patience ?? 0)}${why || '; no run is on record since: is it still started?'}`;
}

function reason(failures: number, locked: number, last: Failure | undefined, zone: string): string {
  if (last !== undefined) return `; it failed ${times(failures)} since, the last time on ${failed(last, { zone })}`;
  return locked === 0 ? '' : `; it found another run at work ${times(locked)}`;
}

function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}

function failed({ finished, stage, error }: Failure, { zone }: Pick<Status, 'zone'>): string {
  return `${sayInstant(finished, zone)} in stage "${stage}"${error === '' ? '' : `: ${error}`}`;
}

function stale({ name, rpo, point, fresh }: SystemStatus, { now, zone }: Status): Problem[] {
  if (fresh !== false || point === undefined || rpo === undefined) return [];
  const message = `its newest recovery point is ${sayDuration(now - point.captured)} old (${sayInstant(point.captured, zone)}, on ${point.storage}); rpo ${sayDuration(rpo)}`;
  return [{ code: 'rpo-not-kept', about: name, message }];
}

/** What somebody else backs up. */
function unlisted({ system, points, newest, rpo = 0, fresh, problem }: ProbedStatus, { now, zone }: Status): Problem[] {
  if (problem !== undefined)
    return [{ code: 'probe-failed', about: system, message: `\`points with\` lists no restore points: ${problem}` }];
  if (points === 0)
    return [{ code: 'no-points', about: system, message: '`points with` lists no restore point: nothing of it could be restored' }];
  if (newest === undefined)
    return [{ code: 'no-points', about: system, message: '`points with` lists only points of the future: a clock is wrong' }];
  if (fresh !== false) return [];
  const message = `the newest restore point that \`points with\` lists is ${sayDuration(now - newest)} old (${sayInstant(newest, zone)}); rpo ${sayDuration(rpo)}`;
  return [{ code: 'rpo-not-kept', about: system, message }];
}

/** A test that no job of the plan makes. */
function untested({ name, test }: SystemStatus, { jobs, zone }: Status): Problem[] {
  if (test?.passed !== false || jobs.some(({ system, kind }) => system === name && kind === 'verify-restore')) return [];
  return [{ code: 'restore-test-failed', about: name, message: `its last restore test, on ${sayInstant(test.finished, zone)}, failed` }];
}

function slow({ name, recoveries }: SystemStatus): Problem[] {
  return recoveries.flatMap(({ scenario, seconds = 0, target = 0, met }) =>
    met === false
      ? [
          {
            code: 'rto-not-kept' as const,
            about: name,
            message: `with a restore as long as the last test it is back ${sayDuration(seconds)} after ${scenario}; rto ${sayDuration(target)}`,
          },
        ]
      : [],
  );
}
