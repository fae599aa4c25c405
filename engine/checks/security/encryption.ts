/** Which keys the backups of a plan need, and where they are kept. */
import type { BackupBlock, Key, Plan, Storage, System } from '../../plan/model.ts';
import { isWithin } from '../../plan/sites.ts';

/** A storage whose points of a system can only be read with a key. */
export interface Sealed {
  readonly key: string;
  readonly system: System;
  readonly storage: Storage;
}

export function sealedStorages(plan: Plan, systems: readonly System[]): readonly Sealed[] {
  const storages = new Map(plan.storages.map((storage) => [storage.name, storage]));
  return systems.flatMap((system) => {
    const runs = system.blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies]);
    const found = new Map<string, Sealed>();
    for (const { to, key } of runs) {
      const storage = storages.get(to);
      for (const each of [key, storage?.key]) {
        if (storage !== undefined && each !== undefined) found.set(JSON.stringify([to, each]), { key: each, system, storage });
      }
    }
    return [...found.values()];
  });
}

/** Whether a storage stands away from a system: at a site that is neither its own, nor within it, nor around it. */
export function isAway(plan: Plan, { at }: System, storage: Storage): boolean {
  return !isWithin(plan, storage.at, at) && !isWithin(plan, at, storage.at);
}

/** Whether every place where the key is kept goes with the site of the system. */
export function isKeptWith(plan: Plan, { keptAt, escrow }: Key, { at }: System): boolean {
  return escrow === undefined && keptAt.length > 0 && keptAt.every((site) => isWithin(plan, site, at) || isWithin(plan, at, site));
}

/** Tools that write nothing in the clear. */
const encrypting = new Set(['restic', 'borg']);

/** The storages of a block to which something comes that no job or tool has encrypted. */
export function inTheClear({ jobs, copies }: BackupBlock): readonly string[] {
  const open = new Set(jobs.filter(({ key, tool }) => key === undefined && !encrypting.has(tool?.value ?? '')).map(({ to }) => to));
  for (let size = -1; size !== open.size; ) {
    size = open.size;
    for (const { from, to, key } of copies) if (key === undefined && open.has(from)) open.add(to);
  }
  return [...open];
}
