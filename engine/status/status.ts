/** Whether a plan is kept: what its journals say, against what it asks for. */
import type { Examination } from '../examine.ts';
import { planHash } from '../generate/manifest.ts';
import type { Missing } from '../generate/scripts/coverage.ts';
import type { Plan } from '../plan/model.ts';
import { type Gathered, gathered } from './gathered.ts';
import { type JobStatus, jobStatus } from './job-status.ts';
import type { JournalLine } from './journal-line.ts';
import type { Probe } from './probe.ts';
import { type ProbedStatus, probedStatus } from './probed-status.ts';
import { type SystemStatus, systemStatus } from './system-status.ts';
import { RATE_SPAN } from './tally.ts';
import { unwatchedJobs, watchedJobs } from './watched.ts';

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

/** `lines` in any order; one that is there twice counts once. */
export function statusOf(
  { plan, assessment, project }: Pick<Examination, 'plan' | 'assessment' | 'project'>,
  lines: Iterable<JournalLine>,
  now: number,
  probes: ReadonlyMap<string, Probe> = new Map(),
): Status {
  const found = gathered(plan, lines, now);
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

function unknownJobs(known: ReadonlySet<string>, { tallies }: Gathered, now: number): Status['unknown'] {
  return [...tallies].flatMap(([job, kinds]) => {
    if (known.has(job)) return [];
    const times = [...kinds]
      .filter(([kind]) => scheduled.has(kind))
      .flatMap(([, { lastSuccess, lastFailure }]) => [lastSuccess, lastFailure].flatMap((line) => line?.finished ?? []));
    const last = Math.max(...times);
    return times.length > 0 && last > now - RATE_SPAN ? [{ job, last }] : [];
  });
}
