/** Systems that are backed up and say nothing about how much may be lost, or for how long they may be away. */
import type { System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { CheckContext } from '../check.ts';

/** The systems without a target of one sort, neither of their own nor of every scenario. */
export function withoutTarget({ plan, judged, catalogue }: CheckContext, target: 'rpo' | 'rto'): readonly System[] {
  if (plan.scenarios.length > 0 && plan.scenarios.every((scenario) => scenario[target] !== undefined)) return [];
  return judged.filter((system) => system[target] === undefined && needsBackup(system, catalogue) && isBackedUp(system));
}
