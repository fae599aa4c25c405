/** Disasters of one system alone, which no scenario of the plan has to name. */
import { assess } from '../../../assess/assess.ts';
import type { Plan, Scenario, System } from '../../../plan/model.ts';
import type { DocumentSource } from '../source.ts';

export interface Alone {
  readonly system: System;
  readonly scenario: Scenario;
  /** The plan with the scenario, and what its assessment says. */
  readonly source: DocumentSource;
}

/**
 * What a system holds is wrong or gone, and all else runs: for each system that is not exempt. Nobody has to declare anything or to find
 * machines for it.
 */
export function eachAlone(source: DocumentSource): readonly Alone[] {
  const alone = source.plan.systems
    .filter(({ exempt }) => exempt === undefined)
    .map((system) => ({ system, scenario: aloneScenario(system) }));
  const withScenarios = (scenarios: readonly Scenario[]): Plan => ({ ...source.plan, scenarios: [...source.plan.scenarios, ...scenarios] });
  const assessment = assess(withScenarios(alone.map(({ scenario }) => scenario)), source.catalogue);
  return alone.map((each) => ({ ...each, source: { ...source, plan: withScenarios([each.scenario]), assessment } }));
}

function aloneScenario({ name: system, place, namePlace }: System): Scenario {
  const because = 'one system alone, which is restored where it is';
  const name = `restore-${system}`;
  const byDefault = <T>(value: T, what: string) => ({ value, source: { from: 'default', about: `${name}.${what}`, because } }) as const;
  return {
    name,
    place,
    namePlace,
    lose: [],
    corrupt: [system],
    compromise: [],
    detectedAfter: byDefault({ years: 0, months: 0, seconds: 0 }, 'detected'),
    declareWithin: byDefault(0, 'declare'),
    provisionWithin: byDefault(0, 'provision'),
    steps: [],
  };
}
