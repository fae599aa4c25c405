/** When jobs run (assessment §1): the starts that a schedule gives, before any lock. */
import { type Cron, parseCron } from '../../../grammar/cron.ts';
import { type MonthDay, type Schedule, type ScheduleForm, spanSeconds } from '../../plan/model.ts';
import { memory, textOf } from '../memory.ts';
import { civilOf, DAY, daysInMonth, weekdayOf, type Zone, zoneOf } from './calendar.ts';
import { instantsOf, type Progression, ProgressionCursor, progressions } from './progression.ts';
import { TICK, WINDOW } from './window.ts';

/** A schedule without its place in the plan: two that are written alike give the same runs. */
export type Timing = Pick<Schedule, 'form' | 'zone'>;

/** Schedules with the same key have the same runs. */
export function keyOf({ form, zone }: Timing): string {
  return `${zone}${textOf(form)}`;
}

const remembered = memory<Float64Array>(64);
const rememberedParts = memory<readonly Progression[]>(256);

/** The starts in [from, to), UTC seconds, ascending, each once. Empty for a schedule that cannot run (`every 7h`, a bad cron expression). */
export function scheduledStarts(schedule: Timing, from: number, to: number): number[] {
  return [...startsOf(schedule, from, to)];
}

/** As `scheduledStarts`, in an array that is shared: do not write to it. */
export function startsOf({ form, zone }: Timing, from: number, to: number): Float64Array {
  return remembered.recall(`${keyOf({ form, zone })} ${from} ${to}`, () => Float64Array.from(computed(form, zone, from, to)));
}

/** The same as progressions: an even schedule is one, and costs nothing more for firing more often. */
export function progressionsOf({ form, zone }: Timing, from: number, to: number): readonly Progression[] {
  return rememberedParts.recall(`${keyOf({ form, zone })} ${from} ${to}`, () => {
    const rhythm = rhythmOf(form, zone, from, to);
    return rhythm === undefined ? progressions(startsOf({ form, zone }, from, to)) : evenly(rhythm, from, to);
  });
}

/** Seconds between runs, and after the UTC hour. */
interface Rhythm {
  readonly step: number;
  readonly phase: number;
}

/**
 * Of a schedule that goes by elapsed time. `hourly at :15` is each hour at which the minute hand stands there, which is not the UTC
 * hour's quarter in zones that are half an hour off; undefined where a clock change moves the minute hand.
 */
export function rhythmOf(form: ScheduleForm, zone: string, from: number, to: number): Rhythm | undefined {
  if (form.form === 'hourly') {
    const clock = zoneOf(zone);
    if (clock.changes(from, to).some(({ by }) => by % 3600 !== 0)) return undefined;
    return { step: 3600, phase: (((form.minute * 60 - clock.offset(from)) % 3600) + 3600) % 3600 };
  }
  const step = form.form === 'every' ? spanSeconds(form.span) : 0;
  return step > 0 && 3600 % step === 0 ? { step, phase: 0 } : undefined;
}

function evenly({ step, phase }: Rhythm, from: number, to: number): readonly Progression[] {
  const first = Math.ceil((from - phase) / step) * step + phase;
  const count = Math.ceil((to - first) / step);
  return count > 0 ? [{ first, step, count }] : [];
}

function computed(form: ScheduleForm, zone: string, from: number, to: number): ArrayLike<number> {
  const rhythm = rhythmOf(form, zone, from, to);
  if (rhythm !== undefined) return instantsOf(evenly(rhythm, from, to));
  switch (form.form) {
    case 'hourly':
      return minuteHand(zoneOf(zone), form.minute, from, to);
    case 'every': {
      const step = spanSeconds(form.span);
      if (step === 0 || DAY % step !== 0) return [];
      const times = Array.from({ length: DAY / step }, (_, index) => index * step);
      return wallClock(zoneOf(zone), () => true, times, from, to);
    }
    case 'cron': {
      const cron = parseCron(form.expression);
      if (typeof cron === 'string') return [];
      const times = cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 3600 + minute * 60));
      return wallClock(zoneOf(zone), cronDay(cron), times, from, to);
    }
    default: {
      const times = [...new Set(form.times)].sort((a, b) => a - b);
      return wallClock(zoneOf(zone), daysOf(form), times, from, to);
    }
  }
}

/** The instants at which the minute hand stands at a minute, in a zone whose clock changes move it by less than an hour. */
function minuteHand(zone: Zone, minute: number, from: number, to: number): number[] {
  const bounds = [from, ...zone.changes(from, to).map(({ at }) => at), to];
  return bounds.slice(1).flatMap((until, index) => {
    const start = bounds[index] ?? from;
    const phase = (((minute * 60 - zone.offset(start)) % 3600) + 3600) % 3600;
    return [...instantsOf(evenly({ step: 3600, phase }, start, until))];
  });
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
  return gaps.recall(schedules.map(keyOf).join(' '), () => computedGap(schedules));
}

function computedGap(schedules: readonly Timing[]): Gap | undefined {
  for (let around = 8 * DAY; ; around *= 8) {
    const from = WINDOW.start - around;
    const to = WINDOW.end + around;
    const regular = regularGap(schedules, from, to);
    if (regular !== undefined) return regular;
    const starts = mergedStarts(schedules, from, to);
    const enclosed = (starts[0] ?? Infinity) <= WINDOW.start && (starts[starts.length - 1] ?? -Infinity) >= WINDOW.end;
    if (!enclosed && around < LONGEST_REST) continue;
    let longest: Gap | undefined;
    for (let index = 1; index < starts.length; index++) {
      const before = starts[index - 1] ?? 0;
      const start = starts[index] ?? 0;
      const seconds = start - before;
      if (start > WINDOW.start && before < WINDOW.end && seconds > (longest?.seconds ?? 0)) longest = { seconds, from: before, to: start };
    }
    return longest;
  }
}

/**
 * Beside a schedule that goes by elapsed time no gap is longer than its step: the first of its gaps that touches the window and that no
 * other schedule breaks is the longest. Undefined where there is no such schedule, or none of its gaps stays whole.
 */
function regularGap(schedules: readonly Timing[], from: number, to: number): Gap | undefined {
  const steps = schedules.map(({ form, zone }) => rhythmOf(form, zone, from, to)?.step ?? Infinity);
  const step = Math.min(...steps);
  const dense = schedules[steps.indexOf(step)];
  const [even] = dense === undefined || step === Infinity ? [] : progressionsOf(dense, from, to);
  if (even === undefined) return undefined;
  const others = schedules.filter((each) => each !== dense).map((each) => new ProgressionCursor(progressionsOf(each, from, to)));
  for (let start = even.first + step * Math.floor((WINDOW.start - even.first) / step); start < WINDOW.end; start += step) {
    if (others.every((other) => other.next(start + TICK) >= start + step)) return { seconds: step, from: start, to: start + step };
  }
  return undefined;
}

function mergedStarts(schedules: readonly Timing[], from: number, to: number): ArrayLike<number> {
  const lists = schedules.map((schedule) => startsOf(schedule, from, to));
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  return Float64Array.from(lists.flatMap((list) => [...list])).sort();
}
