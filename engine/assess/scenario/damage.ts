/** A scenario as it meets one backup block: what it leaves of each storage, job and copy, by their numbers in the block's shape. */
import type { Copy, Job, Span, Storage, System } from '../../plan/model.ts';
import { textOf } from '../memory.ts';
import type { Incident } from './scenarios.ts';

/**
 * What is left of a storage. `locked`: only what was there when the incident began and is still locked when it is found. `gone`: it is
 * there no more, or its account is compromised and nothing is locked, or nobody can read it without its key.
 */
export type Remains = 'whole' | 'locked' | 'gone';

export interface Damage {
  /** From the beginning of the incident until it is detected. */
  readonly detectedAfter: Span;
  /** Nothing that arrived after the incident began is trusted. */
  readonly compromise: boolean;
  readonly systemLost: boolean;
  readonly storages: readonly { readonly remains: Remains; readonly lost: boolean }[];
  /** Points and log of these jobs, and what these copies brought, cannot be read: their keys are lost. */
  readonly sealedJobs: readonly number[];
  readonly sealedCopies: readonly number[];
}

/** Damages with the same key leave the same of a block. */
export function keyOfDamage({ detectedAfter, compromise, systemLost, storages, sealedJobs, sealedCopies }: Damage): string {
  const left = storages.map(({ remains, lost }) => `${remains}${lost ? '!' : ''}`).join();
  return `${textOf(detectedAfter)} ${compromise} ${systemLost} ${left} ${sealedJobs.join()} ${sealedCopies.join()}`;
}

/** Jobs, copies and storages are those of the block's shape, in its order. */
export function damageTo(
  incident: Incident,
  system: System,
  jobs: readonly Job[],
  copies: readonly Copy[],
  storages: readonly Storage[],
): Damage {
  const compromise = incident.scenario.compromise.length > 0;
  const sealed = (keys: readonly { readonly key?: string }[]): number[] =>
    keys.flatMap(({ key }, index) => (key !== undefined && incident.lostKeys.has(key) ? [index] : []));
  return {
    detectedAfter: incident.scenario.detectedAfter.value,
    compromise,
    systemLost: incident.lostSystems.has(system.name),
    storages: storages.map((storage) => ({ remains: remainsOf(incident, storage), lost: incident.lostStorages.has(storage.name) })),
    sealedJobs: sealed(jobs),
    sealedCopies: sealed(copies),
  };
}

/** A damage that leaves only some of the storages and otherwise nothing happened. */
export function onlyThese(storages: readonly boolean[]): Damage {
  return {
    detectedAfter: { years: 0, months: 0, seconds: 0 },
    compromise: false,
    systemLost: false,
    storages: storages.map((left) => ({ remains: left ? 'whole' : 'gone', lost: false })),
    sealedJobs: [],
    sealedCopies: [],
  };
}

export function remainsOf(incident: Incident, storage: Storage): Remains {
  if (incident.lostStorages.has(storage.name)) return 'gone';
  if (storage.key !== undefined && incident.lostKeys.has(storage.key)) return 'gone';
  if (!incident.compromisedStorages.has(storage.name) || storage.offline) return 'whole';
  return storage.immutable === undefined ? 'gone' : 'locked';
}
