/** Schedules and retention rules: values that are small languages, written in the vocabulary's own notation. */

import { parseCron } from './cron.ts';
import type { Matching, PartSlots, Read } from './match.ts';
import { compileShape, type SlotPiece } from './shape.ts';
import type { MonthDay, Period, RuleForm, ScheduleForm, ValueOf } from './tree.ts';
import { longestMonths } from './units.ts';

const PERIODS = 'hourly|daily|weekly|monthly|yearly';

/** The values that are made of parts, in the notation of the vocabulary. */
export const partNotations = {
  SCHEDULE: `( every <every:DURATION> | hourly [at <minute:MINUTE>] | <days:daily|weekdays> at <times:TIME,> | weekly on <weekly:WEEKDAY,> at <times:TIME,>
   | monthly on <monthly:MONTHDAY,> at <times:TIME,> | yearly on <yearly:YEARDATE,> at <times:TIME,> | cron <cron:STRING> ) [in <zone:STRING>]`,
  RULE: `( <period:${PERIODS}> for <span:DURATION> | <count:NUMBER> <unit:last|${PERIODS}> | <span:DURATION> | <forever:forever> )`,
  MONTHDAY: '( <nth:first|second|third|fourth> <weekday:WEEKDAY> | <last:last> [<weekday:WEEKDAY>] | <day:NUMBER> )',
  YEARDATE: '<month:MONTH> <day:NUMBER>',
} as const;

const scheduleShape = compileShape(partNotations.SCHEDULE);
const ruleShape = compileShape(partNotations.RULE);
const monthDayShape = compileShape(partNotations.MONTHDAY);
const yearDateShape = compileShape(partNotations.YEARDATE);

/** A reader of `SCHEDULE`. */
export function schedules(matching: Matching, at: number, leaf: SlotPiece): number {
  return matching.part(scheduleShape, at, leaf, (slots, next) => {
    const schedule = scheduleOf(matching, slots, at, next);
    if (schedule === undefined) return undefined;
    const zone = one(slots, 'zone', 'string');
    const range = matching.rangeOf(at, next);
    return zone === undefined ? { type: 'schedule', schedule, range } : { type: 'schedule', schedule, zone, range };
  });
}

/** A reader of `RULE`. */
export function rules(matching: Matching, at: number, leaf: SlotPiece): number {
  return matching.part(ruleShape, at, leaf, (slots, next) => {
    const rule = ruleOf(matching, slots, at);
    return rule === undefined ? undefined : { type: 'rule', rule, range: matching.rangeOf(at, next) };
  });
}

/** A reader of `MONTHDAY`. */
export function monthDays(matching: Matching, at: number, leaf: SlotPiece): number {
  return matching.part(monthDayShape, at, leaf, (slots, next) => {
    const day = monthDayOf(slots);
    if (day !== undefined) return { type: 'monthday', day, range: matching.rangeOf(at, next) };
    matching.report(
      'impossible-schedule',
      matching.rangeOf(at, next),
      'No month has such a day: days go from 1 to 31, and `last` is the last.',
    );
    return undefined;
  });
}

/** A reader of `YEARDATE`. */
export function datesOfYear(matching: Matching, at: number, leaf: SlotPiece): number {
  return matching.part(yearDateShape, at, leaf, (slots, next) => {
    const month = one(slots, 'month', 'number')?.value ?? 0;
    const day = one(slots, 'day', 'number')?.value ?? 0;
    if (Number.isInteger(day) && day >= 1 && day <= (longestMonths[month - 1] ?? 0))
      return { type: 'yeardate', month, day, range: matching.rangeOf(at, next) };
    matching.report(
      'impossible-schedule',
      matching.rangeOf(at, next),
      `The calendar has no \`${matching.written(at, next)}\`: the month has ${longestMonths[month - 1]} days.`,
    );
    return undefined;
  });
}

function monthDayOf(slots: PartSlots): MonthDay | undefined {
  const weekday = one(slots, 'weekday', 'number')?.value;
  const nth = NTH[one(slots, 'nth', 'word')?.text ?? 'last'];
  if (weekday !== undefined && nth !== undefined) return { nth, weekday };
  const day = one(slots, 'day', 'number')?.value;
  if (day === undefined) return { last: true };
  return Number.isInteger(day) && day >= 1 && day <= 31 ? { day } : undefined;
}

function scheduleOf(matching: Matching, slots: PartSlots, at: number, next: number): ScheduleForm | undefined {
  const times = all(slots, 'times', 'time').map((time) => time.seconds);
  const every = one(slots, 'every', 'duration');
  if (every !== undefined) return everyOf(matching, every, matching.rangeOf(at, at + 1).start);
  const cron = one(slots, 'cron', 'string');
  if (cron !== undefined) {
    const read = parseCron(cron.text);
    if (typeof read !== 'string') return { form: 'cron', expression: cron.text };
    matching.report('impossible-schedule', cron.range, read);
    return undefined;
  }
  const days = one(slots, 'days', 'word')?.text;
  if (days === 'daily' || days === 'weekdays') return { form: days, times };
  const weekdays = all(slots, 'weekly', 'number').map((weekday) => weekday.value);
  if (weekdays.length > 0) return { form: 'weekly', weekdays, times };
  const monthly = all(slots, 'monthly', 'monthday').map(({ day }) => day);
  if (monthly.length > 0) return { form: 'monthly', days: monthly, times };
  const dates = all(slots, 'yearly', 'yeardate').map(({ month, day }) => ({ month, day }));
  if (dates.length > 0) return { form: 'yearly', dates, times };
  return next > at ? { form: 'hourly', minute: one(slots, 'minute', 'minute')?.minute ?? 0 } : undefined;
}

/** No scheduler starts a job more often. Seconds. */
const SHORTEST = 60;

/** The runs of every hour, or of every day, are the same. */
function everyOf(matching: Matching, { span, range }: ValueOf<'duration'>, start: number): ScheduleForm | undefined {
  const { seconds } = span;
  const even = seconds >= SHORTEST && (seconds < 3600 ? 3600 % seconds === 0 : 86400 % seconds === 0);
  if (even && span.months === 0 && span.years === 0) return { form: 'every', span };
  const advice =
    span.years > 0 || span.months > 0 || seconds > 86400
      ? 'is more than a day; write `weekly on sunday at 02:00`, `monthly on 1 at 02:00` or the like'
      : seconds > 0 && seconds < SHORTEST
        ? 'is less than a minute; what may not be a minute old needs a `log continuous` or a standby'
        : seconds < 3600
          ? 'does not divide an hour: `1m`, `2m`, `5m`, `10m`, `15m`, `20m` and `30m` do'
          : 'does not divide a day: `1h`, `2h`, `3h`, `4h`, `6h`, `8h` and `12h` do';
  matching.report('impossible-schedule', { start, end: range.end }, `\`every ${matching.quoted(range)}\` ${advice}.`);
  return undefined;
}

function ruleOf(matching: Matching, slots: PartSlots, at: number): RuleForm | undefined {
  if (one(slots, 'forever', 'word') !== undefined) return { rule: 'forever' };
  const span = one(slots, 'span', 'duration')?.span;
  const period = one(slots, 'period', 'word')?.text;
  if (span !== undefined) return isPeriod(period) ? { rule: 'period-for', period, span } : { rule: 'span', span };
  const count = one(slots, 'count', 'number')?.value ?? 0;
  const unit = one(slots, 'unit', 'word')?.text;
  if (Number.isInteger(count) && count > 0) return unit === 'last' || isPeriod(unit) ? { rule: 'count', count, period: unit } : undefined;
  matching.report('syntax', matching.rangeOf(at, at + 1), 'A whole number, 1 or more, is expected here.');
  return undefined;
}

const NTH: Readonly<Record<string, 1 | 2 | 3 | 4 | 'last'>> = { first: 1, second: 2, third: 3, fourth: 4, last: 'last' };

function isPeriod(word: string | undefined): word is Period {
  return word !== undefined && PERIODS.split('|').includes(word);
}

function all<T extends Read['type']>(slots: PartSlots, slot: string, type: T): Extract<Read, { type: T }>[] {
  return (slots[slot] ?? []).filter((value): value is Extract<Read, { type: T }> => value.type === type);
}

function one<T extends Read['type']>(slots: PartSlots, slot: string, type: T): Extract<Read, { type: T }> | undefined {
  return all(slots, slot, type)[0];
}
