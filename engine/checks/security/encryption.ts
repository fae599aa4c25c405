/** Which keys the backups of a plan need, and where they are kept. */
import type { BackupBlock, Job, Key, Plan, Storage, System } from '../../plan/model.ts';
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

/** Whether every place where the key is kept goes with the site of the system. */
export function isKeptWith(plan: Plan, { keptAt, escrow }: Key, { at }: System): boolean {
  return escrow === undefined && keptAt.length > 0 && keptAt.every((site) => isWithin(plan, site, at) || isWithin(plan, at, site));
}

/** How a tool that can encrypt its repository does it. */
const repositories = new Map<string, 'always' | 'asked'>([
  ['restic', 'always'],
  // `borg init` takes `--encryption none` too; a passphrase shows that it was not.
  ['borg', 'asked'],
]);

/** What comes to a storage of a system and no job, copy or storage is said to encrypt. */
export interface Open {
  readonly storage: Storage;
  /** All of it is written by a tool that encrypts where it was asked to, which the plan does not show. */
  readonly maybe: boolean;
}

/** The storages on which restore points or log of a system may lie in the clear, in the order of the plan. */
export function openStorages({ storages }: Plan, system: System): readonly Open[] {
  const clear = new Set(
    system.blocks.flatMap((block) => reachedBy(block, ({ key, tool }) => key === undefined && !isRepository(tool?.value))),
  );
  const maybe = system.credentials === undefined ? system.blocks.flatMap((block) => reachedBy(block, isAsked)) : [];
  const open = new Set([...clear, ...maybe]);
  return storages
    .filter(({ name, encrypted, key }) => open.has(name) && !encrypted && key === undefined)
    .map((storage) => ({ storage, maybe: !clear.has(storage.name) }));
}

function isRepository(tool: string | undefined): boolean {
  return tool !== undefined && repositories.has(tool);
}

function isAsked({ key, tool }: Job): boolean {
  return key === undefined && repositories.get(tool?.value ?? '') === 'asked';
}

/** Where what such jobs write comes to, by them or by copies that do not encrypt it. */
function reachedBy({ jobs, copies }: BackupBlock, isMeant: (job: Job) => boolean): readonly string[] {
  const found = new Set(jobs.filter(isMeant).map(({ to }) => to));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { from, to, key } of copies) if (key === undefined && found.has(from)) found.add(to);
  }
  return [...found];
}
