/** The long part of a first assessment, one system after the other. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Plan } from '../plan/model.ts';
import type { Turns } from '../turns.ts';
import { aloneIn } from './alone.ts';
import { sharesIn } from './bytes/bytes.ts';
import { incidentOf } from './scenario/scenarios.ts';

/**
 * Works out what `assess` and `costs` will remember. Both want the histories of a system's blocks, of which only a few are kept: of a plan
 * with many systems each is played once instead of twice.
 */
export function* ahead(plan: Plan, catalogue: Catalogue): Turns<void> {
  if (plan.library) return;
  const incidents = plan.scenarios.map((scenario) => incidentOf(plan, scenario));
  const aloneOf = aloneIn(plan, incidents, catalogue);
  const sharesOf = sharesIn(plan, catalogue);
  for (const system of plan.systems) {
    aloneOf(system);
    yield;
    sharesOf(system);
    yield;
  }
}
