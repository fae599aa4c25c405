/** When jobs run (assessment §1): the starts that a schedule gives, before any lock. */
import { type Cron, parseCron } from '../../grammar/cron.ts';
import { type MonthDay, type Schedule, type ScheduleForm, spanSeconds } from '../plan/model.ts';
import { civilOf, DAY, daysInMonth, weekdayOf, type Zone, zoneOf } from './calendar.ts';
import { memory } from './memory.ts';
import { WINDOW } from './window.ts';

/** A schedule without its place in the plan: two that are written alike give the same runs. */
export type Timing = Pick<Schedule, 'form' | 'zone'>;

const remembered = memory<Float64Array>(256);

/** The starts in [from, to), UTC seconds, ascending, each once. Empty for a schedule that cannot run (`every 7h`, a bad cron expression). */
export function scheduledStarts(schedule: Timing, from: number, to: number): number[] {
  return [...startsOf(schedule, from, to)];
}

/** As `scheduledStarts`, in an array that is shared: do not write to it. */
export function startsOf({ form, zone }: Timing, from: number, to: number): Float64Array {
  return remembered.recall(JSON.stringify([form, zone, from, to]), () => Float64Array.from(computed(form, zone, from, to)));
}

function computed(form: ScheduleForm, zone: string, from: number, to: number): number[] {
  if (form.form === 'hourly') return everySeconds(3600, form.minute * 60, from, to);
  if (form.form === 'every') {
    const step = spanSeconds(form.span);
    if (step > 0 && 3600 % step === 0) return everySeconds(step, 0, from, to);
    if (step === 0 || DAY % step !== 0) return [];
    const times = Array.from({ length: DAY / step }, (_, index) => index * step);
    return wallClock(zoneOf(zone), () => true, times, from, to);
  }
  if (form.form === 'cron') {
    const cron = parseCron(form.expression);
    if (typeof cron === 'string') return [];
    const times = cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 3600 + minute * 60));
    return wallClock(zoneOf(zone), cronDay(cron), times, from, to);
  }
  const times = [...new Set(form.times)].sort((a, b) => a - b);
  return wallClock(zoneOf(zone), daysOf(form), times, from, to);
}

function everySeconds(step: number, phase: number, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let start = Math.ceil((from - phase) / step) * step + phase; start < to; start += step) starts.push(start);
  return starts;
}

type DayTest = (days: number) => boolean;

function wallClock(zone: Zone, onDay: DayTest, times: readonly number[], from: number, to: number): number[] {
  const starts: number[] = [];
  const first = Math.floor(zone.local(from) / DAY) - 1;
  const last = Math.floor(zone.local(to) / DAY) + 1;
  let ascending = true;
  for (let days = first; days <= last; days++) {
    if (!onDay(days)) continue;
    // Between the days either side without a clock change, the offset is one for the whole day.
    const before = zone.offset((days - 1) * DAY);
    const steady = before === zone.offset((days + 2) * DAY);
    for (const time of times) {
      const local = days * DAY + time;
      const start = steady ? local - before : zone.instant(local);
      if (start < from || start >= to) continue;
      if (start <= (starts.at(-1) ?? -Infinity)) ascending = false;
      starts.push(start);
    }
  }
  // Around a clock change, wall-clock order is not the order in time, and two times may fall on one instant.
  return ascending ? starts : [...new Set(starts)].sort((a, b) => a - b);
}

function daysOf(form: Exclude<ScheduleForm, { form: 'every' | 'hourly' | 'cron' }>): DayTest {
  switch (form.form) {
    case 'daily':
      return () => true;
    case 'weekdays':
      return (days) => weekdayOf(days) <= 5;
    case 'weekly':
      return (days) => form.weekdays.includes(weekdayOf(days));
    case 'monthly':
      return (days) => form.days.some((rule) => isMonthDay(days, rule));
    case 'yearly':
      return (days) => {
        const { month, day } = civilOf(days);
        return form.dates.some((date) => date.month === month && date.day === day);
      };
  }
}

function isMonthDay(days: number, rule: MonthDay): boolean {
  const { year, month, day } = civilOf(days);
  if ('day' in rule) return day === rule.day;
  const length = daysInMonth(year, month);
  if ('nth' in rule) {
    if (weekdayOf(days) !== rule.weekday) return false;
    return rule.nth === 'last' ? day + 7 > length : Math.ceil(day / 7) === rule.nth;
  }
  return day === length;
}

/** The classic rule of crontab(5): where both day fields restrict, a day of either will do. */
function cronDay(cron: Cron): DayTest {
  return (days) => {
    const { month, day } = civilOf(days);
    if (!cron.months.includes(month)) return false;
    const dayFits = cron.days.includes(day);
    const weekdayFits = cron.weekdays.includes(weekdayOf(days));
    return cron.anyDay || cron.anyWeekday ? dayFits && weekdayFits : dayFits || weekdayFits;
  };
}

/** No schedule of the language rests longer: a 29 February of a century year that is no leap year. */
const LONGEST_REST = 8 * 366 * DAY + DAY;

/** The first `count` starts at or after `from`; fewer where the schedule has no more. */
export function nextRuns(schedule: Timing, from: number, count: number): number[] {
  for (let reach = 8 * DAY; ; reach *= 4) {
    const starts = startsOf(schedule, from, from + Math.min(reach, LONGEST_REST * count));
    if (starts.length >= count || reach >= LONGEST_REST * count) return [...starts.subarray(0, count)];
  }
}

/** The longest time between two scheduled starts, of the gaps that touch the window; the first where several are as long. Seconds. */
export interface Gap {
  readonly seconds: number;
  readonly from: number;
  readonly to: number;
}

const gaps = memory<Gap | undefined>(256);

/** Undefined for a schedule that does not run twice. */
export function longestGap(schedule: Timing): Gap | undefined {
  return longestGapOf([schedule]);
}

/** The same for several schedules taken together: starts at one instant are one. */
export function longestGapOf(schedules: readonly Timing[]): Gap | undefined {
  const bare = schedules.map(({ form, zone }) => ({ form, zone }));
  return gaps.recall(JSON.stringify(bare), () => computedGap(bare));
}

function computedGap(schedules: readonly Timing[]): Gap | undefined {
  for (let around = 8 * DAY; ; around *= 8) {
    const starts = mergedStarts(schedules, WINDOW.start - around, WINDOW.end + around);
    const enclosed = (starts[0] ?? Infinity) <= WINDOW.start && (starts.at(-1) ?? -Infinity) >= WINDOW.end;
    if (!enclosed && around < LONGEST_REST) continue;
    let longest: Gap | undefined;
    for (let index = 1; index < starts.length; index++) {
      const from = starts[index - 1] ?? 0;
      const to = starts[index] ?? 0;
      if (to > WINDOW.start && from < WINDOW.end && to - from > (longest?.seconds ?? 0)) longest = { seconds: to - from, from, to };
    }
    return longest;
  }
}

function mergedStarts(schedules: readonly Timing[], from: number, to: number): readonly number[] {
  const lists = schedules.map((schedule) => startsOf(schedule, from, to));
  if (lists.length === 1) return [...(lists[0] ?? [])];
  return [...new Set(lists.flatMap((list) => [...list]))].sort((a, b) => a - b);
}
