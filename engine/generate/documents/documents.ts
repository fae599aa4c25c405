import type { Artifact } from '../artifact.ts';
import { recoveryPlan } from './recovery-plan.ts';
import { eachAlone } from './runbook/alone.ts';
import { runbook, systemRunbook } from './runbook.ts';
import type { DocumentSource } from './source.ts';

/** The documents of a plan: the disaster-recovery plan, one runbook a scenario, and one a system. */
export function documentArtifacts(source: DocumentSource): Artifact[] {
  const runbooks = source.plan.scenarios.map((scenario) => page(`runbook-${scenario.name}`, runbook(source, scenario)));
  const restores = eachAlone(source).map((alone) => page(alone.scenario.name, systemRunbook(alone)));
  return [page('disaster-recovery-plan', recoveryPlan(source)), ...runbooks, ...restores];
}

function page(name: string, text: string): Artifact {
  return { path: `documents/${name}.md`, text, executable: false };
}
