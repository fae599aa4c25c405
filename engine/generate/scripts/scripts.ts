/**
 * The scripts, server settings and schedules of a plan. Scripts stand on `scripts/lib.sh` and on the library of their engine; a script
 * is the settings that the plan gives and a short main part, from the files in `bash/`.
 */
import type { Assessment } from '../../assess/assessment.ts';
import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { alertRules } from '../monitoring/prometheus.ts';
import { scheduleArtifacts } from '../schedule/schedule.ts';
import { veleroArtifacts } from '../schedule/velero.ts';
import { bash } from './bash.generated.ts';
import { chainScripts, libraryParts } from './chain-scripts.ts';
import { chains } from './coverage.ts';
import { prepareScript } from './prepare.ts';
import { recoverScripts } from './recover.ts';

export { notGenerated } from './coverage.ts';

/** Pure and deterministic. `planHash` goes into every journal line. */
export function scriptArtifacts(plan: Plan, assessment: Assessment, planHash: string): Artifact[] {
  const covered = chains(plan);
  const velero = veleroArtifacts(plan);
  if (covered.length === 0) return velero;
  const scripts = [
    { path: 'scripts/lib.sh', text: bash.lib, executable: false },
    ...[...new Set(covered.flatMap(libraryParts))].map((name) => ({
      path: `scripts/lib-${name}.sh`,
      text: bash[name],
      executable: false,
    })),
    prepareScript(plan, covered, planHash),
    ...covered.flatMap((chain) => chainScripts(plan, chain, assessment, planHash)),
    ...recoverScripts(plan, covered, assessment, planHash),
  ];
  return [...scripts, ...scheduleArtifacts(plan, covered, scripts), alertRules(plan, covered), ...velero];
}
