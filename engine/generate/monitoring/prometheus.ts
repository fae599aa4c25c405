import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from '../scripts/coverage.ts';
export function alertRules(_plan: Plan, _covered: readonly Chain[]): Artifact {
  return { path: 'monitoring/alerts.yaml', text: 'groups: []\n', executable: false };
}
