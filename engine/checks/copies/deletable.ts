import type { Copies, SystemResult } from '../../assess/assessment.ts';
import type { System } from '../../plan/model.ts';
import type { Subject } from '../check.ts';

/** Whether every copy of a system lies under the account that the system runs under. */
export function isUnderOneAccount({ plan }: Pick<Subject, 'plan'>, system: System, { storages }: Copies): boolean {
  const used = plan.storages.filter(({ name }) => storages.includes(name));
  return used.length > 0 && used.every(({ account }) => account.value === system.account.value);
}

/** Whether something of a system comes to a storage that is locked or offline, be it enough to restore from or not. */
export function reachesLocked({ plan }: Pick<Subject, 'plan'>, { blocks }: System): boolean {
  const used = new Set(blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
  return plan.storages.some(({ name, offline, immutable }) => used.has(name) && (offline || immutable !== undefined));
}

/** Whether a scenario shows already what an intruder leaves of a system: nothing. */
export function isPlayedOut({ scenarios }: SystemResult): boolean {
  return scenarios.some(({ loss }) => loss.status === 'unrecoverable' && loss.falls.some(({ reason }) => reason === 'compromised'));
}
