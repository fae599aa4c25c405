/** What scheduled restore tests read over the border of a site (assessment §9). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Place, Plan, Storage, System, Verify } from '../../plan/model.ts';
import { isWithin } from '../../plan/sites.ts';
import { growthOf, monthOf, monthStart } from '../bytes/months.ts';
import type { Needed } from '../durations.ts';
import { stored } from '../durations.ts';
import { startsOf } from '../runs.ts';
import { holds, restoredBytes } from '../source.ts';

export interface TestRestore {
  readonly storage: Storage;
  readonly system: System;
  /** UTC seconds. */
  readonly at: number;
  readonly bytes: Needed;
  readonly place: Place;
}

/**
 * The runs of a month (0: January 2027) that read a storage at another site than the test runs at: `at` of the test, else the
 * system's own site. The storages of a block that hold its points take turns, the first of them with the first run of 2027.
 */
export function testRestores(plan: Plan, catalogue: Catalogue, month: number): readonly TestRestore[] {
  return plan.systems
    .filter(({ exempt }) => exempt === undefined)
    .flatMap((system) =>
      system.blocks.flatMap((block) =>
        block.verifies.flatMap((verify) => (verify.what === 'restore' ? runsOf(plan, catalogue, system, block, verify, month) : [])),
      ),
    );
}

function runsOf(plan: Plan, catalogue: Catalogue, system: System, block: BackupBlock, verify: Verify, month: number): TestRestore[] {
  const inTurn = plan.storages.filter(({ name }) => holds(block, name) !== undefined);
  const site = verify.at ?? system.at;
  const growth = growthOf(system);
  return startsUntil(verify, monthStart(month + 1)).flatMap((at, turn): TestRestore[] => {
    const storage = inTurn[turn % inTurn.length];
    if (storage === undefined || at < monthStart(month)) return [];
    if (isWithin(plan, storage.at, site) || isWithin(plan, site, storage.at)) return [];
    const now = stored(system, restoredBytes(system, block, storage, catalogue));
    const bytes: Needed =
      growth === undefined ? { missing: [`${system.name}.size`] } : 'missing' in now ? now : { value: now.value * growth(monthOf(at)) };
    return [{ storage, system, at, bytes, place: verify.place }];
  });
}

/** `every N months` is on the 1st, from January 2027 on. */
function startsUntil({ schedule }: Verify, end: number): readonly number[] {
  if (!('months' in schedule)) return [...startsOf(schedule, monthStart(0), end)];
  const starts: number[] = [];
  for (let month = 0; schedule.months > 0 && monthStart(month) < end; month += schedule.months) starts.push(monthStart(month));
  return starts;
}
