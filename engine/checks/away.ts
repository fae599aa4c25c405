/** Whether what a storage holds lies away from the system that it is of. */
import type { Plan, Storage, System } from '../plan/model.ts';
import { enclosingSites, isWithin } from '../plan/sites.ts';

/** Whether a storage stands away from a system: at a site that is neither its own, nor within it, nor around it. */
export function isAway(plan: Plan, { at }: System, storage: Storage): boolean {
  return !isWithin(plan, storage.at, at) && !isWithin(plan, at, storage.at);
}

/** Whether what comes to a storage leaves the premises: another room or building of the same outermost site is no such way. */
export function leavesPremises(plan: Plan, { at }: System, storage: Storage): boolean {
  return enclosingSites(plan, storage.at).at(-1) !== enclosingSites(plan, at).at(-1);
}
