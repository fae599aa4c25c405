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
import { standbyScripts } from './standby-scripts.ts';

export { notGenerated } from './coverage.ts';

/** Pure and deterministic. `planHash` goes into every journal line. */
export function scriptArtifacts(plan: Plan, assessment: Assessment, planHash: string): Artifact[] {
  const covered = chains(plan);
  const standbys = standbyScripts(plan, covered, planHash);
  const velero = veleroArtifacts(plan);
  if (covered.length === 0 && standbys.length === 0) return velero;
  const libraries = [...covered.flatMap(libraryParts), ...(standbys.length === 0 ? [] : (['postgresql'] as const))];
  const scripts = [
    { path: 'scripts/lib.sh', text: bash.lib, executable: false },
    ...[...new Set(libraries)].map((name) => ({ path: `scripts/lib-${name}.sh`, text: bash[name], executable: false })),
    ...(covered.length === 0 ? [] : [prepareScript(plan, covered, planHash)]),
    ...covered.flatMap((chain) => chainScripts(plan, chain, assessment, planHash)),
    ...standbys,
    ...recoverScripts(plan, covered, assessment, planHash),
  ];
  return [
    ...scripts,
    ...(covered.length === 0 ? [] : [...scheduleArtifacts(plan, covered, scripts), alertRules(plan, covered)]),
    ...velero,
  ];
}
