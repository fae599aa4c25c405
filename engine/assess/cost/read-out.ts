import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Place, Storage } from '../../plan/model.ts';
import { saySize } from '../say.ts';
import type { Bill } from './bill.ts';
import type { TestRestore } from './test-restores.ts';

/** Retrieval and egress of the restore tests that read this storage from another site. */
export function readOut(bill: Bill, storage: Storage, catalogue: Catalogue, restores: readonly TestRestore[]): void {
  if (!isBilled(storage, catalogue)) return;
  for (const { name, place, runs, bytes, missing } of bySystem(restores.filter((run) => run.storage === storage))) {
    for (const each of missing) bill.missing.add(each);
    const what = `${saySize(bytes)} that ${runs === 1 ? 'a restore test' : `${runs} restore tests`} of ${name} read${runs === 1 ? 's' : ''}`;
    billReading(bill, storage, catalogue, { bytes, what, place, away: true });
  }
}

/** Own disks and tapes have no classes, and nobody bills what is read from them. */
export function isBilled(storage: Storage, catalogue: Catalogue): boolean {
  const kind = catalogue.storages[storage.kind];
  return storage.egress !== undefined || (kind !== undefined && Object.keys(kind.classes).length > 0);
}

export interface Reading {
  readonly bytes: number;
  /** `120 GB that a restore of orders reads`. */
  readonly what: string;
  readonly place: Place;
  /** It leaves the site of the storage. */
  readonly away: boolean;
}

/** What reading from a storage that bills it costs: retrieval, and egress where it leaves the site. */
export function billReading(bill: Bill, storage: Storage, catalogue: Catalogue, { bytes, what, place, away }: Reading): void {
  // As with the price: a store with an endpoint of its own is billed by a class only if the plan names it.
  const listed = storage.class !== undefined && (storage.class.source.from === 'plan' || storage.endpoint === undefined);
  const figures = listed ? catalogue.storages[storage.kind]?.classes[storage.class?.value ?? ''] : undefined;
  if (figures?.retrievalPrice !== undefined) {
    const { amount, currency } = figures.retrievalPrice;
    const because = `${figures.name} of ${storage.kind} in the catalogue (${figures.source})`;
    const about = `${storage.name}.retrieval price`;
    const retrieval = { value: { amount: amount / 1e9, currency }, source: { from: 'default', about, because } } as const;
    bill.assumptions.push({ about, value: `${amount} ${currency}/GB`, source: because });
    bill.byTheByte(bytes, retrieval, 'retrieval price', 'retrieved', { label: `to retrieve ${what}`, place });
  }
  if (away) bill.byTheByte(bytes, storage.egress, 'egress', 'read out', { label: `to send ${what} to another site`, place });
}

interface Readings {
  readonly name: string;
  readonly place: Place;
  runs: number;
  bytes: number;
  readonly missing: string[];
}

function bySystem(restores: readonly TestRestore[]): readonly Readings[] {
  const found = new Map<string, Readings>();
  for (const { system, place, bytes } of restores) {
    const readings = found.get(system.name) ?? { name: system.name, place, runs: 0, bytes: 0, missing: [] };
    found.set(system.name, readings);
    readings.runs++;
    if ('value' in bytes) readings.bytes += bytes.value;
    else readings.missing.push(...bytes.missing);
  }
  return [...found.values()];
}
