/** When a schedule fires: assessment.md, section 1, one local day after another. */
import type { MonthDay, ScheduleForm } from '../../grammar/tree.ts';
import { type Civil, civilOf, DAY, daysInMonth, instantOf, wallAt } from './wall.ts';

const HOUR = 3600;

const known = new Map<string, number[]>();

/** The starts in [from, to), ascending, each once. */
export function startsOf(form: ScheduleForm, zone: string, from: number, to: number): readonly number[] {
  const key = JSON.stringify([form, zone, from, to]);
  const starts = known.get(key) ?? workedOut(form, zone, from, to);
  if (known.size > 200) known.clear();
  known.set(key, starts);
  return starts;
}

function workedOut(form: ScheduleForm, zone: string, from: number, to: number): number[] {
  if (form.form === 'every' && form.span.seconds <= HOUR) return multiples(form.span.seconds, from, to);
  if (form.form === 'hourly') return minutesOf(form.minute, zone, from, to);
  const fires = timesOn(form);
  const starts = new Set<number>();
  const firstDay = Math.floor(wallAt(zone, from) / DAY) - 1;
  const lastDay = Math.floor(wallAt(zone, to) / DAY) + 1;
  for (let day = firstDay; day <= lastDay; day++) {
    for (const time of fires(civilOf(day * DAY))) {
      const start = instantOf(zone, day * DAY + time);
      if (start >= from && start < to) starts.add(start);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

function multiples(step: number, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let start = Math.ceil(from / step) * step; start < to; start += step) starts.push(start);
  return starts;
}

/** Each instant at which the minute hand stands there. Clocks are put forward and back by half hours. */
function minutesOf(minute: number, zone: string, from: number, to: number): number[] {
  const stands = (instant: number): boolean => (wallAt(zone, instant) / 60) % 60 === minute;
  const first = multiples(60, from, from + HOUR).find(stands) ?? from;
  return multiples(HOUR / 2, 0, to - first).flatMap((later) => (stands(first + later) ? [first + later] : []));
}

/** The times of a day, in seconds after midnight, at which the schedule fires. */
function timesOn(form: ScheduleForm): (day: Civil) => readonly number[] {
  const none: readonly number[] = [];
  switch (form.form) {
    case 'every': {
      const times: number[] = [];
      for (let time = 0; time < DAY; time += form.span.seconds) times.push(time);
      return () => times;
    }
    case 'hourly':
      throw new Error('hourly is not by the wall clock');
    case 'daily':
      return () => form.times;
    case 'weekdays':
      return (day) => (day.weekday <= 5 ? form.times : none);
    case 'weekly':
      return (day) => (form.weekdays.includes(day.weekday) ? form.times : none);
    case 'monthly':
      return (day) => (form.days.some((wanted) => isMonthDay(wanted, day)) ? form.times : none);
    case 'yearly':
      return (day) => (form.dates.some((date) => date.month === day.month && date.day === day.day) ? form.times : none);
    case 'cron':
      return cronTimes(form.expression);
  }
}

function isMonthDay(wanted: MonthDay, day: Civil): boolean {
  const length = daysInMonth(day.year, day.month);
  if ('day' in wanted) return day.day === wanted.day;
  if ('last' in wanted) return day.day === length;
  if (day.weekday !== wanted.weekday) return false;
  return wanted.nth === 'last' ? day.day > length - 7 : Math.ceil(day.day / 7) === wanted.nth;
}

/** crontab(5): where both the day of the month and the weekday are restricted, either will do. */
function cronTimes(expression: string): (day: Civil) => readonly number[] {
  const [minutes = '*', hours = '*', days = '*', months = '*', weekdays = '*'] = expression.trim().split(/\s+/);
  const times: number[] = [];
  for (let minute = 0; minute < 24 * 60; minute++) {
    if (cronField(minutes, minute % 60, 0, 59) && cronField(hours, Math.floor(minute / 60), 0, 23)) times.push(minute * 60);
  }
  return (day) => {
    if (!cronField(months, day.month, 1, 12)) return [];
    const byDay = cronField(days, day.day, 1, 31);
    const byWeekday = cronField(weekdays, day.weekday, 0, 7) || cronField(weekdays, day.weekday % 7, 0, 7);
    const both = !days.startsWith('*') && !weekdays.startsWith('*');
    return (both ? byDay || byWeekday : byDay && byWeekday) ? times : [];
  };
}

function cronField(field: string, value: number, lowest: number, highest: number): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step] = part.split('/');
    const [first = '*', last] = range.split('-');
    const low = first === '*' ? lowest : Number(first);
    const high = first === '*' || (last === undefined && step !== undefined) ? highest : Number(last ?? first);
    return value >= low && value <= high && (value - low) % Number(step ?? 1) === 0;
  });
}
