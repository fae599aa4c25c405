import { monthKeys } from '../../assess/bytes/months.ts';
import type { StorageCost } from '../../assess/cost/cost.ts';
import { sayDate, saySize } from '../../assess/say.ts';
import { WINDOW } from '../../assess/schedule/window.ts';
import type { Storage } from '../../plan/model.ts';
import { sizeAs } from '../../plan/written-as.ts';
import { costsOf } from '../answers.ts';
import { isOpen, keptAsChanges } from '../as-changes.ts';
import type { Check, CheckContext } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'capacity-exceeded', severity: 'error' } as const;

/** More places than this are no help. */
const MOST = 10;

/** Shares of what is held on average: what is there before pruning comes on top. */
const ROOMS = [1.2, 2];

const months = { month1: 'January 2027', month12: 'December 2027', month36: 'December 2029' };

export const capacityExceeded: Check = {
  ...id,
  group: 'cost',
  summary: 'More comes to lie on a storage than it has room for.',
  *run(context) {
    const limited = context.plan.storages.filter(({ capacity }) => capacity !== undefined);
    if (limited.length === 0 || context.judged.length < context.plan.systems.length) return;
    const least = keptAsChanges(context);
    const results = new Map(
      costsOf(least === undefined ? context : { ...context, plan: least }).storages.map((result) => [result.name, result]),
    );
    for (const storage of limited) {
      const result = results.get(storage.name);
      if (storage.capacity?.source.from !== 'plan' || result?.fullAt === undefined) continue;
      const { place } = storage.capacity.source;
      const atLeast = users(context, storage).some(({ blocks }) => blocks.some(isOpen));
      yield finding(id, place, said(context, storage, storage.capacity.value, result, result.fullAt, atLeast), {
        // What is full only after the years that are looked at is for the next budget.
        severity: result.fullAt < WINDOW.end ? id.severity : 'info',
        about: storage.name,
        fixes: [...new Set(ROOMS.map((room) => sizeAs(roundedUp(room * largest(result)))))].map((size) => ({
          title: `Make \`${storage.name}\` larger: \`capacity ${size}\``,
          edits: [{ ...place, text: `capacity ${size}` }],
          safe: false,
        })),
        related: users(context, storage)
          .slice(0, MOST)
          .map((system) => ({ place: system.namePlace, message: `\`${system.name}\` is backed up to it.` })),
      });
    }
  },
};

function said(
  { plan }: CheckContext,
  { name }: Storage,
  capacity: number,
  { bytes }: StorageCost,
  fullAt: number,
  atLeast: boolean,
): string {
  const means = monthKeys.flatMap((key) => ('value' in bytes[key] ? [{ size: saySize(bytes[key].value), month: months[key] }] : []));
  const steady = new Set(means.map(({ size }) => size)).size === 1;
  const holds = steady ? means[0]?.size : listed(means.map(({ size, month }) => `${size} in ${month}`));
  const full = fullAt <= WINDOW.start ? 'is too small from the start' : `is full on ${sayDate(fullAt, plan.timezone.value)}`;
  return `\`${name}\` has room for ${sizeAs(capacity)} and ${full}: it holds ${atLeast ? 'at least ' : ''}${holds} on average. Keep less there, or make it larger${fullAt <= WINDOW.start ? '' : ' before then'}.`;
}

/** Bytes on average in the fullest of the months that are looked at. */
function largest({ bytes }: StorageCost): number {
  return Math.max(...monthKeys.map((key) => ('value' in bytes[key] ? bytes[key].value : 0)));
}

/** To one digit, as storages are bought. */
function roundedUp(bytes: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, bytes)));
  return Math.ceil(bytes / step) * step;
}

function users({ judged }: CheckContext, { name }: Storage) {
  return judged.filter(({ blocks }) => blocks.some(({ jobs, copies }) => [...jobs, ...copies].some(({ to }) => to === name)));
}
