import type { Artifact } from '../artifact.ts';
import { recoveryPlan } from './recovery-plan.ts';
import { runbook } from './runbook.ts';
import type { DocumentSource } from './source.ts';

/** The documents of a plan: the disaster-recovery plan and one runbook a scenario. */
export function documentArtifacts(source: DocumentSource): Artifact[] {
  const runbooks = source.plan.scenarios.map((scenario) => page(`runbook-${scenario.name}`, runbook(source, scenario)));
  return [page('disaster-recovery-plan', recoveryPlan(source)), ...runbooks];
}

function page(name: string, text: string): Artifact {
  return { path: `documents/${name}.md`, text, executable: false };
}
