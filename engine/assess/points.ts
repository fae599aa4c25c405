/** Which restore points are left, for an incident that begins at y (assessment §3, §6): for every point the y for which it is. */
import { shifted, zoneOf } from './calendar.ts';
import type { Damage } from './damage.ts';
import type { History, Holdings } from './history.ts';

/** Disjoint half-open intervals of y, ascending: [low, high, low, high, …]. */
export type Intervals = readonly number[];

export interface Restorable {
  /** For each point the y for which it and all that it needs are left; undefined: for none. */
  readonly points: readonly (Intervals | undefined)[];
  /** The same for the points of one storage alone; what they need may lie on any. */
  on(storage: number): readonly (Intervals | undefined)[];
}

/**
 * `delay` is the seconds from the beginning of the incident to its detection. Only y in [from, to) are looked at: what lies outside
 * may be left out of the answer.
 */
export function restorablePoints(history: History, damage: Damage, delay: number, from: number, to: number): Restorable {
  const count = history.points.job.length;
  const perStorage = history.shape.storages.map((_, storage) => left(history, damage, delay, storage, from, to));
  const anywhere: (Intervals | undefined)[] = new Array(count).fill(undefined);
  for (const points of perStorage) {
    for (const [point, intervals] of points) anywhere[point] = union(anywhere[point], intervals);
  }
  const whole: (Intervals | undefined)[] = new Array(count).fill(undefined);
  for (let point = 0; point < count; point++) whole[point] = withNeeds(history, whole, point, anywhere[point]);
  return {
    points: whole,
    on(storage) {
      const own: (Intervals | undefined)[] = new Array(count).fill(undefined);
      for (const [point, intervals] of perStorage[storage] ?? []) own[point] = withNeeds(history, whole, point, intervals);
      return own;
    },
  };
}

function withNeeds(
  history: History,
  whole: readonly (Intervals | undefined)[],
  point: number,
  intervals: Intervals | undefined,
): Intervals | undefined {
  const needs = history.points.needs[point] ?? -1;
  return intervals === undefined || needs === -1 ? intervals : intersection(intervals, whole[needs]);
}

/** The points of one storage that are left there, with the y for which they are. */
function left(history: History, damage: Damage, delay: number, storage: number, from: number, to: number): Map<number, Intervals> {
  const found = new Map<number, Intervals>();
  const holdings = history.holdings[storage];
  const remains = damage.storages[storage]?.remains ?? 'gone';
  if (holdings === undefined || remains === 'gone') return found;
  const zone = zoneOf(history.shape.zone);
  const lock = remains === 'locked' ? history.shape.storages[storage]?.lock : undefined;
  const untrusted = damage.compromise;
  const touchy = delay > 0 && !untrusted && (damage.systemLost || damage.storages.some(({ lost }) => lost));
  const sealed = damage.sealedJobs.length > 0 || damage.sealedCopies.length > 0;
  for (let place = 0; place < holdings.point.length; place++) {
    const point = holdings.point[place] ?? 0;
    const available = holdings.available[place] ?? 0;
    let low = Math.max(untrusted ? available : available - delay, history.points.capture[point] ?? 0);
    let high = (holdings.gone[place] ?? 0) - delay;
    if (high <= from || low >= to) continue;
    if (lock !== undefined) high = Math.min(high, shifted(available, lock, 1, zone) - delay);
    if (sealed && isSealed(history, damage, holdings, place)) continue;
    if (touchy) low = Math.max(low, lastTouch(history, damage, storage, place));
    if (low < high) found.set(point, [low, high]);
  }
  return found;
}

function isSealed(history: History, damage: Damage, holdings: Holdings, place: number): boolean {
  if (damage.sealedJobs.includes(history.points.job[holdings.point[place] ?? 0] ?? -1)) return true;
  const via = holdings.via[place] ?? -1;
  if (via < 0) return false;
  if (damage.sealedCopies.includes(via)) return true;
  const source = history.holdings[history.shape.copies[via]?.from ?? -1];
  return source !== undefined && isSealed(history, damage, source, holdings.source[place] ?? 0);
}

/** The end of the last run on a point's way here that reads or writes what is lost: it must have ended when the incident begins. */
function lastTouch(history: History, damage: Damage, storage: number, place: number): number {
  const holdings = history.holdings[storage];
  const via = holdings?.via[place] ?? -1;
  const isLost = (which: number): boolean => damage.storages[which]?.lost === true;
  const copy = history.shape.copies[via];
  if (holdings === undefined) return -Infinity;
  if (copy === undefined) return damage.systemLost || isLost(storage) ? (holdings.available[place] ?? 0) : -Infinity;
  if (isLost(copy.from) || isLost(copy.to)) return holdings.available[place] ?? 0;
  return lastTouch(history, damage, copy.from, holdings.source[place] ?? 0);
}

export function union(one: Intervals | undefined, other: Intervals): Intervals {
  if (one === undefined) return other;
  const bounds: [number, number][] = [];
  for (const list of [one, other])
    for (let index = 0; index < list.length; index += 2) bounds.push([list[index] ?? 0, list[index + 1] ?? 0]);
  bounds.sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [low, high] of bounds) {
    const end = joined.at(-1);
    if (end !== undefined && low <= end) joined[joined.length - 1] = Math.max(end, high);
    else joined.push(low, high);
  }
  return joined;
}

export function intersection(one: Intervals, other: Intervals | undefined): Intervals | undefined {
  if (other === undefined) return undefined;
  const common: number[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const low = Math.max(one[i] ?? 0, other[j] ?? 0);
    const high = Math.min(one[i + 1] ?? 0, other[j + 1] ?? 0);
    if (low < high) common.push(low, high);
    if ((one[i + 1] ?? 0) < (other[j + 1] ?? 0)) i += 2;
    else j += 2;
  }
  return common.length === 0 ? undefined : common;
}

/** For each y the newest of some points: the piece that ends at `until[i]` has `point[i]`, −1 where there is none. */
export interface Newest {
  readonly until: readonly number[];
  readonly point: readonly number[];
}

export function newestPoints(
  history: History,
  restorable: readonly (Intervals | undefined)[],
  from: number,
  to: number,
  accept: (point: number) => boolean,
): Newest {
  const { capture } = history.points;
  const chosen: number[] = [];
  const bounds: number[] = [to];
  for (let point = restorable.length - 1; point >= 0; point--) {
    const intervals = restorable[point];
    if (intervals === undefined || !accept(point)) continue;
    chosen.push(point);
    for (const bound of intervals) if (bound > from && bound < to) bounds.push(bound);
  }
  // Points lie by the start of their runs, so they are nearly by capture already.
  chosen.sort((a, b) => (capture[b] ?? 0) - (capture[a] ?? 0) || b - a);
  const until = Float64Array.from(bounds)
    .sort()
    .filter((bound, index, all) => index === 0 || bound !== all[index - 1]);

  // From the newest point on, each takes what no newer one has taken; `free` leads past pieces that are taken.
  const owner = new Int32Array(until.length).fill(-1);
  const free = Int32Array.from({ length: until.length + 1 }, (_, index) => index);
  const nextFree = (start: number): number => {
    let end = start;
    while (free[end] !== end) end = free[end] ?? end;
    for (let index = start; free[index] !== end; ) {
      const next = free[index] ?? end;
      free[index] = end;
      index = next;
    }
    return end;
  };
  for (const point of chosen) {
    const intervals = restorable[point] ?? [];
    for (let index = 0; index < intervals.length; index += 2) {
      const first = firstAfter(until, Math.max(intervals[index] ?? 0, from));
      for (
        let piece = nextFree(first);
        piece < until.length && (until[piece] ?? 0) <= (intervals[index + 1] ?? 0);
        piece = nextFree(piece)
      ) {
        owner[piece] = point;
        free[piece] = piece + 1;
      }
    }
  }
  const newest = { until: [] as number[], point: [] as number[] };
  for (const [piece, end] of until.entries()) {
    if (newest.point.at(-1) === owner[piece]) newest.until[newest.until.length - 1] = end;
    else {
      newest.until.push(end);
      newest.point.push(owner[piece] ?? -1);
    }
  }
  return newest;
}

/** The first piece that ends after `bound`. */
function firstAfter(until: Float64Array, bound: number): number {
  let low = 0;
  let high = until.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((until[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
