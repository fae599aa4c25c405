/** Schedules as systemd's OnCalendar expressions (systemd.time(7)) that fire when `scheduledStarts` says. */
import { parseCron } from '../../../grammar/cron.ts';
import { zoneOf } from '../../assess/schedule/calendar.ts';
import { rhythmOf, startsOf, type Timing } from '../../assess/schedule/runs.ts';
import { type MonthDay, type ScheduleForm, spanSeconds } from '../../plan/model.ts';

const DAY = 86_400;
/** Clock changes are written out for these years; later ones are not decided anywhere yet. */
const FIRST = Date.UTC(2026, 0, 1) / 1000;
const LAST = Date.UTC(2037, 0, 1) / 1000;
const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * The expressions, then the instants at which a run falls due because the clock skips its time: systemd would not run at all then
 * (seen with 252 for `02:30 Europe/Berlin` on a night in March). Empty for a schedule that never runs.
 */
export function calendarLines(schedule: Timing): string[] {
  return [...expressions(schedule), ...skippedTimes(schedule)];
}

function expressions({ form, zone }: Timing): string[] {
  switch (form.form) {
    case 'hourly':
      return [hourly(form, zone)];
    case 'every': {
      const step = spanSeconds(form.span);
      const whole = step > 0 && step <= 3600 ? 3600 : DAY;
      if (step <= 0 || whole % step !== 0) return [];
      const times = Array.from({ length: whole / step }, (_, index) => index * step);
      return whole === DAY ? clock(times).map((time) => `*-*-* ${time} ${zone}`) : minutes(times).map((time) => `*-*-* *:${time} UTC`);
    }
    case 'daily':
      return clock(form.times).map((time) => `*-*-* ${time} ${zone}`);
    case 'weekdays':
      return clock(form.times).map((time) => `Mon..Fri *-*-* ${time} ${zone}`);
    case 'weekly':
      return clock(form.times).map((time) => `${weekdays(form.weekdays)} *-*-* ${time} ${zone}`);
    case 'monthly':
      return form.days.flatMap((day) => clock(form.times).map((time) => `${monthDay(day)} ${time} ${zone}`));
    case 'yearly':
      return form.dates.flatMap(({ month, day }) => clock(form.times).map((time) => `*-${two(month)}-${two(day)} ${time} ${zone}`));
    case 'cron':
      return cronExpressions(form.expression, zone);
  }
}

/** Each actual hour, also in the one that comes twice: told in UTC, but where a clock change moves the minute hand itself. */
function hourly(form: ScheduleForm & { readonly form: 'hourly' }, zone: string): string {
  const rhythm = rhythmOf(form, zone, FIRST, LAST);
  return rhythm === undefined ? `*-*-* *:${two(form.minute)}:00 ${zone}` : `*-*-* *:${two(rhythm.phase / 60)}:00 UTC`;
}

function cronExpressions(expression: string, zone: string): string[] {
  const cron = parseCron(expression);
  if (typeof cron === 'string') return [];
  const time = `${cron.hours.map(two).join(',')}:${cron.minutes.map(two).join(',')}:00 ${zone}`;
  const months = cron.months.length === 12 ? '*' : cron.months.map(two).join(',');
  const days = cron.days.length === 31 ? '*' : cron.days.map(two).join(',');
  const week = cron.weekdays.length === 7 ? '' : `${weekdays(cron.weekdays)} `;
  // Where both day fields restrict, a day of either will do: two expressions. They fire once where they agree.
  if (cron.anyDay || cron.anyWeekday) return [`${week}*-${months}-${days} ${time}`];
  return [`*-${months}-${days} ${time}`, `${week}*-${months}-* ${time}`];
}

function monthDay(day: MonthDay): string {
  if ('day' in day) return `*-*-${two(day.day)}`;
  if ('last' in day) return '*-*~01';
  const weekday = WEEKDAYS[day.weekday] ?? '';
  return day.nth === 'last' ? `${weekday} *-*~07/1` : `${weekday} *-*-${two(day.nth * 7 - 6)}..${two(day.nth * 7)}`;
}

function weekdays(days: readonly number[]): string {
  return [...days]
    .sort((a, b) => a - b)
    .map((day) => WEEKDAYS[day])
    .join(',');
}

/** Times of day as few expressions: those of one minute and second together. */
function clock(times: readonly number[]): string[] {
  return grouped(
    times,
    (time) => `${two(Math.floor(time / 60) % 60)}:${two(time % 60)}`,
    (time) => Math.floor(time / 3600),
  ).map(([rest, hours]) => `${hours}:${rest}`);
}

/** Times in an hour. */
function minutes(times: readonly number[]): string[] {
  return grouped(
    times,
    (time) => two(time % 60),
    (time) => Math.floor(time / 60),
  ).map(([second, first]) => `${first}:${second}`);
}

function grouped(times: readonly number[], rest: (time: number) => string, first: (time: number) => number): [string, string][] {
  const groups = new Map<string, number[]>();
  for (const time of [...new Set(times)].sort((a, b) => a - b)) groups.set(rest(time), [...(groups.get(rest(time)) ?? []), first(time)]);
  return [...groups].map(([key, firsts]) => [key, firsts.map(two).join(',')]);
}

function skippedTimes({ form, zone }: Timing): string[] {
  const clockOf = zoneOf(zone);
  return clockOf
    .changes(FIRST, LAST)
    .filter(({ by }) => by > 0)
    .flatMap(({ at, by }) => [...startsOf({ form, zone }, at, at + by)])
    .filter((start) => startsOf({ form, zone: 'UTC' }, clockOf.local(start), clockOf.local(start) + 1).length === 0)
    .map((start) => `${new Date(start * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`);
}

function two(number: number): string {
  return number.toString().padStart(2, '0');
}
