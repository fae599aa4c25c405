import type { Scenario } from '../../plan/model.ts';
import { anchor } from './markdown/anchor.ts';
import { plain } from './markdown/escape.ts';
import { phasesOf } from './runbook/phases.ts';
import { type NumberedStep, numbered } from './runbook/step.ts';
import { turnsOf } from './runbook/turns.ts';
import type { DocumentSource } from './source.ts';

/** The steps of a scenario's runbook, numbered as there. */
export function stepsOf(source: DocumentSource, scenario: Scenario): readonly NumberedStep[] {
  return numbered(phasesOf(source, scenario, turnsOf(source, scenario)));
}

/** A link from another document to a step of a runbook. */
export function stepLink(scenario: Scenario, { heading }: NumberedStep): string {
  return `[step ${plain(heading)}](runbook-${scenario.name}.md#${anchor(heading)})`;
}
