/** Recovery times as they would be with restores as long as those that were measured. They stand beside the assessment's, never in their place. */
import type { Plan, Scenario } from '../../plan/model.ts';
import type { Assessment, Recovery } from '../assessment.ts';

export interface Measured {
  readonly system: string;
  /** After detection; undefined where recovery is unknown, or never ends. */
  readonly seconds?: number;
  readonly target?: number;
  readonly met?: boolean;
}

/**
 * Every affected system of a scenario. `restores` are seconds by system: they take the place of retrieval, transfer and replay; all else,
 * and systems without one, is as the assessment has it. Systems wait for what they depend on, as in assessment §7.
 */
export function measuredRecoveries(
  plan: Plan,
  assessment: Assessment,
  scenario: Scenario,
  restores: ReadonlyMap<string, number>,
): readonly Measured[] {
  const recoveries = new Map<string, Recovery>();
  for (const { name, scenarios } of assessment.systems) {
    const result = scenarios.find((each) => each.scenario === scenario.name);
    if (result?.affected) recoveries.set(name, result.recovery);
  }
  const finishes = new Map<string, number | undefined>();
  const finish = (name: string): number | undefined => {
    const recovery = recoveries.get(name);
    if (recovery?.seconds === undefined) return undefined;
    if (!finishes.has(name)) {
      // What waits for itself is not known, and asks no further.
      finishes.set(name, undefined);
      const awaited = recovery.standby !== undefined ? [] : dependencies(plan, name).filter((other) => recoveries.has(other));
      const others = awaited.map(finish);
      finishes.set(
        name,
        others.includes(undefined) ? undefined : Math.max(begin(recovery), ...others.map(Number)) + own(recovery, restores.get(name)),
      );
    }
    return finishes.get(name);
  };
  return [...recoveries].map(([system, { target }]) => {
    const seconds = finish(system);
    return { system, seconds, target, met: seconds === undefined || target === undefined ? undefined : seconds <= target };
  });
}

function dependencies(plan: Plan, name: string): readonly string[] {
  return plan.systems.find((system) => system.name === name)?.dependsOn.map((each) => each.name) ?? [];
}

const before = ['declare', 'provision'];
const restored = ['retrieve', 'transfer', 'replay'];

function begin({ steps }: Recovery): number {
  return steps.reduce((sum, { step, seconds }) => sum + (before.includes(step) ? seconds : 0), 0);
}

/** What there is to do once all that it waits for is back. */
function own({ steps }: Recovery, measured: number | undefined): number {
  const rest = steps.filter(
    ({ step }) => step !== 'wait' && !before.includes(step) && (measured === undefined || !restored.includes(step)),
  );
  return rest.reduce(
    (sum, { seconds }) => sum + seconds,
    measured !== undefined && steps.some(({ step }) => step === 'transfer') ? measured : 0,
  );
}
