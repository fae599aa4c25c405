/** Which points of a block stay on a storage (assessment §4). */
import type { Period, RuleForm, Span } from '../plan/model.ts';
import { civilOf, DAY, shifted, type Zone } from './calendar.ts';

/** A restore point as retention sees it. Points are known by numbers of the caller's. */
export interface Kept {
  readonly point: number;
  /** Capture and availability, UTC seconds. */
  readonly capture: number;
  readonly available: number;
  /** The point that this one needs, or a negative number. */
  readonly needs: number;
}

/** The points of a block on one storage. After `add` comes `prune` at the same instant. */
export interface Shelf {
  add(kept: Kept): void;
  /** Takes points away that have been moved. */
  remove(points: Iterable<number>): void;
  /** Prunes as at `now`; gives the points that go. */
  prune(now: number): readonly number[];
  /** The earliest capture of the points that are there. */
  oldest(): number | undefined;
}

/**
 * One rule at work. It is told of points in the order of their captures, and lets each go once: what a rule has let go it never
 * wants back, for newer points only push older ones further down.
 */
interface Keeper {
  offer(kept: Kept): void;
  release(now: number, go: (point: number) => void): void;
}

const NONE: readonly number[] = [];

/**
 * A shelf without rules keeps everything. Amortised, adding and pruning take constant time a point; a point that comes out of the
 * order of captures, and a move, make the shelf begin anew from what is there. `needs` tells what any point of the block needs, also
 * one that never comes here; without it, only the points here are known.
 */
export function shelf(rules: readonly RuleForm[], lock: Span | undefined, zone: Zone, needs?: (point: number) => number): Shelf {
  const present = new Map<number, Kept>();
  const needsOf = needs ?? ((point: number): number => present.get(point)?.needs ?? -1);
  let ordered: Kept[] = [];
  let head = 0;
  let keepers = rules.map((rule) => keeperOf(rule, zone));
  /** How many rules and kept points hold a point. */
  const holds = new Map<number, number>();
  let loose: number[] = [];
  /** Points that nothing but their lock holds, by availability: the order in which locks end. */
  let locked: Kept[] = [];
  let firstLocked = 0;

  // Along a chain, points that lie elsewhere are counted too: what they need may lie here.
  const hold = (first: number): void => {
    for (let point = first; point >= 0; point = needsOf(point)) {
      const count = holds.get(point) ?? 0;
      holds.set(point, count + 1);
      if (count > 0) return;
    }
  };
  const release = (first: number): void => {
    for (let point = first; point >= 0; point = needsOf(point)) {
      const count = (holds.get(point) ?? 0) - 1;
      holds.set(point, count);
      if (count > 0) return;
      loose.push(point);
    }
  };
  const offer = (kept: Kept): void => {
    for (const keeper of keepers) {
      hold(kept.point);
      keeper.offer(kept);
    }
  };
  const beginAnew = (): void => {
    ordered = [...present.values()].sort((a, b) => a.capture - b.capture);
    head = 0;
    holds.clear();
    keepers = rules.map((rule) => keeperOf(rule, zone));
    for (const kept of ordered) offer(kept);
    loose = [];
    locked = [];
    firstLocked = 0;
  };
  const wait = (kept: Kept): void => {
    let place = locked.length;
    while (place > firstLocked && (locked[place - 1]?.available ?? 0) > kept.available) place--;
    if (place === locked.length) locked.push(kept);
    else locked.splice(place, 0, kept);
  };
  const drop = (kept: Kept, gone: number[]): void => {
    present.delete(kept.point);
    holds.delete(kept.point);
    gone.push(kept.point);
  };

  return {
    add(kept) {
      present.set(kept.point, kept);
      if (kept.capture < (ordered.at(-1)?.capture ?? -Infinity)) return beginAnew();
      ordered.push(kept);
      offer(kept);
    },
    remove(points) {
      for (const point of points) present.delete(point);
      beginAnew();
    },
    prune(now) {
      if (rules.length === 0) return NONE;
      for (const keeper of keepers) keeper.release(now, release);
      if (loose.length === 0 && locked.length === firstLocked) return NONE;
      const gone: number[] = [];
      for (const point of loose) {
        const kept = present.get(point);
        if (kept === undefined || (holds.get(point) ?? 0) > 0) continue;
        if (lock === undefined) drop(kept, gone);
        else wait(kept);
      }
      loose = [];
      if (lock === undefined) return gone;
      for (
        let kept = locked[firstLocked];
        kept !== undefined && now >= shifted(kept.available, lock, 1, zone);
        kept = locked[firstLocked]
      ) {
        firstLocked++;
        if (present.has(kept.point) && (holds.get(kept.point) ?? 0) === 0) drop(kept, gone);
      }
      if (firstLocked > 1024) {
        locked = locked.slice(firstLocked);
        firstLocked = 0;
      }
      return gone;
    },
    oldest() {
      while (head < ordered.length && !present.has(ordered[head]?.point ?? -1)) head++;
      if (head > 1024) {
        ordered = ordered.slice(head);
        head = 0;
      }
      return ordered[head]?.capture;
    },
  };
}

function keeperOf(rule: RuleForm, zone: Zone): Keeper {
  switch (rule.rule) {
    case 'forever':
      return { offer: () => {}, release: () => {} };
    case 'span':
      return queue(undefined, agedBy(rule.span, zone));
    case 'period-for':
      return queue(bucketOf(rule.period, zone), agedBy(rule.span, zone));
    case 'count':
      return queue(rule.period === 'last' ? undefined : bucketOf(rule.period, zone), (_, __, length) => length > rule.count);
  }
}

type Aged = (kept: Kept, now: number, length: number) => boolean;

/** Keeps the newest point of each bucket (without buckets: every point) until the oldest of them is `done`. */
function queue(bucket: ((capture: number) => number) | undefined, done: Aged): Keeper {
  let points: Kept[] = [];
  let head = 0;
  let newest: number | undefined;
  const replaced: number[] = [];
  return {
    offer(kept) {
      const id = bucket?.(kept.capture);
      if (id !== undefined && id === newest && points.length > head) {
        const before = points.pop();
        if (before !== undefined) replaced.push(before.point);
      }
      newest = id;
      points.push(kept);
    },
    release(now, go) {
      while (replaced.length > 0) go(replaced.pop() ?? -1);
      for (let kept = points[head]; kept !== undefined && done(kept, now, points.length - head); kept = points[head]) {
        go(kept.point);
        head++;
      }
      if (head > 1024) {
        points = points.slice(head);
        head = 0;
      }
    },
  };
}

/** Captured longer ago than the span. Asked of one point after the other, as time goes on. */
function agedBy(span: Span, zone: Zone): Aged {
  let point = -1;
  let notBefore = -Infinity;
  return (kept, now) => {
    if (kept.point === point && now < notBefore) return false;
    const young = kept.capture - shifted(now, span, -1, zone);
    point = kept.point;
    // The limit moves on with time, but for a jump of four days at most where a month is clamped and clocks change.
    notBefore = now + young - 4 * DAY;
    return young < 0;
  };
}

/** Which hour, day, ISO week, month or year of the zone's calendar an instant lies in, as a number. */
export function bucketOf(period: Period, zone: Zone): (instant: number) => number {
  const day = (instant: number): number => Math.floor(zone.local(instant) / DAY);
  switch (period) {
    case 'hourly':
      return (instant) => Math.floor(zone.local(instant) / 3600);
    case 'daily':
      return day;
    case 'weekly':
      return (instant) => Math.floor((day(instant) + 3) / 7);
    case 'monthly':
      return (instant) => {
        const { year, month } = civilOf(day(instant));
        return year * 12 + month;
      };
    case 'yearly':
      return (instant) => civilOf(day(instant)).year;
  }
}
