/** Schedules as lines of five cron fields. */
import { type MonthDay, type Schedule, spanSeconds } from '../../plan/model.ts';

/** Five fields, and a test that a day of the month has to pass where five fields cannot say it. */
export interface CronLine {
  readonly fields: string;
  readonly onlyIf?: string;
}

/** Nothing where cron cannot say it. */
export function cronLines({ form }: Pick<Schedule, 'form'>): CronLine[] {
  switch (form.form) {
    case 'hourly':
      return [{ fields: `${form.minute} * * * *` }];
    case 'every': {
      const step = spanSeconds(form.span);
      if (step < 60 || step % 60 !== 0) return [];
      if (step < 3600) return [{ fields: `*/${step / 60} * * * *` }];
      return at(
        Array.from({ length: Math.floor(86_400 / step) }, (_, index) => index * step),
        '* * *',
      );
    }
    case 'daily':
      return at(form.times, '* * *');
    case 'weekdays':
      return at(form.times, '* * 1-5');
    case 'weekly':
      return at(form.times, `* * ${form.weekdays.join(',')}`);
    case 'monthly':
      return form.days.flatMap((day) => monthly(day, form.times));
    case 'yearly':
      return form.dates.flatMap(({ month, day }) => at(form.times, `${day} ${month} *`));
    case 'cron':
      return [{ fields: form.expression.trim().replace(/\s+/g, ' ') }];
  }
}

function monthly(day: MonthDay, times: readonly number[]): CronLine[] {
  if ('day' in day) return at(times, `${day.day} * *`);
  if ('last' in day) return at(times, '28-31 * *', '[ "$(date -d tomorrow +%d)" = 01 ]');
  const weekday = `[ "$(date +%u)" = ${day.weekday} ]`;
  if (day.nth === 'last') return at(times, '22-31 * *', `${weekday} && [ "$(date -d +7days +%m)" != "$(date +%m)" ]`);
  return at(times, `${day.nth * 7 - 6}-${day.nth * 7} * *`, weekday);
}

/** Hours that share their minute share a line. */
function at(times: readonly number[], days: string, onlyIf?: string): CronLine[] {
  const hours = new Map<number, number[]>();
  for (const time of [...new Set(times)].sort((a, b) => a - b)) {
    const minute = Math.floor(time / 60) % 60;
    hours.set(minute, [...(hours.get(minute) ?? []), Math.floor(time / 3600)]);
  }
  return [...hours].map(([minute, list]) => ({ fields: `${minute} ${list.join(',')} ${days}`, onlyIf }));
}
