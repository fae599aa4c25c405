/** 3-2-1-1-0: assessment.md, section 8. */
import type { Plan, System } from '../../engine/plan/model.ts';
import type { History, Point } from './history.ts';
import { around, WINDOW_FROM, WINDOW_TO } from './sizes.ts';

export interface SimulatedCopies {
  readonly storages: readonly string[];
  readonly media: readonly string[];
  readonly offsite: readonly string[];
  readonly immutable: readonly string[];
  readonly restoreVerified: boolean;
}

export function copiesOf(plan: Plan, system: System, histories: readonly History[]): SimulatedCopies {
  const storages = plan.storages.filter(({ name, media }) => media.value !== 'snapshot' && alwaysRestorable(name, histories));
  const nearby = ({ at }: { readonly at: string }): boolean => around(plan, at).includes(system.at) || around(plan, system.at).includes(at);
  return {
    storages: storages.map(({ name }) => name),
    media: [...new Set(['disk', ...storages.map(({ media }) => media.value)])],
    offsite: storages.filter((storage) => !nearby(storage)).map(({ name }) => name),
    immutable: storages.filter(({ offline, immutable }) => offline || immutable !== undefined).map(({ name }) => name),
    restoreVerified: system.blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore')),
  };
}

/** At every instant of the window some point can be restored from this storage alone. */
function alwaysRestorable(storage: string, histories: readonly History[]): boolean {
  const spans = histories.flatMap(({ points }) => points.flatMap((point) => aloneOn(point, storage)));
  spans.sort((a, b) => a[0] - b[0]);
  let reached = WINDOW_FROM;
  for (const [from, until] of spans) {
    if (from > reached) break;
    reached = Math.max(reached, until);
  }
  return reached >= WINDOW_TO;
}

/** When a point and all that it needs are on the storage. */
function aloneOn(point: Point, storage: string): (readonly [number, number])[] {
  const own = point.stays.filter((stay) => stay.storage === storage).map(({ from, until }) => [from, until] as const);
  if (point.needs === undefined) return own;
  if (point.needs === 'missing' || point.headless) return [];
  const below = aloneOn(point.needs, storage);
  return own.flatMap(([from, until]) =>
    below.map(([low, high]) => [Math.max(from, low), Math.min(until, high)] as const).filter(([low, high]) => low < high),
  );
}
