/** Lines of a crontab as schedules of the language. */
import { parseCron } from '../../grammar/cron.ts';

const DAY = 86400;
const MACROS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

export interface Rhythm {
  /** `daily at 02:00`; what has no words of its own stays a cron expression. */
  readonly words: string;
  /** Seconds from one run to the next, the longest; undefined where that is not even. */
  readonly every?: number;
}

/** Five fields, or a word like `@daily`. Gives a sentence where it is no schedule. */
export function rhythmOf(expression: string): Rhythm | string {
  const fields = MACROS[expression] ?? expression;
  if (fields.startsWith('@'))
    return fields === '@reboot' ? 'it runs when the machine starts, which is no schedule' : `${fields} is no schedule of cron`;
  const cron = parseCron(fields);
  if (typeof cron === 'string') return cron;
  const { minutes, hours, days, months, weekdays, anyDay, anyWeekday } = cron;
  const allMonths = months.length === 12;
  const times = hours.flatMap((hour) => minutes.map((minute) => clock(hour, minute)));
  const few = times.length > 0 && times.length <= 6;
  if (anyDay && anyWeekday && allMonths) {
    const step = even(minutes, 60);
    if (hours.length === 24 && step !== undefined && step < 60) return { words: `every ${step}m`, every: step * 60 };
    if (hours.length === 24 && minutes.length === 1) return { words: `hourly at :${two(minutes[0] ?? 0)}`, every: 3600 };
    if (few) return { words: `daily at ${times.join(', ')}`, every: hours.length === 1 && minutes.length === 1 ? DAY : undefined };
  }
  if (few && anyDay && allMonths && !anyWeekday) {
    if (weekdays.join() === '1,2,3,4,5') return { words: `weekdays at ${times.join(', ')}` };
    const names = weekdays.map((day) => WEEKDAYS[day - 1] ?? '');
    if (names.length < 7)
      return {
        words: `weekly on ${names.join(', ')} at ${times.join(', ')}`,
        every: names.length === 1 && times.length === 1 ? 7 * DAY : undefined,
      };
  }
  if (few && anyWeekday && !anyDay && allMonths && days.length <= 6)
    return {
      words: `monthly on ${days.join(', ')} at ${times.join(', ')}`,
      every: days.length === 1 && times.length === 1 ? 31 * DAY : undefined,
    };
  if (few && anyWeekday && !anyDay && months.length === 1 && days.length === 1)
    return { words: `yearly on ${MONTHS[(months[0] ?? 1) - 1]} ${days[0]} at ${times.join(', ')}`, every: 366 * DAY };
  return { words: `cron "${fields.trim().split(/\s+/u).join(' ')}"` };
}

/** The step of values that begin at 0 and divide the whole. */
function even(values: readonly number[], whole: number): number | undefined {
  const step = whole / values.length;
  return Number.isInteger(step) && values.every((value, index) => value === index * step) ? step : undefined;
}

function clock(hour: number, minute: number): string {
  return `${two(hour)}:${two(minute)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
