/** 3-2-1-1-0 of a system (assessment §8). */
import type { Plan, Storage, System } from '../plan/model.ts';
import { isWithin } from '../plan/sites.ts';
import type { Copies } from './assessment.ts';
import type { ShapedBlock } from './block.ts';
import { onlyThese } from './damage.ts';
import { isAlwaysRestorable, struck } from './loss.ts';

/**
 * Where a duration is not known the run counts as instant: which storages hold points hardly depends on it, and a plan without sizes
 * still has its copies counted.
 */
export function copiesOf(plan: Plan, system: System, blocks: readonly ShapedBlock[]): Copies {
  const used = plan.storages.filter((storage) => blocks.some(({ storages }) => storages.includes(storage)));
  const holding = used.filter((storage) => storage.media.value !== 'snapshot' && alwaysRestores(storage, blocks));
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

function alwaysRestores(storage: Storage, blocks: readonly ShapedBlock[]): boolean {
  return isAlwaysRestorable(blocks.map((shaped) => struck(shaped, onlyThese(shaped.storages.map(({ name }) => name === storage.name)))));
}
