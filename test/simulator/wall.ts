/** Wall clocks: local time and UTC seconds. A wall time is written as the UTC seconds at which a UTC clock would show it. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../grammar/tree.ts';

export const DAY = 86400;

interface Change {
  readonly at: number;
  readonly offset: number;
}

const known = new Map<string, readonly Change[]>();

/** Every change of a zone's offset from 1995 to 2045, the offset before them first. */
function changesOf(zone: string): readonly Change[] {
  const ready = known.get(zone);
  if (ready !== undefined) return ready;
  const changes: Change[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from('1995-01-01T00:00Z').toZonedDateTimeISO(zone);
  changes.push({ at: Number.NEGATIVE_INFINITY, offset: at.offsetNanoseconds / 1e9 });
  for (;;) {
    at = at.getTimeZoneTransition('next');
    if (at === null || at.year > 2045) break;
    changes.push({ at: at.epochMilliseconds / 1000, offset: at.offsetNanoseconds / 1e9 });
  }
  known.set(zone, changes);
  return changes;
}

const knownOffsets = new Map<string, readonly number[]>();

/** Every offset that a zone ever has. */
function offsetsOf(zone: string): readonly number[] {
  const ready = knownOffsets.get(zone) ?? [...new Set(changesOf(zone).map((change) => change.offset))];
  knownOffsets.set(zone, ready);
  return ready;
}

/** When a zone's clocks change in [from, to). */
export function clockChanges(zone: string, from: number, to: number): readonly number[] {
  return changesOf(zone).flatMap(({ at }) => (at >= from && at < to ? [at] : []));
}

/** Seconds east of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  const changes = changesOf(zone);
  let low = 0;
  let high = changes.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((changes[middle]?.at ?? instant) <= instant) low = middle;
    else high = middle;
  }
  return changes[low]?.offset ?? 0;
}

/** What the clock on the wall shows at an instant. */
export function wallAt(zone: string, instant: number): number {
  return instant + offsetAt(zone, instant);
}

/** The instant of a wall time: the first of two; a time that is skipped comes later by the length of the gap. */
export function instantOf(zone: string, wall: number): number {
  const offsets = offsetsOf(zone);
  const instants = offsets.map((offset) => wall - offset).filter((instant) => wallAt(zone, instant) === wall);
  if (instants.length > 0) return Math.min(...instants);
  const before = offsetAt(zone, wall - DAY);
  return wall - before;
}

export interface Civil {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  readonly day: number;
  /** Monday 1 … Sunday 7. */
  readonly weekday: number;
  readonly secondsOfDay: number;
}

export function civilOf(wall: number): Civil {
  const date = new Date(Math.floor(wall / DAY) * DAY * 1000);
  const weekday = date.getUTCDay();
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: weekday === 0 ? 7 : weekday,
    secondsOfDay: wall - Math.floor(wall / DAY) * DAY,
  };
}

export function wallOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 1000;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** An instant moved by a span, forwards (`sign` 1) or back (-1): months and years by the zone's calendar, clamped to the month's last day. */
export function shift(zone: string, instant: number, span: Span, sign: 1 | -1): number {
  const months = span.years * 12 + span.months;
  if (months === 0) return instant + sign * span.seconds;
  const wall = wallAt(zone, instant);
  const { year, month, day, secondsOfDay } = civilOf(wall);
  const index = year * 12 + (month - 1) + sign * months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  const toDay = Math.min(day, daysInMonth(toYear, toMonth));
  return instantOf(zone, wallOf(toYear, toMonth, toDay) + secondsOfDay) + sign * span.seconds;
}
