/** Time zones (IANA names like `Europe/Berlin`), from a table in the years that plans are assessed in, else from the machine. */
import table from './zones.json' with { type: 'json' };

/** The seconds east of UTC that the clocks of a zone show, by the instant in UTC seconds. */
type Offsets = (instant: number) => number;

/** Undefined where there is no such time zone. */
export function offsetsOf(zone: string): Offsets | undefined {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const offsets = fromTable(zone) ?? machineOffsets(zone);
  if (offsets !== undefined) zones.set(zone, offsets);
  return offsets;
}

/** Whether there is such a time zone. */
export function isZone(zone: string): boolean {
  return offsetsOf(zone) !== undefined;
}

const zones = new Map<string, Offsets>([['UTC', () => 0]]);

/** The machine takes as long for its first zone as to check a small plan. */
function fromTable(zone: string): Offsets | undefined {
  const history = table.clocks.find(({ zones }) => zones.includes(zone) && zones.split(' ').includes(zone))?.history;
  if (history === undefined) return undefined;
  let machine: Offsets | undefined;
  return (instant) => {
    if (instant < table.from || instant >= table.to) {
      machine ??= machineOffsets(zone);
      return machine?.(instant) ?? 0;
    }
    // The offset at first, then the instant and the offset of each change.
    let place = history.length - 1;
    while (place > 0 && (history[place - 1] ?? 0) > instant) place -= 2;
    return history[place] ?? 0;
  };
}

/** As `offsetsOf`, by what the machine knows alone: what the table is made from. */
export function machineOffsets(zone: string): Offsets | undefined {
  if (unknown.has(zone)) return undefined;
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    return (instant) => secondsIn(format.format(instant * 1000));
  } catch {
    unknown.add(zone);
    return undefined;
  }
}

const unknown = new Set<string>();

/** The offset in `1/1/2027, GMT+05:30`; without figures it is none. */
function secondsIn(text: string): number {
  const [, sign, hours, minutes, seconds = '0'] = /GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
