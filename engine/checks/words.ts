/** How numbers, instants and lists read in a message. */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/**
 * A length of time in seconds as a colleague would say it: `45s`, `52m`, `1h21m`, `25h40m`, from three days on `14 days 2h`. Minutes
 * are the finest from an hour on, hours from three days on, unless `exact` asks for every second.
 */
export function duration(seconds: number, exact = false): string {
  const whole = Math.floor(seconds + 0.5);
  if (exact)
    return joined([
      [Math.floor(whole / HOUR), 'h'],
      [Math.floor(whole / MINUTE) % 60, 'm'],
      [whole % MINUTE, 's'],
    ]);
  if (whole < HOUR)
    return joined([
      [Math.floor(whole / MINUTE), 'm'],
      [whole % MINUTE, 's'],
    ]);
  if (whole < 3 * DAY) {
    const minutes = Math.floor(whole / MINUTE + 0.5);
    return joined([
      [Math.floor(minutes / 60), 'h'],
      [minutes % 60, 'm'],
    ]);
  }
  const hours = Math.floor(whole / HOUR + 0.5);
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} days` : `${days} days ${hours % 24}h`;
}

/** The same length twice, fine enough to be told apart where they differ: `26h0m10s`, `26h`. */
export function told(seconds: number, from: number): string {
  const short = duration(seconds);
  return seconds !== from && short === duration(from) ? duration(seconds, true) : short;
}

function joined(parts: readonly (readonly [number, string])[]): string {
  const text = parts
    .filter(([amount]) => amount !== 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join('');
  return text === '' ? '0s' : text;
}

/** Bytes in powers of 1000, three digits at most: `31 GB`, `1.5 TB`. */
export function bytes(amount: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = amount;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(value < 100 ? 2 : 3))} ${units[unit]}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** `1 medium`, `2 media`, `no medium`. */
export function counted(amount: number, one: string, many: string): string {
  return `${amount === 0 ? 'no' : amount} ${amount > 1 ? many : one}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant (UTC seconds) by the wall clock of a time zone: `02:40 on 1 Nov 2027`. An unknown zone reads as UTC. */
export function instant(seconds: number, zone: string): string {
  const parts = new Map(
    clock(zone)
      .formatToParts(seconds * 1000)
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${part('hour')}:${part('minute')} on ${Number(part('day'))} ${months[Number(part('month')) - 1]} ${part('year')}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = formatFor(zone);
  clocks.set(zone, made);
  return made;
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const shape = { year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...shape, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat('en', { ...shape, timeZone: 'UTC' });
  }
}
