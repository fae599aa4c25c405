/**
 * Civil time: days and dates as integers, time zones as tables of UTC offsets. All instants are UTC seconds; a *local* time is what a
 * wall clock shows, in seconds as if the zone were UTC. A zone is looked up once; after that all is arithmetic.
 */
import type { Span } from '../../plan/model.ts';
import { offsetsOf } from '../../plan/zones.ts';
import { memory } from '../memory.ts';

export const DAY = 86400;

export interface Civil {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  /** 1 … 31. */
  readonly day: number;
}

/** Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** The day number of a date in ISO 8601. */
export function dayOf(date: string): number {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return dayNumber(year, month, day);
}

/** The date of a day number; the inverse of `dayNumber`. */
export function civilOf(days: number): Civil {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** ISO weekday of a day number: Monday 1 … Sunday 7. */
export function weekdayOf(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);
}

export interface Zone {
  /** Seconds east of UTC at an instant. */
  offset(instant: number): number;
  /** What the wall clock shows at an instant. */
  local(instant: number): number;
  /**
   * The instant at which the wall clock shows a local time. One that a clock change skips comes later by the length of the gap; of one
   * that happens twice it is the first.
   */
  instant(local: number): number;
  /** The clock changes in [from, to): when, and by how many seconds the clock goes forward (negative: back). */
  changes(from: number, to: number): readonly { readonly at: number; readonly by: number }[];
}

const zones = memory<Zone>(64);

/** A zone by its IANA name; a name that is not known reads as UTC. */
export function zoneOf(name: string): Zone {
  return zones.recall(name, () => {
    const offsets = name === 'UTC' ? undefined : offsetsOf(name);
    return offsets === undefined ? fixed : tabled(offsets);
  });
}

const fixed: Zone = { offset: () => 0, local: (instant) => instant, instant: (local) => local, changes: () => [] };

/** How far at once a zone is read. */
const STRETCH = 5 * 366 * DAY;

/** Seconds. So far away nobody knows what clocks will show: what a plan puts there (a copy that takes for ever) has the offset of then. */
const FARTHEST = 100 * 366 * DAY;

/** A zone as the instants at which its offset changes, read as far as instants have been asked for. */
function tabled(offsetAt: (instant: number) => number): Zone {
  const at: number[] = [];
  const offsets: number[] = [offsetAt(1_767_225_600)];
  let low = 1_767_225_600;
  let high = low;
  const [earliest, latest] = [low - FARTHEST, low + FARTHEST];
  let last = 0;
  const cover = (from: number, to: number): void => {
    while (Math.max(from, earliest) < low) {
      const found = transitions(offsetAt, low - STRETCH, low);
      low -= STRETCH;
      at.unshift(...found);
      offsets.splice(0, 0, offsetAt(low), ...found.slice(0, -1).map((instant) => offsetAt(instant)));
      if (found.length === 0) offsets.shift();
    }
    while (Math.min(to, latest) >= high) {
      const found = transitions(offsetAt, high, high + STRETCH);
      high += STRETCH;
      at.push(...found);
      offsets.push(...found.map((instant) => offsetAt(instant)));
    }
  };
  const offset = (instant: number): number => {
    if (instant < low || instant >= high) cover(instant, instant);
    if (last > at.length) last = at.length;
    while (last > 0 && instant < (at[last - 1] ?? 0)) last--;
    while (last < at.length && instant >= (at[last] ?? 0)) last++;
    return offsets[last] ?? 0;
  };
  return {
    offset,
    local: (instant) => instant + offset(instant),
    instant(local) {
      // Offsets a day either side enclose any clock change that could touch this local time.
      const before = offset(local - 36 * 3600);
      const after = offset(local + 36 * 3600);
      if (before === after) return local - before;
      const early = local - before;
      if (offset(early) === before) return early;
      const late = local - after;
      // Neither fits: the time is skipped, and the offset before the change puts it later by the gap.
      return offset(late) === after ? late : early;
    },
    changes(from, to) {
      cover(from, to);
      return at.flatMap((instant, index) =>
        instant >= from && instant < to ? [{ at: instant, by: (offsets[index + 1] ?? 0) - (offsets[index] ?? 0) }] : [],
      );
    },
  };
}

/** No two clock changes since 1985 are nearer to one another: those of Brazil in October 2000 are an hour less than a week apart. */
const STILL = 6 * DAY;

/** The instants in (from, to] at which the offset changes. */
export function transitions(offsetAt: (instant: number) => number, from: number, to: number): number[] {
  const found: number[] = [];
  let before = offsetAt(from);
  for (let last = from; last < to; last += STILL) {
    let [low, high] = [last, Math.min(last + STILL, to)];
    const after = offsetAt(high);
    if (after === before) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push(high);
    before = after;
  }
  return found;
}

/** An instant and a span later (`sign` 1) or earlier (−1): years and months by the wall clock, clamped to the month's last day. */
export function shifted(instant: number, span: Span, sign: 1 | -1, zone: Zone): number {
  if (span.years === 0 && span.months === 0) return instant + sign * span.seconds;
  const local = zone.local(instant);
  const days = Math.floor(local / DAY);
  const { year, month, day } = civilOf(days);
  const months = year * 12 + month - 1 + sign * (span.years * 12 + span.months);
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  const toDay = Math.min(day, daysInMonth(toYear, toMonth));
  return zone.instant(dayNumber(toYear, toMonth, toDay) * DAY + local - days * DAY) + sign * span.seconds;
}
