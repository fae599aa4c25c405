/** Quantities as the documents write them. */
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../plan/model.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** Seconds as `1h21m2s`, `25h40m`, `14 days`; rounded half up to whole seconds. From three days on, whole days stand apart: `6 days 4h`. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds + 0.5);
  if (whole < 3 * DAY) return clock(whole);
  const days = Math.floor(whole / DAY);
  const rest = whole % DAY;
  return rest === 0 ? `${days} days` : `${days} days ${clock(rest)}`;
}

/** A moment of a recovery, in seconds after the detection: `T`, `T+1h15m`. */
export function moment(seconds: number): string {
  return seconds === 0 ? 'T' : `T+${duration(seconds)}`;
}

function clock(whole: number): string {
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const seconds = whole % MINUTE;
  const parts = [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '', seconds > 0 ? `${seconds}s` : ''];
  return parts.join('') || '0s';
}

/** A length as the plan means it: `12 months`, `1 year 6 months`, `14 days`. */
export function span(length: Span): string {
  const parts: string[] = [];
  if (length.years > 0) parts.push(counted(length.years, 'year'));
  if (length.months > 0) parts.push(counted(length.months, 'month'));
  if (length.seconds > 0 || parts.length === 0) parts.push(duration(length.seconds));
  return parts.join(' ');
}

/** `1 copy`, `3 copies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Bytes in powers of 1000 with up to three figures: `120 GB`, `1.54 TB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && value >= 999.5) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${units[unit]}`;
}

/** Bytes per second, as a speed: `400 MB/s`. */
export function rate(bytesPerSecond: number): string {
  return `${size(bytesPerSecond)}/s`;
}

/** UTC seconds as `2027-11-01 01:30 UTC`; seconds only where there are some. */
export function instant(seconds: number): string {
  const iso = Temporal.Instant.fromEpochMilliseconds(Math.floor(seconds + 0.5) * 1000).toString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19).replace(/:00$/u, '')} UTC`;
}

/** The same instant on the plan's clock: `Mon 2027-11-01 02:30 Europe/Berlin`. An unknown zone is read as UTC. */
export function localInstant(seconds: number, zone: string): string {
  const at = zoned(seconds, zone);
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][at.dayOfWeek - 1];
  const time = at.toPlainTime().toString({ smallestUnit: at.second === 0 ? 'minute' : 'second' });
  return `${weekday} ${at.toPlainDate().toString()} ${time} ${at.timeZoneId}`;
}

function zoned(seconds: number, zone: string): Temporal.ZonedDateTime {
  const exact = Temporal.Instant.fromEpochMilliseconds(Math.floor(seconds + 0.5) * 1000);
  try {
    return exact.toZonedDateTimeISO(zone);
  } catch {
    return exact.toZonedDateTimeISO('UTC');
  }
}

/** An ISO date and a length after it: `reviewed 2026-10-05` every 3 months is valid until 2027-01-05. Undefined for an impossible date. */
export function dateAfter(date: string, length: Span): string | undefined {
  try {
    return Temporal.PlainDate.from(date)
      .add({ years: length.years, months: length.months, days: Math.floor(length.seconds / DAY) })
      .toString();
  } catch {
    return undefined;
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first letter large, to begin a sentence. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** With a full stop at its end, where it has no end of its own. */
export function sentence(text: string): string {
  return /[.!?…:;]$/u.test(text) ? text : `${text}.`;
}
