import type { System } from '../../plan/model.ts';
import { resultOf, storageNamed } from '../answers.ts';
import type { Subject } from '../check.ts';

/**
 * Whether nothing more is to be said of where the copies of a system lie than that a disaster leaves none: where little depends on it, and
 * where it has snapshots alone, which are no copies by any rule.
 */
export function isSaidAlready(subject: Subject, { name, criticality, blocks }: System): boolean {
  const scenarios = resultOf(subject, name)?.scenarios ?? [];
  if (!scenarios.some(({ affected, loss }) => affected && loss.status === 'unrecoverable')) return false;
  const used = blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => storageNamed(subject, to)));
  return criticality.value === 'low' || used.every((storage) => storage?.media.value === 'snapshot');
}
