/** When jobs may start: inside the window, and while nothing else writes much to the same storage. */
import { type ShapedBlock, shapeBlock } from '../assess/made/block.ts';
import type { BlockShape, CopyShape } from '../assess/made/shape.ts';
import { zoneOf } from '../assess/schedule/calendar.ts';
import { startsOf } from '../assess/schedule/runs.ts';
import type { Subject } from '../checks/check.ts';
import type { Plan, Schedule, System } from '../plan/model.ts';
import { WEEK, Week } from './week.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
/** A Monday of 2027, in seconds of the wall clock. */
const MONDAY = Date.UTC(2027, 0, 4) / 1000;
const STEP = 5 * MINUTE;
/** What takes less, in seconds, is in nobody's way. */
const HEAVY = MINUTE;
/** Where nothing says when jobs may run, they run at night. */
const NIGHT = { from: 20 * HOUR, to: 6 * HOUR };
const FIRST = 1 * HOUR;

const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** What a run does to a storage, so many seconds after it has begun. */
export interface Work {
  readonly storage: string;
  readonly after: number;
  readonly seconds: number;
}

/** What the other systems of a plan do to its storages in a week. */
export class Load {
  private readonly weeks = new Map<string, Week>();
  private readonly tests = new Map<number, number>();

  constructor(subject: Subject, without: string) {
    const { plan, catalogue } = subject;
    const zone = zoneOf(plan.timezone.value);
    for (const system of plan.systems.filter(({ name }) => name !== without)) {
      for (const block of system.blocks) {
        for (const { storage, start, seconds } of writesOf(shapeBlock(plan, system, block, catalogue))) {
          const from = zone.local(start) - MONDAY;
          this.week(storage).add(from, from + seconds);
        }
        for (const { what, schedule } of block.verifies) if (what === 'restore' && !('months' in schedule)) this.test(schedule);
      }
    }
  }

  private week(storage: string): Week {
    const week = this.weeks.get(storage) ?? new Week();
    this.weeks.set(storage, week);
    return week;
  }

  private test({ form }: Schedule): void {
    if (form.form === 'weekly') for (const day of form.weekdays) this.tests.set(day, (this.tests.get(day) ?? 0) + 1);
  }

  /**
   * The minute of the day at which a job with its copies, and again after each interval, meets least of what is there already: from 01:00 on,
   * not in the hour that clock changes skip or repeat, and inside the window of the system where it fits in.
   */
  start(plan: Plan, system: System, works: readonly Work[], interval: number): number {
    const { from, to } = system.window ?? plan.window ?? NIGHT;
    const room = from === to ? DAY : (to - from + DAY) % DAY;
    const takes = Math.max(...works.map(({ after, seconds }) => after + seconds));
    let best = { at: FIRST, met: Infinity };
    for (const at of candidates(system.window !== undefined || plan.window !== undefined ? from : FIRST)) {
      const into = (at - from + DAY) % DAY;
      if (into >= room || (into + takes > room && takes <= room)) continue;
      const met = this.met(works, at, interval);
      if (met < best.met) best = { at, met };
      if (met === 0) break;
    }
    return best.at / MINUTE;
  }

  /**
   * How many minutes later than `from` (minutes after midnight) the runs of a schedule begin, where they would meet others; less than an hour,
   * and than their interval. What takes less than a minute stays where it is.
   */
  shift(works: readonly Work[], interval: number, from: number): number {
    if (works.every(({ seconds }) => seconds < HEAVY)) return 0;
    let best = { by: 0, met: Infinity };
    for (let by = 0; by < Math.min(interval, HOUR); by += STEP) {
      const met = this.met(works, (from * MINUTE + by) % interval, interval);
      if (met < best.met) best = { by, met };
      if (met === 0) break;
    }
    return best.by / MINUTE;
  }

  /** Seconds of a week in which it would run beside others. */
  private met(works: readonly Work[], at: number, interval: number): number {
    let sum = 0;
    for (const { storage, after, seconds } of works) {
      const week = this.weeks.get(storage);
      // A job that runs weekly runs on Sunday.
      for (let start = interval >= WEEK ? 6 * DAY + at : at; week !== undefined && start < WEEK; start += interval)
        sum += week.between(start + after, start + after + seconds);
    }
    return sum;
  }

  /** The weekday on which fewest restores are tried. */
  testDay(): string {
    // Days of the week count from one.
    const on = (index: number): number => this.tests.get(index + 1) ?? 0;
    const least = workdays.reduce((few, _, index) => (on(index) < on(few) ? index : few), 0);
    return workdays[least] ?? 'monday';
  }
}

/** Every five minutes of a day, from an hour on; in most zones clocks change between two and three. */
function candidates(first: number): readonly number[] {
  const all = Array.from({ length: DAY / STEP }, (_, index) => (first + index * STEP) % DAY);
  const odd = (at: number): boolean => at >= 2 * HOUR && at < 3 * HOUR;
  return [...all.filter((at) => !odd(at)), ...all.filter(odd)];
}

interface Write {
  readonly storage: string;
  /** UTC seconds. */
  readonly start: number;
  readonly seconds: number;
}

/** What the jobs and copies of a block write or read in the week, log aside that comes as it is written. */
function* writesOf({ shape, storages }: ShapedBlock): Generator<Write> {
  const [first, end] = [MONDAY - DAY, MONDAY + WEEK + DAY];
  const nameOf = (index: number): string => storages[index]?.name ?? '';
  for (const { word, timing, to, duration, bytes } of shape.jobs) {
    if (word === 'snapshot' || timing === 'continuous') continue;
    const copies = shape.copies.filter(
      (copy) => copy.from === to && 'after' in copy.timing && copy.timing.after.some((each) => each === word),
    );
    for (const start of startsOf(timing, first, end)) {
      yield { storage: nameOf(to), start, seconds: duration };
      for (const copy of copies) yield* copied(copy, start + duration, bytes, nameOf);
    }
  }
  for (const copy of shape.copies) {
    const arrivals = arrivalsOn(shape, copy.from, first, end);
    let [next, before] = [0, first];
    if ('after' in copy.timing) continue;
    for (const start of startsOf(copy.timing, first, end)) {
      let bytes = hasLog(shape) ? shape.logRate * (start - before) : 0;
      for (let arrival = arrivals[next]; arrival !== undefined && arrival.at <= start; arrival = arrivals[++next]) bytes += arrival.bytes;
      yield* copied(copy, start, bytes, nameOf);
      before = start;
    }
  }
}

/** A copy is read from one storage and written to another. */
function* copied({ from, to, taking, rate }: CopyShape, start: number, bytes: number, nameOf: (index: number) => string): Generator<Write> {
  const seconds = taking ?? bytes / rate;
  yield { storage: nameOf(from), start, seconds };
  yield { storage: nameOf(to), start, seconds };
}

function hasLog({ jobs }: BlockShape): boolean {
  return jobs.some(({ word }) => word === 'log');
}

/** The points that come to a storage, in the order in which they do. */
function arrivalsOn(
  { jobs }: BlockShape,
  storage: number,
  from: number,
  to: number,
): readonly { readonly at: number; readonly bytes: number }[] {
  const found = jobs.flatMap(({ word, timing, to: target, duration, bytes }) =>
    target !== storage || word === 'log' || word === 'snapshot' || timing === 'continuous'
      ? []
      : Array.from(startsOf(timing, from, to), (start) => ({ at: start + duration, bytes })),
  );
  return found.toSorted((a, b) => a.at - b.at);
}
