/** How short lengths of time, counts and lists read in a message. Sums, sizes and instants read as the assessment says them. */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/**
 * A length of time in seconds as a colleague would say it: `45s`, `2m5s`, `52m`, `1h21m`, `25h40m`, from three days on `14 days 2h`.
 * Minutes are the finest from ten minutes on, hours from three days on, unless `exact` asks for every second.
 */
export function duration(seconds: number, exact = false): string {
  const whole = Math.floor(seconds + 0.5);
  if (exact)
    return joined([
      [Math.floor(whole / HOUR), 'h'],
      [Math.floor(whole / MINUTE) % 60, 'm'],
      [whole % MINUTE, 's'],
    ]);
  if (whole < 10 * MINUTE)
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

/** A target that so many seconds would meet: in steps of 5 minutes, of 15 from an hour on, of hours from six on, of days where it is long. */
export function targetFor(seconds: number): string {
  const step = seconds <= HOUR ? HOUR / 12 : seconds <= 6 * HOUR ? HOUR / 4 : HOUR;
  const target = Math.ceil(seconds / step) * step;
  return target > 72 * HOUR ? `${Math.ceil(seconds / DAY)} days` : duration(target);
}

function joined(parts: readonly (readonly [number, string])[]): string {
  const text = parts
    .filter(([amount]) => amount !== 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join('');
  return text === '' ? '0s' : text;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** As `listed`, but of many only the first: `a, b, c and 997 more`. */
export function listedSome(items: readonly string[], most = 5): string {
  return items.length <= most ? listed(items) : listed([...items.slice(0, most - 1), `${items.length - most + 1} more`]);
}

/** `1 medium`, `2 media`, `no medium`. */
export function counted(amount: number, one: string, many: string): string {
  return `${amount === 0 ? 'no' : amount} ${amount > 1 ? many : one}`;
}

/** A clause as a sentence: with a capital and a full stop. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
