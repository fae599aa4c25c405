import type { Scenario } from '../../../plan/model.ts';
import type { DocumentSource } from '../source.ts';
import { after } from './after.ts';
import { before } from './before.ts';
import { withoutSystems } from './no-system.ts';
import { recover } from './recover.ts';
import type { Phase } from './step.ts';
import type { Turn } from './turns.ts';

/** What is done in a scenario, from the first alarm until all is as before: the affected systems in recovery order. */
export function phasesOf(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Phase[] {
  if (turns.length === 0) return withoutSystems(source, scenario);
  return [
    ...before(source, scenario, turns),
    ...turns.map((turn) => recover(source, scenario, turn, turns)),
    ...after(source, scenario, turns),
  ];
}
