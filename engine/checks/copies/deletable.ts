import type { Copies } from '../../assess/assessment.ts';
import type { System } from '../../plan/model.ts';
import type { Subject } from '../check.ts';

/** Whether the account that a system runs under can delete every copy of it. */
export function deletableBySystem({ plan }: Pick<Subject, 'plan'>, system: System, { storages }: Copies): boolean {
  const used = plan.storages.filter(({ name }) => storages.includes(name));
  return (
    used.length > 0 &&
    used.every(({ offline, immutable, account }) => !offline && immutable === undefined && account.value === system.account.value)
  );
}
