import { type Entry, entriesOf } from '../generate/schedule/entries.ts';
import { logBehindAfter, overdueAfter } from '../generate/schedule/pause.ts';
import { type Chain, chains, type Missing, notGenerated } from '../generate/scripts/coverage.ts';
import type { Plan } from '../plan/model.ts';

export type WatchedKind = 'run' | 'log' | 'copy' | 'prune' | 'verify-checksum' | 'verify-restore';

/** What has a script that leaves lines in a journal, and how long it may be silent. */
export interface Watched {
  /** Its id in the plan: `orders/full-nas`. */
  readonly id: string;
  readonly system: string;
  /** As its lines say it. */
  readonly kind: WatchedKind;
  /** Seconds since its last success, of log since its newest recovery point; undefined where nothing is certain. */
  readonly patience?: number;
}

/** The scripts write of log, and of copies that had nothing to copy, once in so many seconds: a journal knows no more. */
export const TOLD_EVERY = 3600;

/** In the order of the plan; a log after the other jobs of its block. */
export function watchedJobs(plan: Plan): readonly Watched[] {
  return chains(plan).flatMap((chain) => {
    const logs = new Set(chain.logs.map(({ id }) => id));
    const entries = entriesOf(plan, chain);
    return [
      ...entries.filter(({ id }) => !logs.has(id)).map((entry) => watchedEntry(chain, entry, entries)),
      ...chain.logs.map((job) => {
        const seconds = logBehindAfter(job, chain);
        return {
          id: job.id,
          system: chain.system.name,
          kind: 'log',
          patience: seconds === undefined ? undefined : seconds + TOLD_EVERY,
        } as const;
      }),
    ];
  });
}

function watchedEntry(chain: Chain, entry: Entry, entries: readonly Entry[]): Watched {
  const { id } = entry;
  const kind = kindOf(chain, id);
  const seconds = overdueAfter(entry, entries);
  const patience = seconds !== undefined && kind === 'copy' ? seconds + TOLD_EVERY : seconds;
  return { id, system: chain.system.name, kind, patience };
}

function kindOf({ jobs, copies, verifies }: Chain, id: string): WatchedKind {
  if (jobs.some((job) => job.id === id)) return 'run';
  if (copies.some((copy) => copy.id === id)) return 'copy';
  const verify = verifies.find((each) => each.id === id);
  return verify === undefined ? 'prune' : `verify-${verify.what}`;
}

/** What the plan says that runs, and no journal tells of, with the reason. */
export function unwatchedJobs(plan: Plan, watched: readonly Watched[]): readonly Missing[] {
  const known = new Set(watched.map(({ id }) => id));
  const reasons = new Map(notGenerated(plan).map(({ about, because }) => [about, because]));
  return plan.systems
    .flatMap(({ blocks }) => blocks.flatMap(({ jobs, copies, verifies }) => [...jobs, ...copies, ...verifies]))
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => ({ about: id, because: reasons.get(id) ?? 'it leaves no line in a journal' }));
}
