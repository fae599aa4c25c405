/** A schedule as a sentence says it: `weekly on Monday at 05:00`. */
import type { MonthDay, Schedule, ScheduleForm, Verify } from '../../plan/model.ts';
import { code } from './markdown/escape.ts';
import { counted, list, span } from './words.ts';

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  '',
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export function scheduleWords(schedule: Schedule): string {
  return form(schedule.form);
}

/** When a verification runs, in the same way. */
export function verifyTime({ schedule }: Verify): string {
  return 'months' in schedule ? `every ${counted(schedule.months, 'month')}` : scheduleWords(schedule);
}

function form(schedule: ScheduleForm): string {
  switch (schedule.form) {
    case 'every':
      return `every ${span(schedule.span)}`;
    case 'hourly':
      return `hourly at :${two(schedule.minute)}`;
    case 'daily':
      return `daily at ${times(schedule.times)}`;
    case 'weekdays':
      return `on weekdays at ${times(schedule.times)}`;
    case 'weekly':
      return `weekly on ${list(schedule.weekdays.map((day) => WEEKDAYS[day] ?? ''))} at ${times(schedule.times)}`;
    case 'monthly':
      return `monthly on ${list(schedule.days.map(monthDay))} at ${times(schedule.times)}`;
    case 'yearly':
      return `yearly on ${list(schedule.dates.map(({ month, day }) => `${MONTHS[month]} ${day}`))} at ${times(schedule.times)}`;
    case 'cron':
      return code(schedule.expression);
  }
}

function monthDay(day: MonthDay): string {
  if ('day' in day) return `the ${day.day}.`;
  if ('last' in day) return 'the last day';
  const nth = day.nth === 'last' ? 'last' : (['', 'first', 'second', 'third', 'fourth'][day.nth] ?? '');
  return `the ${nth} ${WEEKDAYS[day.weekday]}`;
}

function times(seconds: readonly number[]): string {
  return list(seconds.map((time) => `${two(Math.floor(time / 3600))}:${two(Math.floor((time % 3600) / 60))}`));
}

function two(number: number): string {
  return number.toString().padStart(2, '0');
}
