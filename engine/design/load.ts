/** When jobs may start: inside the window, and while nothing else writes much to the same storage. */
import { shapeBlock } from '../assess/made/block.ts';
import { zoneOf } from '../assess/schedule/calendar.ts';
import { startsOf } from '../assess/schedule/runs.ts';
import type { Subject } from '../checks/check.ts';
import type { Schedule, System } from '../plan/model.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const WEEK = 7 * DAY;
/** A Monday of 2027, in seconds of the wall clock. */
const MONDAY = Date.UTC(2027, 0, 4) / 1000;
const STEP = 5 * MINUTE;
/** Where nothing says when jobs may run, they run at night. */
const NIGHT = { from: 20 * HOUR, to: 6 * HOUR };
const FIRST = 1 * HOUR;

const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

interface Busy {
  /** Seconds from Monday's midnight. */
  readonly from: number;
  readonly to: number;
}

/** What the other systems of a plan do to its storages in a week. */
export class Load {
  private readonly busy = new Map<string, Busy[]>();
  private readonly tests = new Map<number, number>();

  constructor(subject: Subject, without: string) {
    const { plan, catalogue } = subject;
    const zone = zoneOf(plan.timezone.value);
    for (const system of plan.systems.filter(({ name }) => name !== without)) {
      for (const block of system.blocks) {
        const { shape, storages } = shapeBlock(plan, system, block, catalogue);
        for (const { word, timing, to, duration, bytes } of shape.jobs) {
          if (word === 'log' || word === 'snapshot' || timing === 'continuous') continue;
          const copies = shape.copies.filter(
            (copy) => copy.from === to && 'after' in copy.timing && copy.timing.after.some((each) => each === word),
          );
          for (const start of startsOf(timing, MONDAY - DAY, MONDAY + WEEK + DAY)) {
            const from = zone.local(start) - MONDAY;
            this.take(storages[to]?.name, from, from + duration);
            for (const copy of copies) {
              this.take(storages[to]?.name, from + duration, from + duration + bytes / copy.rate);
              this.take(storages[copy.to]?.name, from + duration, from + duration + bytes / copy.rate);
            }
          }
        }
        for (const { what, schedule } of block.verifies) if (what === 'restore' && !('months' in schedule)) this.test(schedule);
      }
    }
  }

  private take(storage: string | undefined, from: number, to: number): void {
    if (storage === undefined || to <= 0 || from >= WEEK) return;
    this.busy.set(storage, [...(this.busy.get(storage) ?? []), { from, to }]);
  }

  private test({ form }: Schedule): void {
    if (form.form === 'weekly') for (const day of form.weekdays) this.tests.set(day, (this.tests.get(day) ?? 0) + 1);
  }

  /**
   * The minute of the day at which a job that writes to a storage for so many seconds, and again after each interval, meets least of what
   * is there already: from 01:00 on, not in the hour that clock changes skip or repeat, and inside the window of the system where it fits in.
   */
  start(subject: Subject, system: System, storage: string, seconds: number, interval: number): number {
    const { from, to } = system.window ?? subject.plan.window ?? NIGHT;
    const room = from === to ? DAY : (to - from + DAY) % DAY;
    let best = { at: FIRST, met: Infinity };
    for (const at of candidates(system.window !== undefined || subject.plan.window !== undefined ? from : FIRST)) {
      const into = (at - from + DAY) % DAY;
      if (into >= room || (into + seconds > room && seconds <= room)) continue;
      const met = this.met(storage, at, seconds, interval);
      if (met < best.met) best = { at, met };
      if (met === 0) break;
    }
    return best.at / MINUTE;
  }

  /** Seconds of a week in which it would run beside others. */
  private met(storage: string, at: number, seconds: number, interval: number): number {
    const busy = this.busy.get(storage) ?? [];
    if (busy.length === 0) return 0;
    let sum = 0;
    // A job that runs weekly runs on Sunday.
    for (let start = interval >= WEEK ? 6 * DAY + at : at; start < WEEK; start += interval) {
      for (const each of busy) sum += Math.max(0, Math.min(each.to, start + seconds) - Math.max(each.from, start));
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
