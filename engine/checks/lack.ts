import type { Retained } from '../assess/assessment.ts';
import { sayDate, sayInstant } from '../assess/say.ts';

/** What a `retain` rule lacks first, and since when: `on 14 Mar 2027 02:00 nothing is left of 13 Mar 2027`. Undefined where it is met. */
export function lackOf({ rule, lacking }: Retained, zone: string): string | undefined {
  if (lacking === undefined) return undefined;
  return `on ${sayInstant(lacking.at, zone)} nothing is left of ${stretch(rule, lacking.from, zone)}`;
}

/** The period that begins there, as its calendar calls it; of a rule without periods, the point. */
function stretch(rule: Retained['rule'], from: number, zone: string): string {
  if (!('period' in rule) || rule.period === 'last') return `the restore point of ${sayInstant(from, zone)}`;
  const day = sayDate(from, zone);
  switch (rule.period) {
    case 'hourly':
      return `the hour from ${sayInstant(from, zone)}`;
    case 'daily':
      return day;
    case 'weekly':
      return `the week from ${day}`;
    case 'monthly':
      return day.replace(/^\d+ /, '');
    case 'yearly':
      return day.replace(/^\d+ \w+ /, '');
  }
}
