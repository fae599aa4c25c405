import { assess } from '../../assess/assess.ts';
import type { Assessment } from '../../assess/assessment.ts';
import type { Plan, Quantity, System } from '../../plan/model.ts';
import { restoreCap } from '../../plan/restore-cap.ts';
import type { Subject } from '../check.ts';

/** What is left of a rate on paper when nobody has measured it: 0.6 to 0.7. */
export const REAL = 0.6;

const known = new WeakMap<Plan, Assessment>();

/** The plan assessed with every rate that it does not give itself at 60% of its default: reading, restoring and replaying. */
export function atRealRates({ plan, catalogue }: Subject): Assessment {
  const slower = (rate: Quantity): Quantity => (rate.source.from === 'plan' ? rate : { ...rate, value: rate.value * REAL });
  const restoring = (system: System): Quantity | undefined => {
    const caps = system.blocks.flatMap((block) => restoreCap(system, block, catalogue) ?? []);
    const [least] = caps.toSorted((a, b) => a.value - b.value);
    // Said by the plan, so that it takes the place of the default of the tool.
    return least === undefined ? undefined : { value: slower(least).value, source: { from: 'plan', place: system.place } };
  };
  const found =
    known.get(plan) ??
    assess(
      {
        ...plan,
        storages: plan.storages.map((storage) => ({ ...storage, read: slower(storage.read) })),
        systems: plan.systems.map((system) => ({ ...system, restoreAt: restoring(system), replayAt: slower(system.replayAt) })),
      },
      catalogue,
    );
  known.set(plan, found);
  return found;
}
