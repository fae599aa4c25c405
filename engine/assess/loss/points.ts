/** Which restore points are left, for an incident that begins at y (assessment §3, §6): for every point the y for which it is. */

import type { History, Holdings } from '../made/history.ts';
import type { Damage } from '../scenario/damage.ts';
import { shifted, zoneOf } from '../schedule/calendar.ts';
import { intersection, joined } from '../schedule/intervals.ts';

/** For each point the y for which it is left: [low, high), nowhere if that is empty, and then the intervals of `more`. */
export interface Presence {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Further intervals [low, high, low, high, …] of points that go and are left again, ascending, apart from the first and one another. */
  readonly more: Map<number, readonly number[]>;
}

export interface Restorable {
  /** For each point the y for which it and all that it needs are left. */
  readonly points: Presence;
  /** The same for the points of one storage alone; what they need may lie on any. */
  on(storage: number): Presence;
}

/**
 * `delay` is the seconds from the beginning of the incident to its detection. Only y in [from, to) are looked at: what lies outside
 * may be left out of the answer.
 */
export function restorablePoints(history: History, damage: Damage, delay: number, from: number, to: number): Restorable {
  const perStorage = history.shape.storages.flatMap((_, storage) => left(history, damage, delay, storage, from, to) ?? []);
  const [first, ...others] = perStorage;
  const anywhere = first === undefined ? nowhere(history.points.count) : others.reduce(union, first);
  const points = withNeeds(history, anywhere, anywhere);
  return {
    points,
    on(storage) {
      const own = left(history, damage, delay, storage, from, to);
      return own === undefined ? nowhere(history.points.count) : withNeeds(history, own, points);
    },
  };
}

/** The intervals of a point, ascending. */
export function intervalsOf({ low, high, more }: Presence, point: number): readonly number[] {
  const from = low[point] ?? Infinity;
  const to = high[point] ?? -Infinity;
  return from < to ? [from, to, ...(more.get(point) ?? [])] : [];
}

function nowhere(count: number): Presence {
  return { low: new Float64Array(count).fill(Infinity), high: new Float64Array(count).fill(-Infinity), more: new Map() };
}

/** Cuts the y of points to those for which what they need is left too. `whole` may be `own`: points come after what they need. */
function withNeeds({ points: { needs, count } }: History, own: Presence, whole: Presence): Presence {
  for (let point = 0; point < count; point++) {
    const needed = needs[point] ?? -1;
    if (needed === -1 || (own.low[point] ?? Infinity) >= (own.high[point] ?? -Infinity)) continue;
    if (needed < 0) set(own, point, []);
    else if (own.more.size === 0 && whole.more.size === 0) {
      own.low[point] = Math.max(own.low[point] ?? Infinity, whole.low[needed] ?? Infinity);
      own.high[point] = Math.min(own.high[point] ?? -Infinity, whole.high[needed] ?? -Infinity);
    } else set(own, point, intersection(intervalsOf(own, point), intervalsOf(whole, needed)));
  }
  return own;
}

function set({ low, high, more }: Presence, point: number, [from = Infinity, to = -Infinity, ...rest]: readonly number[]): void {
  low[point] = from;
  high[point] = to;
  if (rest.length > 0) more.set(point, rest);
  else more.delete(point);
}

/** The points of one storage that are left there; undefined where none can be. */
function left(history: History, damage: Damage, delay: number, storage: number, from: number, to: number): Presence | undefined {
  const holdings = history.holdings[storage];
  const remains = damage.storages[storage]?.remains ?? 'gone';
  if (holdings === undefined || remains === 'gone') return undefined;
  const { low, high, more } = nowhere(history.points.count);
  const { capture } = history.points;
  const zone = zoneOf(history.shape.zone);
  const lock = remains === 'locked' ? history.shape.storages[storage]?.lock : undefined;
  const untrusted = damage.compromise;
  const touchy = delay > 0 && !untrusted && (damage.systemLost || damage.storages.some(({ lost }) => lost));
  const sealed = damage.sealedJobs.length > 0 || damage.sealedCopies.length > 0;
  for (const point of holdings.came) {
    let until = (holdings.gone[point] ?? 0) - delay;
    if (until <= from) continue;
    const available = holdings.available[point] ?? 0;
    let since = Math.max(untrusted ? available : available - delay, capture[point] ?? 0);
    if (since >= to) continue;
    if (lock !== undefined) until = Math.min(until, shifted(available, lock, 1, zone) - delay);
    if (sealed && isSealed(history, damage, holdings, point)) continue;
    if (touchy) since = Math.max(since, lastTouch(history, damage, storage, point));
    if (since >= until) continue;
    low[point] = since;
    high[point] = until;
  }
  return { low, high, more };
}

function isSealed(history: History, damage: Damage, holdings: Holdings, point: number): boolean {
  if (damage.sealedJobs.includes(history.points.job[point] ?? -1)) return true;
  const via = holdings.via[point] ?? -1;
  if (via < 0) return false;
  if (damage.sealedCopies.includes(via)) return true;
  const source = history.holdings[history.shape.copies[via]?.from ?? -1];
  return source !== undefined && isSealed(history, damage, source, point);
}

/** The end of the last run on a point's way here that reads or writes what is lost: it must have ended when the incident begins. */
function lastTouch(history: History, damage: Damage, storage: number, point: number): number {
  const holdings = history.holdings[storage];
  const isLost = (which: number): boolean => damage.storages[which]?.lost === true;
  const copy = history.shape.copies[holdings?.via[point] ?? -1];
  if (holdings === undefined) return -Infinity;
  if (copy === undefined) return damage.systemLost || isLost(storage) ? (holdings.available[point] ?? 0) : -Infinity;
  if (isLost(copy.from) || isLost(copy.to)) return holdings.available[point] ?? 0;
  return lastTouch(history, damage, copy.from, point);
}

/** Adds the intervals of `other` to those of `one`. */
function union(one: Presence, other: Presence): Presence {
  for (let point = 0; point < one.low.length; point++) {
    const from = other.low[point] ?? Infinity;
    const to = other.high[point] ?? -Infinity;
    if (from >= to) continue;
    const low = one.low[point] ?? Infinity;
    const high = one.high[point] ?? -Infinity;
    if (low >= high) set(one, point, [from, to]);
    else if (from > high || to < low || one.more.has(point)) set(one, point, joined([...intervalsOf(one, point), from, to]));
    else {
      one.low[point] = Math.min(low, from);
      one.high[point] = Math.max(high, to);
    }
  }
  return one;
}

/** One point for each y: the piece that ends at `until[i]` has `point[i]`, −1 where there is none. */
export interface Pieces {
  readonly until: readonly number[];
  readonly point: readonly number[];
}

/** For each y in [from, to) the newest, by capture, of the points that are accepted. */
export function newestPoints(
  { points: { capture } }: History,
  presence: Presence,
  from: number,
  to: number,
  accept: (point: number) => boolean,
): Pieces {
  const chosen: number[] = [];
  let ordered = true;
  for (let point = capture.length - 1; point >= 0; point--) {
    if (!isThere(presence, point) || !accept(point)) continue;
    if (chosen.length > 0 && (capture[point] ?? 0) > (capture[chosen[chosen.length - 1] ?? 0] ?? 0)) ordered = false;
    chosen.push(point);
  }
  if (!ordered) chosen.sort((a, b) => (capture[b] ?? 0) - (capture[a] ?? 0) || b - a);
  return firstOf(chosen, presence, from, to);
}

/** For each y in [from, to) the oldest point. */
export function oldestPoints({ points: { capture } }: History, presence: Presence, from: number, to: number): Pieces {
  const chosen = [...capture.keys()].filter((point) => isThere(presence, point));
  chosen.sort((a, b) => (capture[a] ?? 0) - (capture[b] ?? 0) || a - b);
  return firstOf(chosen, presence, from, to);
}

function isThere({ low, high }: Presence, point: number): boolean {
  return (low[point] ?? Infinity) < (high[point] ?? -Infinity);
}

/** For each y the first of the points that is there: each takes what none before it has taken. */
function firstOf(points: readonly number[], { low, high, more }: Presence, from: number, to: number): Pieces {
  const free = [from, to];
  const taken: Taken[] = [];
  for (const point of points) {
    if (free.length === 0) break;
    take(free, low[point] ?? 0, high[point] ?? 0, point, taken);
    const rest = more.size === 0 ? undefined : more.get(point);
    for (let index = 0; rest !== undefined && index < rest.length; index += 2)
      take(free, rest[index] ?? 0, rest[index + 1] ?? 0, point, taken);
  }
  for (let index = 0; index < free.length; index += 2) taken.push({ from: free[index] ?? 0, to: free[index + 1] ?? 0, point: -1 });
  taken.sort((a, b) => a.from - b.from);
  const pieces = { until: [] as number[], point: [] as number[] };
  for (const { to: until, point } of taken) {
    const last = pieces.point.length - 1;
    if (pieces.point[last] === point) pieces.until[last] = until;
    else {
      pieces.until.push(until);
      pieces.point.push(point);
    }
  }
  return pieces;
}

interface Taken {
  readonly from: number;
  readonly to: number;
  readonly point: number;
}

/** Takes [low, high) out of what is free, as [from, to, from, to, …] ascending. */
function take(free: number[], low: number, high: number, point: number, taken: Taken[]): void {
  for (let place = 2 * countOf(free, high) - 2; place >= 0 && (free[place + 1] ?? 0) > low; place -= 2) {
    const from = free[place] ?? 0;
    const to = free[place + 1] ?? 0;
    const cutFrom = Math.max(from, low);
    const cutTo = Math.min(to, high);
    taken.push({ from: cutFrom, to: cutTo, point });
    const rest = [...(from < cutFrom ? [from, cutFrom] : []), ...(cutTo < to ? [cutTo, to] : [])];
    if (rest.length === 2) {
      free[place] = rest[0] ?? 0;
      free[place + 1] = rest[1] ?? 0;
    } else free.splice(place, 2, ...rest);
  }
}

/** How many of the free intervals begin before `bound`. */
function countOf(free: readonly number[], bound: number): number {
  let lowest = 0;
  let highest = free.length / 2;
  while (lowest < highest) {
    const middle = (lowest + highest) >> 1;
    if ((free[2 * middle] ?? 0) < bound) lowest = middle + 1;
    else highest = middle;
  }
  return lowest;
}
