/** How fresh a system's recovery points are, and what its last restore test says. Instants are seconds since 1970, lengths seconds. */
import { type Measured, measuredRecoveries } from '../assess/recovery/measured.ts';
import type { Examination } from '../examine.ts';
import { stillHolds } from '../generate/restore-hash.ts';
import { type System, spanSeconds } from '../plan/model.ts';
import type { Gathered } from './gathered.ts';
import type { Probe } from './probe.ts';
import { newestOf } from './probed-status.ts';
import { TOLD_EVERY, type Watched } from './watched.ts';

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

const bringing: ReadonlySet<string> = new Set(['run', 'log', 'copy']);

/** `hash` is that of the plan as it is now. */
export function systemStatus(
  system: System,
  watched: readonly Watched[],
  { tallies, passed, tests }: Gathered,
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
