/** The units of the language. */

/** Bytes. */
export const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  PB: 1e15,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  PiB: 2 ** 50,
};

/** Bytes; only in rates. */
export const bitUnits: Readonly<Record<string, number>> = { bit: 1 / 8, kbit: 1e3 / 8, Mbit: 1e6 / 8, Gbit: 1e9 / 8, Tbit: 1e12 / 8 };

/** Seconds below the line of a rate; a month is 30 days. */
export const perUnits: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, day: 86400, week: 604800, month: 2592000 };

/** Months below the line of a growth. */
export const growthUnits: Readonly<Record<string, number>> = { month: 1, year: 12 };

type SpanUnit = { readonly seconds: number } | { readonly months: number } | { readonly years: number };

export const durationUnits: Readonly<Record<string, SpanUnit>> = {
  ...named({ seconds: 1 }, 's', 'sec', 'second', 'seconds'),
  ...named({ seconds: 60 }, 'm', 'min', 'minute', 'minutes'),
  ...named({ seconds: 3600 }, 'h', 'hour', 'hours'),
  ...named({ seconds: 86400 }, 'd', 'day', 'days'),
  ...named({ seconds: 604800 }, 'w', 'week', 'weeks'),
  ...named({ months: 1 }, 'month', 'months'),
  ...named({ years: 1 }, 'y', 'year', 'years'),
};

/** The units that completion offers behind a number. */
export const commonUnits = {
  DURATION: ['s', 'm', 'h', 'days', 'weeks', 'months', 'years'],
  SIZE: ['GB', 'TB', 'MB', 'GiB', 'TiB', 'MiB'],
  RATE: ['GB/day', 'MB/s', 'GB/s', 'MB/day', 'TB/day', 'Mbit/s', 'Gbit/s'],
  GROWTH: ['%/month', '%/year', 'GB/month', 'GB/year'],
  PERCENT: ['%'],
  MONEY: ['USD', 'EUR', 'GBP', 'CHF'],
} as const;

/** ISO numbers: Monday 1 … Sunday 7. */
export const weekdays: Readonly<Record<string, number>> = numbered([
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]);

/** January 1 … December 12. */
export const months: Readonly<Record<string, number>> = numbered([
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]);

/** Days in each month, January first, in a leap year: a yearly date may be one that only leap years have. */
export const longestMonths: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The currencies of ISO 4217 that money is kept in (no metals, no test codes). */
export const currencies: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP ' +
    'CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY ' +
    'KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT ' +
    'TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);

/** Looks a name up in one of these tables; names come from plans, so they may be anything (`constructor`). */
export function unitOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function named(unit: SpanUnit, ...names: string[]): Record<string, SpanUnit> {
  return Object.fromEntries(names.map((name) => [name, unit]));
}

/** Long names and their first three letters, counted from 1. */
function numbered(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name, index) => [
      [name, index + 1],
      [name.slice(0, 3), index + 1],
    ]),
  );
}
