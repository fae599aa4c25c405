/** What no run of the assessment can undercut: worked out in a moment, so that what cannot be enough is not assessed. */
import type { Derivation } from '../assess/assessment.ts';
import { saySize } from '../assess/say.ts';
import type { Subject } from '../checks/check.ts';
import { isRented } from '../checks/rented.ts';
import type { Storage } from '../plan/model.ts';
import { linkBetween } from '../plan/sites.ts';
import { gapOf, type Rhythm } from './space.ts';
import type { Case, Wants } from './wants.ts';
import type { Draft } from './write.ts';

/** Style and storages, whatever the schedule. */
export type Structure = Pick<Draft, 'style' | 'primary' | 'copies'>;

/** Seconds that a continuous log is behind. */
export const LAG = 60;

/** Seconds until the system is back at the soonest, with the sum; without a rhythm at the best one. */
export function soonest(
  { plan }: Subject,
  { system }: Wants,
  { style, primary, copies }: Structure,
  each: Case,
  rhythm?: Rhythm,
): Derivation {
  const { size, changes, compresses } = system;
  const changed = rhythm?.between === undefined || style.tool.deduplicates ? 0 : (changes?.value ?? 0) * rhythm.full.seconds;
  const bytes = ((size?.value ?? 0) + changed) * compresses.value;
  const cap = system.restoreAt?.source.from === 'plan' ? system.restoreAt.value : style.tool.restoreAt;
  const replay = style.log && rhythm !== undefined ? ((system.logs ?? changes)?.value ?? 0) * (gapOf(rhythm) / system.replayAt.value) : 0;
  const reads = [primary, ...copies]
    .filter(({ name }) => each.left.has(name))
    .map((storage) => {
      const rate = Math.min(storage.read.value, cap ?? Infinity, linkBetween(plan, storage.at, each.site)?.rate.value ?? Infinity);
      return { storage, wait: storage.retrieval.value, read: bytes / rate };
    });
  const [first] = reads.toSorted((a, b) => a.wait + a.read - (b.wait + b.read));
  const seconds = (label: string, value: number): Derivation => ({ label, value, unit: 'seconds' });
  if (first === undefined) return seconds(`nothing of ${system.name} is left`, Infinity);
  const parts = [
    seconds('until there is somewhere to restore to', each.begin),
    seconds('until the first byte comes', first.wait),
    seconds(`to read ${saySize(bytes)} from ${first.storage.name}`, first.read),
    seconds('to replay the log', replay),
  ].filter(({ value = 0 }) => value >= 0.5);
  return { ...seconds('at the soonest', each.begin + first.wait + first.read + replay), parts };
}

/** Seconds that are lost at least; of a copy that is carried by the clock all that lies between two. */
export function leastLost({ style, carrying, primary, rhythm }: Draft, each: Case, fullTakes: number): Derivation {
  const parts: Derivation[] = [];
  const add = (value: number, label: string): void => {
    parts.push({ label, value, unit: 'seconds' });
  };
  if (!style.log) {
    add(gapOf(rhythm), 'between runs');
    if (rhythm.between === undefined && !style.tool.deduplicates) add(fullTakes, `until the run is on ${primary.name}`);
  } else if (!each.left.has(primary.name) && typeof carrying !== 'string') add(carrying.seconds, 'between copies');
  const sum = parts.reduce((total, { value = 0 }) => total + value, 0);
  return { label: 'are lost at least', value: sum, unit: 'seconds', parts };
}

/** What a month of a structure costs at least in a currency: a full on each storage, and the fees of those that are not had yet. */
export function leastCost({ system }: Wants, { primary, copies }: Structure, currency: string): number {
  const bytes = (system.size?.value ?? 0) * system.compresses.value;
  const amount = (money: { readonly amount: number; readonly currency: string } | undefined): number =>
    money?.currency === currency ? money.amount : 0;
  // What shrinks in the plan's years is no bound.
  const growth = system.grows?.value;
  const shrinks = (growth?.fraction ?? 0) < 0 || (growth?.bytes ?? 0) < 0;
  return [primary, ...copies].reduce(
    (sum, { price, fee, optional }: Storage) => sum + (shrinks ? 0 : bytes * amount(price?.value)) + (optional ? amount(fee?.value) : 0),
    0,
  );
}

/** How many storages of a structure somebody sends a bill for that nobody can say, at least. */
export function leastUnpriced(subject: Subject, { primary, copies }: Structure): number {
  return [primary, ...copies].filter((each) => each.price === undefined && each.fee === undefined && isRented(subject, each)).length;
}
