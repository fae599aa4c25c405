/** How numbers read: in derivations, messages, hovers and documents. */
import type { Derivation } from './assessment.ts';
import { civilOf, DAY, zoneOf } from './schedule/calendar.ts';

/**
 * A duration in seconds, to the second, rounded half up: `45s`, `20m2s`, `1h21m2s`, `26h33m`, `14 days`, `61 days 1h`. Hours go on up to
 * three days. Parts of a sum that are whole seconds add up as they are printed.
 */
export function sayDuration(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(seconds) + 0.5);
  const days = whole >= 3 * DAY ? Math.floor(whole / DAY) : 0;
  const rest = whole - days * DAY;
  const clock = [
    [Math.floor(rest / 3600), 'h'],
    [Math.floor(rest / 60) % 60, 'm'],
    [rest % 60, 's'],
  ] as const;
  const text = clock.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('');
  if (days === 0) return `${sign}${text === '' ? '0s' : text}`;
  return `${sign}${days} days${text === '' ? '' : ` ${text}`}`;
}

/** Bytes in powers of 1000, three digits at most: `31 GB`, `1.5 TB`. */
export function saySize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${units[unit]}`;
}

/** `400 MB/s`. */
export function sayRate(bytesPerSecond: number): string {
  return `${saySize(bytesPerSecond)}/s`;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The date of an instant (UTC seconds) in a time zone: `31 Oct 2027`. */
export function sayDate(instant: number, zone: string): string {
  const { year, month, day } = civilOf(Math.floor(zoneOf(zone).local(Math.floor(instant)) / DAY));
  return `${day} ${monthNames[month - 1]} ${year}`;
}

/** The wall clock at an instant: `31 Oct 2027 02:40`, with seconds where there are some. */
export function sayInstant(instant: number, zone: string): string {
  const whole = Math.floor(instant + 0.5);
  const local = zoneOf(zone).local(whole);
  const time = local - Math.floor(local / DAY) * DAY;
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = time % 60 === 0 ? '' : `:${two(time % 60)}`;
  return `${sayDate(whole, zone)} ${two(Math.floor(time / 3600))}:${two(Math.floor(time / 60) % 60)}${seconds}`;
}

/** A sum in one line: `24h between runs + 40m until the dump is on nas + 1h when clocks go back on 31 Oct 2027`. Parts under half a second are left out. */
export function sayParts(parts: readonly Derivation[]): string {
  return parts
    .filter(({ value = 0, unit }) => unit !== 'seconds' || Math.abs(value) >= 0.5)
    .map((part, index) => {
      const { label, value = 0 } = part;
      const sign = index === 0 ? (value < 0 ? '−' : '') : value < 0 ? ' − ' : ' + ';
      // No sum has an instant in it, so the time zone is of no matter.
      return `${sign}${sayFigure({ ...part, value: Math.abs(value) }, 'UTC')} ${label}`;
    })
    .join('');
}

/** The figure of a step as its unit reads; instants in `zone`. Undefined for a step without one. */
export function sayFigure({ value, unit, currency }: Derivation, zone: string): string | undefined {
  if (value === undefined) return undefined;
  switch (unit) {
    case 'bytes':
      return saySize(value);
    case 'bytes/second':
      return sayRate(value);
    case 'instant':
      return sayInstant(value, zone);
    case 'count':
      return String(value);
    case 'money':
      return sayMoney(value, currency);
    default:
      return sayDuration(value);
  }
}

/** `12.30 USD`. */
export function sayMoney(amount: number, currency = ''): string {
  return `${amount.toFixed(2)} ${currency}`;
}
