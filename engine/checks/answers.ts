/** Answers of the assessment that several checks ask for, each worked out once for a plan. */
import { type Costs, costs } from '../assess/cost/cost.ts';
import { type Reach, reachOf } from '../assess/reach.ts';
import type { Plan, System } from '../plan/model.ts';
import type { Subject } from './check.ts';

const reaches = new WeakMap<System, readonly Reach[]>();

/** How far back the storages of a system reach at worst. */
export function reachesOf({ plan, catalogue }: Subject, system: System): readonly Reach[] {
  const known = reaches.get(system) ?? reachOf(plan, system, catalogue);
  reaches.set(system, known);
  return known;
}

const bills = new WeakMap<Plan, Costs>();

/** What the plan's storages hold and cost. */
export function costsOf({ plan, catalogue }: Subject): Costs {
  const known = bills.get(plan) ?? costs(plan, catalogue);
  bills.set(plan, known);
  return known;
}
