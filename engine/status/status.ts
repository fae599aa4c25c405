/** Whether a plan is kept: what its journals say, against what it asks for. */
import { type Measured, measuredRecoveries } from '../assess/recovery/measured.ts';
import type { Examination } from '../examine.ts';
import { planHash } from '../generate/manifest.ts';
import { stillHolds } from '../generate/restore-hash.ts';
import type { Missing } from '../generate/scripts/coverage.ts';
import { type Plan, type System, spanSeconds } from '../plan/model.ts';
import type { JournalLine } from './journal-line.ts';
import type { Probe } from './probe.ts';
import { RATE_SPAN, SKEW, Tally } from './tally.ts';
import { TOLD_EVERY, unwatchedJobs, type Watched, watchedJobs } from './watched.ts';

/** Instants are seconds since 1970, lengths seconds. */
export interface Status {
  readonly plan: string;
  /** The time zone that instants are told in. */
  readonly zone: string;
  readonly now: number;
  /** When the first line of the plan was written; undefined where there is none. */
  readonly first?: number;
  readonly jobs: readonly JobStatus[];
  /** Those that a job is watched of. */
  readonly systems: readonly SystemStatus[];
  /** Of what somebody else backs up, where it was asked for. */
  readonly probed: readonly ProbedStatus[];
  /** Ran within the last 30 days, and are not in the plan. */
  readonly unknown: readonly { readonly job: string; readonly last: number }[];
  /** What no journal tells of, with the reason. */
  readonly unwatched: readonly Missing[];
  /** Lines that say they were written later than now: a clock is wrong. They count for nothing. */
  readonly future: { readonly lines: number; readonly latest?: number; readonly jobs: readonly string[] };
  /** Lines of plans with another title, and their titles. */
  readonly others: { readonly lines: number; readonly plans: readonly string[] };
}

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

export interface SystemStatus {
  readonly name: string;
  readonly rpo?: number;
  readonly point?: { readonly captured: number; readonly storage: string };
  /** Whether its newest recovery point is no older than the rpo, of log as far as a journal knows; undefined without an rpo. */
  readonly fresh?: boolean;
  readonly test?: TestStatus;
  /** By scenario: the recovery time with restores as long as the last ones that passed. */
  readonly recoveries: readonly (Measured & { readonly scenario: string })[];
}

/** The last restore test, passed or not. */
export interface TestStatus {
  readonly finished: number;
  readonly seconds: number;
  readonly storage: string;
  readonly passed: boolean;
  /** What the restore rests on has changed since. */
  readonly outdated: boolean;
}

/** What the `points with` command of a system says. */
export interface ProbedStatus {
  readonly system: string;
  readonly points: number;
  /** The newest that is not of the future. */
  readonly newest?: number;
  readonly rpo?: number;
  /** Undefined without an rpo, without a point, and where jobs of the system are watched, whose points count too. */
  readonly fresh?: boolean;
  /** Why there is no answer. */
  readonly problem?: string;
}

/** `lines` in any order; one that is there twice counts once. */
export function statusOf(
  { plan, assessment, project }: Pick<Examination, 'plan' | 'assessment' | 'project'>,
  lines: Iterable<JournalLine>,
  now: number,
  probes: ReadonlyMap<string, Probe> = new Map(),
): Status {
  const found = gather(plan, lines, now);
  const hash = planHash(project);
  const watched = watchedJobs(plan);
  const names = new Set(watched.map(({ system }) => system));
  const known = new Set(watched.map(({ id }) => id));
  return {
    plan: plan.title,
    zone: plan.timezone.value,
    now,
    first: found.first,
    jobs: watched.map((job) => jobStatus(job, found, hash, now)),
    systems: plan.systems
      .filter(({ name }) => names.has(name))
      .map((system) => systemStatus(system, watched, found, hash, now, { plan, assessment, probe: probes.get(system.name) })),
    probed: plan.systems.flatMap((system) => {
      const probe = probes.get(system.name);
      return probe === undefined ? [] : [probedStatus(system, probe, names.has(system.name), now)];
    }),
    unknown: unknownJobs(known, found, now),
    unwatched: unwatchedJobs(plan, watched).filter(({ about }) => !isProbed(plan, about, probes)),
    future: { ...found.future, jobs: [...found.future.jobs] },
    others: { lines: found.others.lines, plans: [...found.others.plans] },
  };
}

interface Found {
  /** By job, then kind. */
  readonly tallies: Map<string, Map<string, Tally>>;
  /** The last restore test of each system and storage that passed, and the last of each system. */
  readonly passed: Map<string, Map<string, JournalLine>>;
  readonly tests: Map<string, JournalLine>;
  /** When the first line of the plan was written. */
  first: number | undefined;
  readonly future: { lines: number; latest: number | undefined; readonly jobs: Set<string> };
  readonly others: { lines: number; readonly plans: Set<string> };
}

function gather(plan: Plan, lines: Iterable<JournalLine>, now: number): Found {
  const found: Found = {
    tallies: new Map(),
    passed: new Map(),
    tests: new Map(),
    first: undefined,
    future: { lines: 0, latest: undefined, jobs: new Set() },
    others: { lines: 0, plans: new Set() },
  };
  const seen = new Set<string>();
  for (const line of lines) {
    const { job, kind, storage, point, started, finished, result } = line;
    if (line.plan !== plan.title) {
      found.others.lines++;
      found.others.plans.add(line.plan);
      continue;
    }
    // Only what is counted matters twice; the last of something is the same however often it is read.
    if (finished > now - RATE_SPAN) {
      const key = JSON.stringify([job, kind, storage, point, started, finished, result]);
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const latest = Math.max(started, finished);
    if (latest > now + SKEW) {
      found.future.lines++;
      found.future.latest = Math.max(latest, found.future.latest ?? latest);
      found.future.jobs.add(job);
      continue;
    }
    add(found, line, now);
  }
  return found;
}

function add(found: Found, line: JournalLine, now: number): void {
  const { job, kind, system, storage, finished, result } = line;
  found.first = Math.min(finished, found.first ?? finished);
  entryOf(
    entryOf(found.tallies, job, () => new Map<string, Tally>()),
    kind,
    () => new Tally(),
  ).add(line, now);
  if (kind !== 'verify-restore' || result === 'locked') return;
  keepLater(found.tests, system, line);
  if (result === 'ok')
    keepLater(
      entryOf(found.passed, system, () => new Map<string, JournalLine>()),
      storage ?? '',
      line,
    );
}

function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function keepLater(map: Map<string, JournalLine>, key: string, line: JournalLine): void {
  const known = map.get(key);
  if (known === undefined || line.finished > known.finished) map.set(key, line);
}

function jobStatus(job: Watched, { tallies, first }: Found, hash: string, now: number): JobStatus {
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

const bringing: ReadonlySet<string> = new Set(['run', 'log', 'copy']);

function systemStatus(
  system: System,
  watched: readonly Watched[],
  { tallies, passed, tests }: Found,
  hash: string,
  now: number,
  { plan, assessment, probe }: Pick<Examination, 'plan' | 'assessment'> & { readonly probe: Probe | undefined },
): SystemStatus {
  const { name, rpo } = system;
  const points = watched
    .filter((job) => job.system === name && bringing.has(job.kind))
    .flatMap(({ id, kind }) => {
      const newest = tallies.get(id)?.get(kind)?.newest;
      return newest ?? [];
    })
    .concat(newestOf(probe, now) ?? [])
    .sort((one, other) => other.captured - one.captured);
  const [point] = points;
  const target = rpo === undefined ? undefined : spanSeconds(rpo.value);
  const logs = watched.some((job) => job.system === name && job.kind === 'log');
  const allowed = target === undefined ? undefined : target + (logs ? TOLD_EVERY : 0);
  const test = tests.get(name);
  const own = passed.get(name);
  const restores = new Map(
    own === undefined ? [] : [[name, Math.max(...[...own.values()].map(({ started, finished }) => Math.max(0, finished - started)))]],
  );
  const recoveries = plan.scenarios.flatMap((scenario) =>
    restores.size === 0
      ? []
      : measuredRecoveries(plan, assessment, scenario, restores)
          .filter((measured) => measured.system === name)
          .map((measured) => ({ scenario: scenario.name, ...measured })),
  );
  return {
    name,
    rpo: target,
    point: point === undefined ? undefined : { captured: point.captured, storage: point.storage ?? '' },
    fresh: allowed === undefined || point === undefined ? undefined : now - point.captured <= allowed,
    test:
      test === undefined
        ? undefined
        : {
            finished: test.finished,
            seconds: Math.max(0, test.finished - test.started),
            storage: test.storage ?? '',
            passed: test.result === 'ok',
            outdated: !stillHolds(test, plan, system, hash),
          },
    recoveries,
  };
}

function probedStatus({ name, rpo }: System, probe: Probe, watched: boolean, now: number): ProbedStatus {
  const target = rpo === undefined ? undefined : spanSeconds(rpo.value);
  if ('problem' in probe) return { system: name, points: 0, rpo: target, problem: probe.problem };
  const newest = newestOf(probe, now)?.captured;
  const fresh = watched || target === undefined || newest === undefined ? undefined : now - newest <= target;
  return { system: name, points: probe.points.length, newest, rpo: target, fresh };
}

function newestOf(probe: Probe | undefined, now: number): { readonly captured: number; readonly storage: string } | undefined {
  const captured = probe !== undefined && 'points' in probe ? probe.points.find((each) => each <= now + SKEW) : undefined;
  return captured === undefined ? undefined : { captured, storage: 'what `points with` lists' };
}

/** A managed job whose points were listed is looked after. */
function isProbed({ systems }: Plan, about: string, probes: ReadonlyMap<string, Probe>): boolean {
  return systems.some(
    ({ name, blocks }) =>
      probes.has(name) &&
      blocks.some(({ jobs, copies }) => [...jobs, ...copies].some(({ id, managedBy }) => id === about && managedBy !== undefined)),
  );
}

/** Restores, disasters and repositories that are set up are a person's, and so is a check that the plan does not ask for. */
const scheduled: ReadonlySet<string> = new Set(['run', 'log', 'copy', 'prune']);

function unknownJobs(known: ReadonlySet<string>, { tallies }: Found, now: number): Status['unknown'] {
  return [...tallies].flatMap(([job, kinds]) => {
    if (known.has(job)) return [];
    const times = [...kinds]
      .filter(([kind]) => scheduled.has(kind))
      .flatMap(([, { lastSuccess, lastFailure }]) => [lastSuccess, lastFailure].flatMap((line) => line?.finished ?? []));
    const last = Math.max(...times);
    return times.length > 0 && last > now - RATE_SPAN ? [{ job, last }] : [];
  });
}
