/** Cron expressions of five fields, as crontab(5) has them. */
import { longestMonths, months, unitOf, weekdays } from './units.ts';

/** The values of each field, ascending. Weekdays are ISO numbers: Monday 1 … Sunday 7. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** A day field that starts with `*` restricts nothing; where neither does, a day of either field will do. */
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
}

const FIELDS = [
  { name: 'minute', low: 0, high: 59, names: {} },
  { name: 'hour', low: 0, high: 23, names: {} },
  { name: 'day of the month', low: 1, high: 31, names: {} },
  { name: 'month', low: 1, high: 12, names: months },
  { name: 'day of the week', low: 0, high: 7, names: { ...weekdays, sun: 0, sunday: 0 } },
] as const;

/** Reads an expression; gives a sentence that says what is wrong where it is no expression or can never fire. */
export function parseCron(expression: string): Cron | string {
  const parts = expression.trim().split(/\s+/);
  if (parts[0]?.startsWith('@'))
    return `\`${quoted(parts[0])}\` is no cron expression of five fields; write \`daily at 00:00\`, \`weekly on sunday at 00:00\` or the like.`;
  if (parts.length !== 5 || parts[0] === '') {
    const count = parts[0] === '' ? 0 : parts.length;
    const hint = count === 6 ? ' Seconds are not among them.' : '';
    return `A cron expression has five fields (minute, hour, day, month, weekday); this one has ${count}.${hint}`;
  }
  const fields: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = readField(parts[index] ?? '', field);
    if (typeof values === 'string') return values;
    fields.push(values);
  }
  const [minutes = [], hours = [], days = [], monthsOfYear = [], daysOfWeek = []] = fields;
  const anyDay = parts[2]?.startsWith('*') === true;
  const anyWeekday = parts[4]?.startsWith('*') === true;
  if (anyWeekday && !monthsOfYear.some((month) => days.some((day) => day <= (longestMonths[month - 1] ?? 0)))) {
    return `This cron expression can never fire: no month that it names has a day ${days.join(' or ')}.`;
  }
  return {
    minutes,
    hours,
    days,
    months: monthsOfYear,
    weekdays: ascending(daysOfWeek.map((day) => (day === 0 ? 7 : day))),
    anyDay,
    anyWeekday,
  };
}

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names: Readonly<Record<string, number>>;
}

function readField(text: string, field: Field): number[] | string {
  const wrong = `\`${quoted(text)}\` is no ${field.name} of a cron expression: ${field.low} to ${field.high}, \`*\`, \`a-b\`, \`*/n\` and lists of these.`;
  const values: number[] = [];
  for (const item of text.split(',')) {
    const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d{1,4}))?$/.exec(item);
    if (match === null) return wrong;
    const [, star, first = '', last, step] = match;
    const low = star === undefined ? number(first, field) : field.low;
    // Sunday is 0 and 7, but `*` names it once; `fri-sun` ends at 7.
    const high =
      star === undefined
        ? last === undefined
          ? step === undefined
            ? low
            : field.high
          : number(last, field) || (field.high === 7 ? 7 : 0)
        : Math.min(field.high, field.high === 7 ? 6 : field.high);
    const by = step === undefined ? 1 : Number(step);
    if (low === undefined || high === undefined || low > high || by < 1) return wrong;
    for (let value = low; value <= high; value += by) values.push(value);
  }
  return ascending(values);
}

function number(text: string, field: Field): number | undefined {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : unitOf(field.names, text.toLowerCase());
  return value !== undefined && value >= field.low && value <= field.high ? value : undefined;
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function quoted(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
