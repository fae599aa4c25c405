import type { Copies, SystemResult } from '../../assess/assessment.ts';
import type { System } from '../../plan/model.ts';
import { storageNamed } from '../answers.ts';
import { isLocked } from '../backups.ts';
import type { Subject } from '../check.ts';

/** Whether every copy of a system lies under the account that the system runs under. */
export function isUnderOneAccount(subject: Pick<Subject, 'plan'>, system: System, { storages }: Copies): boolean {
  const used = storages.flatMap((name) => storageNamed(subject, name) ?? []);
  return used.length > 0 && used.every(({ account }) => account.value === system.account.value);
}

/** Whether something of a system comes to a storage that is locked or offline, be it enough to restore from or not. */
export function reachesLocked(subject: Pick<Subject, 'plan'>, { blocks }: System): boolean {
  const used = blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => storageNamed(subject, to)));
  return used.some((storage) => storage !== undefined && isLocked(storage));
}

/** Whether a scenario shows already what an intruder leaves of a system: nothing. */
export function isPlayedOut({ scenarios }: SystemResult): boolean {
  return scenarios.some(({ loss }) => loss.status === 'unrecoverable' && loss.falls.some(({ reason }) => reason === 'compromised'));
}
