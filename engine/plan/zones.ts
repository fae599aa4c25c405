/**
 * The seconds east of UTC that the clocks of a time zone (an IANA name like `Europe/Berlin`) show, by the instant in UTC seconds; undefined
 * where there is no such zone.
 */
export function offsetsOf(zone: string): ((instant: number) => number) | undefined {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (unknown.has(zone)) return undefined;
  try {
    // To make one takes as long as to check a small plan: this one serves for all.
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    const offsets = (instant: number): number => secondsIn(format.format(instant * 1000));
    zones.set(zone, offsets);
    return offsets;
  } catch {
    unknown.add(zone);
    return undefined;
  }
}

/** Whether there is such a time zone. */
export function isZone(zone: string): boolean {
  return offsetsOf(zone) !== undefined;
}

const zones = new Map<string, (instant: number) => number>([['UTC', () => 0]]);
const unknown = new Set<string>();

/** The offset in `1/1/2027, GMT+05:30`; without figures it is none. */
function secondsIn(text: string): number {
  const [, sign, hours, minutes, seconds = '0'] = /GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
