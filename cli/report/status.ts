/** What `status` tells of one plan. */

import type { JobStatus } from '../../engine/status/job-status.ts';
import type { Problem } from '../../engine/status/problems.ts';
import type { Status } from '../../engine/status/status.ts';
import type { Journal } from '../../workspace/journal.ts';

export interface StatusReport {
  readonly status: Status;
  readonly problems: readonly Problem[];
  /** Those that were read. */
  readonly journals: readonly Journal[];
  readonly shown: (file: string) => string;
}

/** Instants are seconds since 1970, lengths seconds. */
export function statusJson(reports: readonly StatusReport[]): unknown {
  return {
    schemaVersion: 1,
    plans: reports.map(({ status, problems, journals, shown }) => ({
      plan: status.plan,
      now: status.now,
      well: problems.length === 0,
      problems,
      jobs: status.jobs.map(jobJson),
      systems: status.systems.map(({ name, rpo = null, point = null, fresh = null, test = null, recoveries }) => ({
        system: name,
        rpo,
        point,
        fresh,
        restoreTest: test,
        recoveries: recoveries.map(({ scenario, seconds = null, target = null, met = null }) => ({ scenario, seconds, target, met })),
      })),
      probed: status.probed.map(({ system, points, newest = null, rpo = null, fresh = null, problem = null }) => ({
        system,
        points,
        newest,
        rpo,
        fresh,
        problem,
      })),
      unknown: status.unknown,
      unwatched: status.unwatched,
      future: { latest: null, ...status.future },
      others: status.others,
      journals: journals.map(({ file, unreadable, firstUnreadable = null, torn }) => ({
        file: shown(file),
        unreadable,
        firstUnreadable,
        torn,
      })),
    })),
  };
}

function jobJson(job: JobStatus): unknown {
  const { id, kind, system, state, lastSuccess = null, point = null, patience = null, succeeded, failed } = job;
  const { failures, locked, lastFailure = null, pruning = null, outdated } = job;
  return {
    job: id,
    kind,
    system,
    state,
    lastSuccess,
    point,
    patience,
    succeeded,
    failed,
    failures,
    locked,
    lastFailure,
    pruning,
    outdated,
  };
}
