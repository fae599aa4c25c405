/** Lengths of time as a rule says them: `14 days`, `3 months`, `6 years`. */

const DAY = 86400;

/** The shortest and the longest that so much calendar can be, in seconds: 3 months are 89 to 92 days. */
export interface Length {
  /** As it was written. */
  readonly text: string;
  readonly least: number;
  readonly most: number;
}

/** Undefined for a text that is no length. */
export function lengthFigure(text: string): Length | undefined {
  const match = /^([1-9]\d{0,3}) (hour|day|week|month|year)s?$/.exec(text);
  if (match === null) return undefined;
  const amount = Number(match[1]);
  switch (match[2]) {
    case 'hour':
      return { text, least: amount * 3600, most: amount * 3600 };
    case 'day':
      return { text, least: amount * DAY, most: amount * DAY };
    case 'week':
      return { text, least: amount * 7 * DAY, most: amount * 7 * DAY };
    case 'month':
      return { text, ...monthsLength(amount) };
    default:
      return { text, ...monthsLength(amount * 12) };
  }
}

/** Of so many months, whichever they are: played over four years, of which one is a leap year. */
export function monthsLength(months: number): Pick<Length, 'least' | 'most'> {
  const lengths = Array.from({ length: 48 }, (_, first) => (Date.UTC(2025, first + months, 1) - Date.UTC(2025, first, 1)) / 1000);
  return { least: Math.min(...lengths), most: Math.max(...lengths) };
}
