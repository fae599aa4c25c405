import type { Storage } from '../plan/model.ts';
import type { Subject } from './check.ts';

/** Whether somebody sends a bill for a storage: an object store, or what stands at a cloud. One's own disks are paid already. */
export function isRented({ plan, catalogue }: Pick<Subject, 'plan' | 'catalogue'>, { kind, at }: Storage): boolean {
  const classes = catalogue.storages[kind]?.classes ?? {};
  return Object.keys(classes).length > 0 || plan.sites.find(({ name }) => name === at)?.kind === 'cloud';
}
