/** The figures of a catalogue as people write them: `200 MB/s`, `5h`, `30 days`, `0.0125 USD/GB/month`. Undefined: not such a figure. */

const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const seconds: Readonly<Record<string, number>> = {
  s: 1,
  min: 60,
  m: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86400,
  day: 86400,
  days: 86400,
};

/** Bytes per second. */
export function rateFigure(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([kMGT]i?B|KiB|B)\/s$/.exec(text);
  return match === null ? undefined : scaled(match[1], units[match[2] ?? '']);
}

/** Seconds. */
export function delayFigure(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(text);
  return match === null ? undefined : scaled(match[1], seconds[match[2] ?? '']);
}

/** A price per GB (1e9 bytes), per month where `perMonth`. */
export function priceFigure(text: string, perMonth: boolean): { amount: number; currency: string } | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([A-Z]{3})\/GB(\/month)?$/.exec(text);
  if (match === null || (match[3] !== undefined) !== perMonth) return undefined;
  return { amount: Number(match[1]), currency: match[2] ?? '' };
}

function scaled(amount: string | undefined, unit: number | undefined): number | undefined {
  return unit === undefined ? undefined : Number(amount) * unit;
}
