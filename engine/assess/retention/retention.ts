/** Which points of a block stay on a storage (assessment §4). */
import type { Period, RuleForm, Span } from '../../plan/model.ts';
import { civilOf, DAY, shifted, type Zone } from '../schedule/calendar.ts';

/** The points of a block as retention sees them, by their numbers. */
export interface Kept {
  /** UTC seconds. */
  readonly capture: ArrayLike<number>;
  /** The point that each needs, or a negative number. */
  readonly needs: ArrayLike<number>;
}

const NONE: readonly number[] = [];

/**
 * One rule at work, a queue of points by capture. What a rule has let go it never wants back, for newer points only push older ones
 * further down.
 */
interface Keeper {
  readonly rule: RuleForm;
  /** Of a rule that keeps one point a period: its number for a capture. */
  readonly bucket?: (capture: number) => number;
  readonly queue: Int32Array;
  head: number;
  tail: number;
  /** The bucket of the newest point in the queue. */
  newest: number;
  /** No point is too old before this. */
  notBefore: number;
}

/**
 * The points of a block on one storage; without rules it keeps everything. After `add` comes `prune` at the same instant. Amortised,
 * both take constant time; a point that comes out of the order of captures, and a move, make it begin anew from what is there.
 */
export class Shelf {
  private readonly points: Kept;
  private readonly zone: Zone;
  private readonly lock: Span | undefined;
  private readonly keepers: readonly Keeper[];
  private readonly present: Uint8Array;
  /** By point, when it came. */
  private readonly available: Float64Array;
  /** By point, how many rules and kept points hold it: also points that lie elsewhere, since what they need may lie here. */
  private readonly holds: Int32Array;
  /** What came, by capture, from the first that is still there on. */
  private ordered: number[] = [];
  private head = 0;
  private loose: number[] = [];
  /** Points that nothing but their lock holds, by availability: the order in which locks end. */
  private locked: number[] = [];
  private firstLocked = 0;
  /** No rule prunes anything. */
  private readonly keepsAll: boolean;

  constructor(rules: readonly RuleForm[], lock: Span | undefined, zone: Zone, points: Kept) {
    const count = points.capture.length;
    this.points = points;
    this.zone = zone;
    this.lock = lock;
    this.keepers = rules
      .filter(({ rule }) => rule !== 'forever')
      .map((rule) => ({
        rule,
        bucket: bucketFor(rule, zone),
        queue: new Int32Array(count),
        head: 0,
        tail: 0,
        newest: Number.NaN,
        notBefore: Infinity,
      }));
    this.keepsAll = this.keepers.length < rules.length || rules.length === 0;
    this.present = new Uint8Array(count);
    this.available = new Float64Array(count);
    this.holds = new Int32Array(count);
  }

  add(point: number, available: number): void {
    const newest = this.ordered[this.ordered.length - 1];
    this.present[point] = 1;
    this.available[point] = available;
    if (newest === undefined || this.captureOf(point) >= this.captureOf(newest)) {
      this.ordered.push(point);
      if (!this.keepsAll) this.offer(point);
    } else {
      this.ordered.splice(this.placeIn(this.ordered, this.head, this.ordered.length, point), 0, point);
      if (this.keepers.some(({ bucket }) => bucket !== undefined)) this.beginAnew();
      else this.fitIn(point);
    }
  }

  /** Takes points away that have been moved. */
  remove(points: Iterable<number>): void {
    for (const point of points) this.present[point] = 0;
    this.beginAnew();
  }

  /** Prunes as at `now`, and gives the points that go. */
  prune(now: number): readonly number[] {
    if (this.keepsAll) return NONE;
    for (let index = 0; index < this.keepers.length; index++) this.letGo(index, now);
    if (this.loose.length === 0 && this.locked.length === this.firstLocked) return NONE;
    const gone: number[] = [];
    for (let index = 0; index < this.loose.length; index++) {
      const point = this.loose[index] ?? 0;
      if (this.present[point] === 0 || (this.holds[point] ?? 0) > 0) continue;
      if (this.lock === undefined) this.drop(point, gone);
      else this.wait(point);
    }
    this.loose = [];
    if (this.lock === undefined) return gone;
    for (let point = this.locked[this.firstLocked]; point !== undefined; point = this.locked[this.firstLocked]) {
      if (now < shifted(this.available[point] ?? 0, this.lock, 1, this.zone)) break;
      this.firstLocked++;
      if (this.present[point] === 1 && (this.holds[point] ?? 0) === 0) this.drop(point, gone);
    }
    if (this.firstLocked > 1024) {
      this.locked = this.locked.slice(this.firstLocked);
      this.firstLocked = 0;
    }
    return gone;
  }

  /** The earliest instant at which a prune may take something, if nothing comes until then. */
  nextDue(): number {
    if (this.keepsAll) return Infinity;
    let due = Infinity;
    for (const keeper of this.keepers) due = Math.min(due, this.limit(keeper));
    const locked = this.locked[this.firstLocked];
    if (locked === undefined || this.lock === undefined) return due;
    return Math.min(due, shifted(this.available[locked] ?? 0, this.lock, 1, this.zone));
  }

  /** The earliest capture of the points that are there. */
  oldest(): number | undefined {
    while (this.head < this.ordered.length && this.present[this.ordered[this.head] ?? 0] === 0) this.head++;
    if (this.head > 1024) {
      this.ordered = this.ordered.slice(this.head);
      this.head = 0;
    }
    const point = this.ordered[this.head];
    return point === undefined ? undefined : this.captureOf(point);
  }

  private captureOf(point: number): number {
    return this.points.capture[point] ?? 0;
  }

  private offer(point: number): void {
    const capture = this.captureOf(point);
    for (const keeper of this.keepers) {
      this.hold(point);
      const bucket = keeper.bucket?.(capture);
      if (keeper.tail > keeper.head && bucket !== undefined && bucket === keeper.newest) {
        const replaced = keeper.queue[--keeper.tail] ?? 0;
        if (keeper.tail === keeper.head) keeper.notBefore = Infinity;
        this.release(replaced);
      }
      keeper.newest = bucket ?? Number.NaN;
      keeper.queue[keeper.tail++] = point;
    }
  }

  /** As `offer`, for a point that comes late, where no rule counts periods. */
  private fitIn(point: number): void {
    for (const keeper of this.keepers) {
      this.hold(point);
      const place = this.placeIn(keeper.queue, keeper.head, keeper.tail, point);
      keeper.queue.copyWithin(place + 1, place, keeper.tail++);
      keeper.queue[place] = point;
      keeper.notBefore = Infinity;
    }
  }

  /** Where a point belongs by its capture, behind its equals; it is looked for from the end. */
  private placeIn(points: ArrayLike<number>, from: number, to: number, point: number): number {
    let place = to;
    while (place > from && this.captureOf(points[place - 1] ?? 0) > this.captureOf(point)) place--;
    return place;
  }

  private letGo(index: number, now: number): void {
    const keeper = this.keepers[index];
    if (keeper === undefined) return;
    const { rule, queue } = keeper;
    if (rule.rule === 'count') {
      while (keeper.tail - keeper.head > rule.count) this.release(queue[keeper.head++] ?? 0);
      return;
    }
    while (now >= this.limit(keeper)) {
      const point = queue[keeper.head] ?? 0;
      if (rule.rule === 'forever' || this.captureOf(point) >= shifted(now, rule.span, -1, this.zone)) return;
      this.release(point);
      keeper.head++;
      keeper.notBefore = Infinity;
    }
  }

  /** Before this the first point in the queue is not too old. */
  private limit(keeper: Keeper): number {
    const { rule } = keeper;
    if (keeper.head === keeper.tail || rule.rule === 'count' || rule.rule === 'forever') return Infinity;
    if (keeper.notBefore === Infinity) {
      const reached = shifted(this.captureOf(keeper.queue[keeper.head] ?? 0), rule.span, 1, this.zone);
      // Back by months is not the inverse of forth by months where days are clamped and clocks change.
      keeper.notBefore = rule.span.years === 0 && rule.span.months === 0 ? reached : reached - DAY;
    }
    return keeper.notBefore;
  }

  /** Holds a point and, the first time, all that it needs. */
  private hold(first: number): void {
    for (let point = first; point >= 0; point = this.points.needs[point] ?? -1) {
      const count = this.holds[point] ?? 0;
      this.holds[point] = count + 1;
      if (count > 0) return;
    }
  }

  private release(first: number): void {
    for (let point = first; point >= 0; point = this.points.needs[point] ?? -1) {
      const count = (this.holds[point] ?? 0) - 1;
      this.holds[point] = count;
      if (count > 0) return;
      this.loose.push(point);
    }
  }

  private drop(point: number, gone: number[]): void {
    this.present[point] = 0;
    this.holds[point] = 0;
    gone.push(point);
  }

  private wait(point: number): void {
    const { locked } = this;
    const since = this.available[point] ?? 0;
    let place = locked.length;
    while (place > this.firstLocked && (this.available[locked[place - 1] ?? 0] ?? 0) > since) place--;
    if (place === locked.length) locked.push(point);
    else locked.splice(place, 0, point);
  }

  private beginAnew(): void {
    const there = this.ordered.slice(this.head).filter((point) => this.present[point] === 1);
    this.ordered = there.sort((a, b) => this.captureOf(a) - this.captureOf(b));
    this.head = 0;
    this.loose = [];
    this.locked = [];
    this.firstLocked = 0;
    this.holds.fill(0);
    for (const keeper of this.keepers) {
      keeper.head = 0;
      keeper.tail = 0;
      keeper.newest = Number.NaN;
      keeper.notBefore = Infinity;
    }
    if (!this.keepsAll) for (const point of this.ordered) this.offer(point);
  }
}

function bucketFor(rule: RuleForm, zone: Zone): Keeper['bucket'] {
  if (rule.rule === 'period-for') return bucketOf(rule.period, zone);
  return rule.rule === 'count' && rule.period !== 'last' ? bucketOf(rule.period, zone) : undefined;
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
