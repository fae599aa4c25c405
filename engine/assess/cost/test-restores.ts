/** What scheduled restore tests read over the border of a site (assessment §9). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Place, Plan, Storage, System, Verify } from '../../plan/model.ts';
import { isWithin } from '../../plan/sites.ts';
import { growthOf, monthKeys, monthOf, monthStart, monthsShown, type PerMonth, perMonth } from '../bytes/months.ts';
import type { Needed } from '../made/durations.ts';
import { stored } from '../made/durations.ts';
import { reached, restoredBytes } from '../recovery/source.ts';
import { countBefore } from '../schedule/progression.ts';
import { progressionsOf } from '../schedule/runs.ts';
import { HORIZON } from '../schedule/window.ts';

export interface TestRestore {
  readonly storage: Storage;
  readonly system: System;
  /** UTC seconds. */
  readonly at: number;
  readonly bytes: Needed;
  readonly place: Place;
}

/**
 * The runs of the months that are shown that read a storage at another site than the test runs at: `at` of the test, else the system's
 * own site. The storages of a block that hold its points take turns, the first of them with the first run of 2027.
 */
export function testRestores(plan: Plan, catalogue: Catalogue): PerMonth<readonly TestRestore[]> {
  const found = testRestoresIn(
    plan,
    catalogue,
    monthKeys.map((key) => monthsShown[key]),
  );
  return perMonth((key) => found[monthKeys.indexOf(key)] ?? []);
}

/** The same for any months, in their order; 0 is January 2027. */
export function testRestoresIn(plan: Plan, catalogue: Catalogue, months: readonly number[]): readonly (readonly TestRestore[])[] {
  const found = months.map((): TestRestore[] => []);
  for (const system of plan.systems) {
    if (system.exempt !== undefined) continue;
    for (const block of system.blocks) {
      for (const verify of block.verifies) {
        if (verify.what !== 'restore') continue;
        const site = verify.at ?? system.at;
        const inTurn = holding(plan, block).map((storage) => ({ storage, away: isAway(plan, storage.at, site) }));
        if (!inTurn.some(({ away }) => away)) continue;
        for (const [index, month] of months.entries()) {
          for (const { at, turn } of startsIn(verify, month)) {
            const { storage, away } = inTurn[turn % inTurn.length] ?? {};
            if (storage === undefined || away !== true) continue;
            found[index]?.push({ storage, system, at, bytes: bytesOf(system, block, storage, at, catalogue), place: verify.place });
          }
        }
      }
    }
  }
  return found;
}

/** The storages that hold a block's points, in the order of the plan: restore tests take them in turn. */
export function holding({ storages }: Plan, block: BackupBlock): readonly Storage[] {
  const full = reached(block, 'full');
  const snapshots = new Set(block.jobs.flatMap(({ word, to }) => (word === 'snapshot' ? [to] : [])));
  return storages.filter(({ name }) => full.has(name) || snapshots.has(name));
}

/** What is read at `site` leaves the site `storage`: neither lies within the other. */
export function isAway(plan: Plan, storage: string, site: string): boolean {
  return !isWithin(plan, storage, site) && !isWithin(plan, site, storage);
}

function bytesOf(system: System, block: BackupBlock, storage: Storage, at: number, catalogue: Catalogue): Needed {
  const growth = growthOf(system);
  const now = stored(system, restoredBytes(system, block, storage, catalogue));
  if (growth === undefined) return { missing: [`${system.name}.size`] };
  return 'missing' in now ? now : { value: now.value * growth(monthOf(at)) };
}

/** The runs of a month (0: January 2027), and how many came before in 2027 and after. `every N months` is on the 1st. */
function startsIn({ schedule }: Verify, month: number): readonly { readonly at: number; readonly turn: number }[] {
  const [from, to] = [monthStart(month), monthStart(month + 1)];
  if ('months' in schedule)
    return schedule.months > 0 && month % schedule.months === 0 ? [{ at: from, turn: month / schedule.months }] : [];
  const found: { at: number; turn: number }[] = [];
  let before = 0;
  for (const part of progressionsOf(schedule, monthStart(0), HORIZON)) {
    for (let index = countBefore(part, from); index < countBefore(part, to); index++)
      found.push({ at: part.first + part.step * index, turn: before + index });
    before += part.count;
  }
  return found;
}
