/** What the restore of a system rests on: as long as that is the same, a restore test still shows that it works. */
import type { Plan, System } from '../plan/model.ts';
import { hashText } from './manifest.ts';

/**
 * SHA-256 over what a restore reads, by what, and where from: the system, the jobs and copies that bring its points, and their storages. When they run, what is
 * kept, sizes, targets, comments and layout are not in it.
 */
export function restoreHash(plan: Plan, system: System): string {
  const { kind, host, port, user, databases, paths, excludes, namespaces, services, credentials, dump, load, restoreWith } = system;
  const brought = system.blocks.map(({ jobs, copies }) => ({
    jobs: jobs.map(({ word, to, tool, key, managedBy }) => ({ word, to, tool: tool?.value, key, managedBy })),
    copies: copies.map(({ from, to, key, managedBy }) => ({ from, to, key, managedBy })),
  }));
  const used = new Set(brought.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
  const storages = plan.storages
    .filter(({ name }) => used.has(name))
    .map((each) => ({
      name: each.name,
      kind: each.kind,
      at: each.at,
      path: each.path,
      bucket: each.bucket,
      endpoint: each.endpoint,
      host: each.host,
      user: each.user,
      class: each.class?.value,
      encrypted: each.encrypted,
      key: each.key,
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const own = {
    name: system.name,
    at: system.at,
    kind,
    host,
    port,
    user,
    databases,
    paths,
    excludes,
    namespaces,
    services,
    credentials,
    dump,
    load,
    restoreWith,
  };
  return hashText(JSON.stringify({ own, brought, storages }));
}

/** What a test says about the scripts that made it. */
export interface Made {
  readonly planHash: string;
  /** Undefined in lines of older scripts, which knew of the whole plan only. */
  readonly restoreHash?: string | null;
}

/** Whether a restore test of a system was made on the restore path that the plan has now; `hash` is the plan's. */
export function stillHolds({ planHash, restoreHash: tested }: Made, plan: Plan, system: System, hash: string): boolean {
  return planHash === hash || (typeof tested === 'string' && tested === restoreHash(plan, system));
}
