/** When cron starts the lines of a crontab: by crontab(5) and nothing of ours, minute by minute. */
import { execFileSync } from 'node:child_process';

/** A minute as clocks show it. */
export interface Minute {
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** Whether five fields take a minute. Of two day fields that do not begin with a star, one is enough. */
export function taker(fields: string): (minute: Minute) => boolean {
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = fields.split(' ');
  const [minute, hour, day, month, weekday] = [minutes, hours, days, months, weekdays].map((field, index) =>
    valuesOf(field, index === 2 || index === 3 ? 1 : 0),
  );
  const both = days.startsWith('*') || weekdays.startsWith('*');
  return (at) => {
    if (!minute?.has(at.minute) || !hour?.has(at.hour) || !month?.has(at.month)) return false;
    const inDays = day?.has(at.day) ?? false;
    const inWeek = weekday?.has(at.weekday) || (at.weekday === 0 && weekday?.has(7)) || false;
    return both ? inDays && inWeek : inDays || inWeek;
  };
}

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const number = (text: string): number => (names.includes(text.toLowerCase()) ? names.indexOf(text.toLowerCase()) : Number(text));

/** `1-5/2,7`; a star begins with the first, and 59 is as far as any field goes. */
function valuesOf(field: string, first: number): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from = '', to = part.includes('/') ? '59' : from] = range === '*' ? [`${first}`, '59'] : range.split('-');
    for (let value = number(from); value <= number(to); value += Number(step)) values.add(value);
  }
  return values;
}

/** Of the days `YYYY-MM-DD`, those on which the shell finds the test true that stands before a command. */
export function daysOn(test: string, days: readonly string[]): Set<string> {
  // `date` is asked for that day instead of today.
  const script = `date() { if [[ $1 == -d ]]; then command date -d "$day $2" "$3"; else command date -d "$day" "$1"; fi; }
while read -r day; do if ${test.replaceAll('tomorrow', '+1day').replaceAll('\\%', '%')}; then echo "$day"; fi; done`;
  const output = execFileSync('bash', ['-c', script], {
    input: days.join('\n').concat('\n'),
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
  return new Set(output.trimEnd().split('\n'));
}
