/** What storages hold and cost in the months that are shown: assessment.md, section 9. */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import type { BackupBlock, Money, Plan, Storage, Verify } from '../../engine/plan/model.ts';
import { fullFrom, type Lying, lyingOn, meanOf } from './bytes.ts';
import { grownBy, monthOf, monthStart } from './growth.ts';
import type { History } from './history.ts';
import { getsBases, restoredBytes } from './recovery.ts';
import { around, storageNamed, WINDOW_FROM } from './sizes.ts';
import { startsOf } from './starts.ts';

/** January 2027, December 2027, December 2029. */
export const SHOWN = [0, 11, 35];

/** An amount of the plan's currency, or what it would need. */
export type Amount = number | readonly string[];

export interface SimulatedStorage {
  /** One for each month that is shown. */
  readonly bytes: readonly number[];
  readonly cost: readonly Amount[];
  readonly fullAt: number | undefined;
}

export interface SimulatedCosts {
  readonly storages: ReadonlyMap<string, SimulatedStorage>;
  readonly total: readonly Amount[];
}

export function costsOf(plan: Plan, catalogue: Catalogue, histories: ReadonlyMap<string, readonly History[]>): SimulatedCosts {
  const counted = plan.systems.filter(({ exempt }) => exempt === undefined).flatMap(({ name }) => histories.get(name) ?? []);
  const readings = counted.flatMap((history) => history.block.verifies.flatMap((verify) => readBy(plan, catalogue, history, verify)));
  const storages = new Map(
    plan.storages.map((storage): readonly [string, SimulatedStorage] => {
      const lying = counted.flatMap((history) => [...lyingOn(plan, catalogue, history, storage)]);
      const billed =
        storage.minimum === undefined
          ? lying
          : counted.flatMap((history) => [...lyingOn(plan, catalogue, history, storage, storage.minimum?.value)]);
      const used = counted.some(({ block }) => uses(block, storage.name));
      const read = readings.filter((reading) => reading.storage === storage.name);
      return [
        storage.name,
        {
          bytes: SHOWN.map((month) => meanOf(lying, monthStart(month), monthStart(month + 1))),
          cost: SHOWN.map((month) => costOf(plan, catalogue, storage, billed, used, read, month)),
          fullAt: storage.capacity === undefined ? undefined : fullFrom(lying, storage.capacity.value),
        },
      ];
    }),
  );
  const total = SHOWN.map((_, index) => sum([...storages.values()].map(({ cost }) => cost[index] ?? 0)));
  return { storages, total };
}

function uses({ jobs, copies }: BackupBlock, storage: string): boolean {
  return jobs.some(({ to }) => to === storage) || copies.some(({ from, to }) => from === storage || to === storage);
}

function costOf(
  plan: Plan,
  catalogue: Catalogue,
  storage: Storage,
  billed: readonly Lying[],
  used: boolean,
  readings: readonly Reading[],
  month: number,
): Amount {
  const { name, price, fee, egress } = storage;
  const stored = meanOf(billed, monthStart(month), monthStart(month + 1));
  // A storage with a fee and no price costs its fee.
  const forStored = price === undefined && fee !== undefined ? 0 : byTheByte(plan, stored, price, `${name}.price`);
  const fees = fee === undefined || (storage.optional && !used) ? 0 : inCurrency(plan, fee.value);
  const classes = catalogue.storages[storage.kind]?.classes ?? {};
  const listed = storage.class?.source.from === 'plan' || storage.endpoint === undefined;
  const perGigabyte = listed ? classes[storage.class?.value ?? '']?.retrievalPrice : undefined;
  const free = egress === undefined && Object.keys(classes).length === 0;
  const forRead = readings
    .filter(({ at }) => at >= monthStart(month) && at < monthStart(month + 1))
    .flatMap(({ bytes }): Amount[] => {
      if (free) return [];
      const retrieved = perGigabyte === undefined ? 0 : inCurrency(plan, { ...perGigabyte, amount: (perGigabyte.amount * bytes) / 1e9 });
      return [retrieved, byTheByte(plan, bytes, egress, `${name}.egress`)];
    });
  return sum([forStored, fees, ...forRead]);
}

function byTheByte(plan: Plan, bytes: number, price: Storage['price'], about: string): Amount {
  if (bytes < 0.5) return 0;
  if (price === undefined) return [about];
  return inCurrency(plan, { amount: price.value.amount * bytes, currency: price.value.currency });
}

function inCurrency(plan: Plan, { amount, currency }: Money): Amount {
  const wanted = plan.currency.value;
  if (amount === 0 || currency === wanted) return amount;
  for (const { factor, from, to } of plan.exchange) {
    if (from === currency && to === wanted) return amount * factor;
    if (from === wanted && to === currency) return amount / factor;
  }
  return [`exchange ${wanted}/${currency}`];
}

function sum(amounts: readonly Amount[]): Amount {
  const missing = new Set(amounts.flatMap((amount) => (typeof amount === 'number' ? [] : amount)));
  if (missing.size > 0) return [...missing].sort();
  return amounts.reduce<number>((all, amount) => all + (typeof amount === 'number' ? amount : 0), 0);
}

/** A restore test that reads a storage over the border of a site. */
interface Reading {
  readonly storage: string;
  readonly at: number;
  readonly bytes: number;
}

/** The storages of the block that hold its points take turns, the first of them with the first test of 2027. */
function readBy(plan: Plan, catalogue: Catalogue, { system, block, gaps }: History, verify: Verify): readonly Reading[] {
  if (verify.what !== 'restore') return [];
  const inTurn = plan.storages.filter(({ name }) => getsBases(block, name));
  const site = verify.at ?? system.at;
  return testsOf(verify).flatMap((at, turn) => {
    const storage = inTurn[turn % inTurn.length]?.name;
    if (storage === undefined) return [];
    const from = storageNamed(plan, storage).at;
    if (around(plan, from).includes(site) || around(plan, site).includes(from)) return [];
    return [{ storage, at, bytes: restoredBytes(catalogue, system, block, gaps, storage) * grownBy(system, monthOf(at)) }];
  });
}

function testsOf({ schedule }: Verify): readonly number[] {
  const end = monthStart(36);
  if ('form' in schedule) return startsOf(schedule.form, schedule.zone, WINDOW_FROM, end);
  const starts: number[] = [];
  for (let month = 0; month < 36; month += schedule.months) starts.push(monthStart(month));
  return starts;
}
