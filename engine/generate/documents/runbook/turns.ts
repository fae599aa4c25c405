import type { ScenarioResult } from '../../../assess/assessment.ts';
import type { Scenario, System } from '../../../plan/model.ts';
import { beginOf, recoveryOrder, resultOf, type Source } from '../source.ts';

/** One affected system in a scenario, with when its recovery begins and ends: seconds after detection, undefined where not known. */
export interface Turn {
  readonly system: System;
  readonly result: ScenarioResult;
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** Affected systems that must be back first. */
  readonly after: readonly string[];
}

/** The affected systems in recovery order. */
export function turnsOf(source: Source, scenario: Scenario): readonly Turn[] {
  const order = recoveryOrder(source, scenario);
  const affected = new Set(order.map((system) => system.name));
  return order.flatMap((system) => {
    const result = resultOf(source, system.name, scenario.name);
    if (result === undefined) return [];
    const { recovery } = result;
    const after = [...new Set(system.dependsOn.map(({ name }) => name))].filter((name) => affected.has(name) && name !== system.name);
    return [{ system, result, start: recovery.status === 'known' ? beginOf(recovery) : undefined, end: recovery.seconds, after }];
  });
}

/** The title of the part that recovers a system; the parts of a runbook are numbered as the systems are. */
export function turnHeading(turn: Turn): string {
  return `Recover ${turn.system.name}`;
}
