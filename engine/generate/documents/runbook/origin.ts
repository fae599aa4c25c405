import type { BackupBlock, Job, Storage, System } from '../../../plan/model.ts';
import type { Source } from '../source.ts';

/** What a restore of a system from a storage has to do with: the block, its base job, and what came with it. */
export interface Origin {
  readonly block: BackupBlock;
  /** The block's full job, or its snapshot job where it has no other. */
  readonly base: Job;
  readonly storage: Storage;
  readonly log: boolean;
  readonly increments: boolean;
}

/** The block whose points lie on `storage`, the first declared; undefined where there is none. */
export function originOf(source: Source, system: System, storage: string): Origin | undefined {
  const found = source.plan.storages.find((candidate) => candidate.name === storage);
  if (found === undefined) return undefined;
  for (const block of system.blocks) {
    if (!reaches(block, storage)) continue;
    const base = block.jobs.find(({ word }) => word === 'full') ?? block.jobs.find(({ word }) => word === 'snapshot');
    if (base === undefined) continue;
    return {
      block,
      base,
      storage: found,
      log: block.jobs.some(({ word }) => word === 'log'),
      increments: block.jobs.some(({ word }) => word === 'incremental' || word === 'differential'),
    };
  }
  return undefined;
}

/** A full or a snapshot is written to the storage, or copied there, directly or over others. */
function reaches(block: BackupBlock, storage: string): boolean {
  const reached = new Set(block.jobs.filter(({ word }) => word === 'full' || word === 'snapshot').map(({ to }) => to));
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const copy of block.copies) if (reached.has(copy.from)) reached.add(copy.to);
  }
  return reached.has(storage);
}
