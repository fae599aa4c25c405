import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from '../scripts/coverage.ts';
export function scheduleArtifacts(_plan: Plan, _covered: readonly Chain[]): Artifact[] {
  return [];
}
