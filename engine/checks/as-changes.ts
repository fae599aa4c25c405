import type { BackupBlock, Plan } from '../plan/model.ts';
import type { Subject } from './check.ts';

const known = new WeakMap<Plan, Plan>();

/**
 * The plan with the fulls of others (`managed by`) kept as what has changed since the one before, as cloud snapshots and replication are:
 * no statement says which it is, so a storage may hold as little as this. A full that increments build on is a whole one. Undefined
 * where there is none of the kind.
 */
export function keptAsChanges({ plan, catalogue }: Subject): Plan | undefined {
  const tool = Object.keys(catalogue.tools).find((name) => catalogue.tools[name]?.deduplicates === true);
  if (tool === undefined || !plan.systems.some(({ blocks }) => blocks.some(isOpen))) return undefined;
  const lean = (block: BackupBlock): BackupBlock =>
    isOpen(block)
      ? {
          ...block,
          jobs: block.jobs.map((job) =>
            job.managedBy === undefined ? job : { ...job, tool: { value: tool, source: { from: 'plan', place: job.place } } },
          ),
        }
      : block;
  const found = known.get(plan) ?? { ...plan, systems: plan.systems.map((system) => ({ ...system, blocks: system.blocks.map(lean) })) };
  known.set(plan, found);
  return found;
}

/** Whether a block has fulls of others of which nobody says whether they are whole. */
export function isOpen({ jobs }: BackupBlock): boolean {
  return (
    jobs.some(({ word, managedBy }) => word === 'full' && managedBy !== undefined) &&
    !jobs.some(({ word }) => word === 'incremental' || word === 'differential')
  );
}
