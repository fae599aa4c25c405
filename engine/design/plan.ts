/** From targets to the backups of a whole plan: system after system, and together where that breaks the budget. */
import type { Examination } from '../examine.ts';
import type { ReadText } from '../plan/project.ts';
import { withinBudget } from './mix.ts';
import type { Objective } from './objectives.ts';
import { oneByOne, type PlanDesign } from './sequence.ts';
import { waitedFor } from './solo.ts';

/**
 * Designs some systems, each with the load and the cost of those before it, which have what is best by the first objective. Where one of
 * them is left without a backup because of the budget, all are chosen together.
 */
export function designPlan(
  examination: Examination,
  names: readonly string[],
  read: ReadText,
  wanted: readonly [Objective, ...Objective[]],
): PlanDesign {
  const ordered = inOrder(examination, names);
  const found = oneByOne(examination, ordered, read, wanted);
  const isDear = found.designs.some((design) => design.status === 'infeasible' && design.overBudget);
  return isDear && ordered.length > 1 ? withinBudget(examination, ordered, read, wanted[0], found) : found;
}

function inOrder({ plan }: Examination, names: readonly string[]): readonly string[] {
  const depth = (name: string): number => {
    const system = plan.systems.find((each) => each.name === name);
    return system === undefined ? 0 : waitedFor(plan, system).length;
  };
  return names.toSorted((a, b) => depth(a) - depth(b));
}
