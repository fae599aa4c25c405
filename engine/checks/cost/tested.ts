/** What restore tests cost in a year: the months that the assessment shows may be ones in which none reads this storage. */
import { Bill } from '../../assess/cost/bill.ts';
import { billReading } from '../../assess/cost/read-out.ts';
import { holding, isAway } from '../../assess/cost/test-restores.ts';
import { stored } from '../../assess/made/durations.ts';
import { restoredBytes } from '../../assess/recovery/source.ts';
import { startsOf } from '../../assess/schedule/runs.ts';
import { WINDOW } from '../../assess/schedule/window.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Plan, Storage, Verify } from '../../plan/model.ts';

const YEAR = 365 * 86400;

/** In `currency`, of the tests that read a storage from another site, in turn with the block's others; undefined where a price or a size is missing. */
export function testedForAYear(plan: Plan, storage: Storage, currency: string, catalogue: Catalogue): number | undefined {
  const bill = new Bill(storage, currency, plan.exchange);
  for (const system of plan.systems) {
    for (const block of system.blocks) {
      const inTurn = holding(plan, block);
      if (!inTurn.includes(storage)) continue;
      for (const verify of block.verifies) {
        if (verify.what !== 'restore' || !isAway(plan, storage.at, verify.at ?? system.at)) continue;
        const once = stored(system, restoredBytes(system, block, storage, catalogue));
        if ('missing' in once) return undefined;
        const bytes = (once.value * runsAYear(verify)) / inTurn.length;
        billReading(bill, storage, catalogue, { bytes, what: 'what the restore tests read', place: verify.place, away: true });
      }
    }
  }
  return bill.missing.size > 0 ? undefined : bill.sum;
}

function runsAYear({ schedule }: Verify): number {
  if ('months' in schedule) return schedule.months > 0 ? 12 / schedule.months : 0;
  return startsOf(schedule, WINDOW.start, WINDOW.start + YEAR).length;
}
