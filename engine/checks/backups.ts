/** Questions about how a system is backed up that several checks ask. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { BackupBlock, JobWord, Storage, System } from '../plan/model.ts';
import type { CheckContext } from './check.ts';

/** Whether a backup is expected of the system: it holds data, and nothing says that it may be lost. */
export function needsBackup(system: System, catalogue: Catalogue): boolean {
  const kind = catalogue.systems[system.kind];
  return kind !== undefined && !kind.redeployed && system.exempt === undefined;
}

export function isBackedUp(system: System): boolean {
  return system.blocks.some((block) => block.jobs.length > 0);
}

/** The storages that get restore points of a block, in the order in which its statements name them. */
export function pointStorages(block: BackupBlock): readonly string[] {
  return [...new Set([...block.jobs.filter((job) => job.word !== 'log').map((job) => job.to), ...block.copies.map((copy) => copy.to)])];
}

/** The storages of the plan that restore points can be copied to. */
export function copyTargets({ plan }: Pick<CheckContext, 'plan'>): readonly Storage[] {
  return plan.storages.filter((storage) => storage.media.value !== 'snapshot' && !storage.optional);
}

/** Whether nobody can delete what lies on a storage, whatever account they hold. */
export function isLocked({ offline, immutable }: Storage): boolean {
  return offline || immutable !== undefined;
}

/** The storages of a block to which points of jobs of one word come, or its log: by a job, or by a copy. */
export function storagesWith(block: BackupBlock, word: JobWord): ReadonlySet<string> {
  const found = new Set(block.jobs.filter((job) => job.word === word).map((job) => job.to));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const copy of block.copies) if (found.has(copy.from)) found.add(copy.to);
  }
  return found;
}
