import { allChecks } from '../checks/all.ts';
import type { Finding } from '../checks/finding.ts';
import { adjustable } from '../checks/terms.ts';
import type { Examination } from '../examine.ts';

/**
 * What keeps a plan from being generated from: errors of its language. With a name or a statement missing, a script or a runbook
 * would have holes that nobody sees; a target that is not met is no obstacle.
 */
export function obstacles({ findings }: Examination): readonly Finding[] {
  return findings.filter(({ code, severity }) => severity === 'error' && ofLanguage.has(code));
}

const ofLanguage = new Set(allChecks.filter((check) => !adjustable(check)).map(({ code }) => code));
