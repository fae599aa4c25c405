import { type Cron, parseCron } from '../../../grammar/cron.ts';
import type { Schedule, System } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { firstTime } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { cronSchedules } from './cron-schedules.ts';
import { startsInYear, timeAs } from './timing.ts';

const id = { code: 'cron-day-or-weekday', severity: 'warning' } as const;

const nth = ['first', 'second', 'third', 'fourth'];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export const cronDayOrWeekday: Check = {
  ...id,
  group: 'schedules',
  summary: 'A cron expression restricts both the day of the month and the weekday, and runs on either.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const { schedule, expression } of cronSchedules(system)) {
        const found = report(context, system, schedule, expression);
        if (found !== undefined && isFirst(found)) yield found;
      }
    }
  },
};

function report({ plan }: CheckContext, system: System, schedule: Schedule, expression: string): Finding | undefined {
  const cron = parseCron(expression);
  if (typeof cron === 'string' || cron.anyDay || cron.anyWeekday) return undefined;
  const runs = startsInYear(schedule).length;
  const meant = asMeant(cron);
  const instead = meant === undefined ? 'Leave one of the two at `*`.' : `Say \`${meant}\`, or leave one of the two at \`*\`.`;
  const message = `\`cron "${expression}"\` restricts the day of the month and the weekday: it runs on days of either, ${runs} times a year, not on those that are both. ${instead}`;
  const zone = schedule.zone === plan.timezone.value ? '' : ` in "${schedule.zone}"`;
  const fixes: Fix[] =
    meant === undefined ? [] : [{ title: `Replace with \`${meant}\``, edits: [{ ...schedule.place, text: meant + zone }], safe: false }];
  return finding(id, schedule.place, message, { severity: tempered(id.severity, plan, system), about: system.name, fixes });
}

/** `0 2 1-7 * 0` was meant for the first Sunday of each month. */
function asMeant({ minutes, hours, days, months, weekdays: on }: Cron): string | undefined {
  const [day, ...otherDays] = on;
  const [first] = days;
  const week = first === undefined ? -1 : (first - 1) / 7;
  const isWeek = days.length === 7 && Number.isInteger(week) && days.every((each, index) => each === (first ?? 0) + index);
  const name = nth[week];
  if (day === undefined || otherDays.length > 0 || !isWeek || name === undefined || months.length < 12) return undefined;
  const times = hours.flatMap((hour) => minutes.map((minute) => timeAs(hour * 3600 + minute * 60)));
  return `monthly on ${name} ${weekdays[day - 1]} at ${times.join(', ')}`;
}
