/** 3-2-1-1-0 of a system (assessment §8). */
import type { Plan, System } from '../plan/model.ts';
import { isWithin } from '../plan/sites.ts';
import type { Copies } from './assessment.ts';
import { alwaysRestorable } from './loss/states.ts';
import type { ShapedBlock } from './made/block.ts';
import { historyOfBlock } from './made/history.ts';
import { memory } from './memory.ts';
import { onlyThese } from './scenario/damage.ts';

/**
 * Where a duration is not known the run counts as instant: which storages hold points hardly depends on it, and a plan without sizes
 * still has its copies counted.
 */
export function copiesOf(plan: Plan, system: System, blocks: readonly ShapedBlock[]): Copies {
  const restoring = alwaysRestoring(blocks);
  const holding = plan.storages.filter(({ name, media }) => media.value !== 'snapshot' && restoring.has(name));
  const away = holding.filter(({ at }) => !isWithin(plan, at, system.at) && !isWithin(plan, system.at, at));
  return {
    total: 1 + holding.length,
    storages: holding.map(({ name }) => name),
    media: [...new Set(['disk', ...holding.map(({ media }) => media.value)])],
    offsite: away.map(({ name }) => name),
    immutable: holding.filter(({ offline, immutable }) => offline || immutable !== undefined).map(({ name }) => name),
    restoreVerified: system.blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore')),
  };
}

const remembered = memory<ReadonlySet<string>>(20_000);

/** The storages from which alone a point is restorable at every instant of the window. */
function alwaysRestoring(blocks: readonly ShapedBlock[]): ReadonlySet<string> {
  return remembered.recall(blocks.map(({ id }) => id).join(), () => {
    const used = new Set(blocks.flatMap(({ storages }) => storages.map(({ name }) => name)));
    const always = (storage: string): boolean =>
      alwaysRestorable(
        blocks.map((shaped) => ({
          history: historyOfBlock(shaped),
          damage: onlyThese(shaped.storages.map(({ name }) => name === storage)),
        })),
      );
    return new Set([...used].filter(always));
  });
}
