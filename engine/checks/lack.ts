import type { Retained } from '../assess/assessment.ts';
import { sayDate, sayInstant } from '../assess/say.ts';

/** What a `retain` rule lacks first, and since when: `on 14 Mar 2027 02:00 nothing is left of 13 Mar 2027`. Undefined where it is met. */
export function lackOf({ rule, lacking }: Retained, zone: string): string | undefined {
  if (lacking === undefined) return undefined;
  return `on ${sayInstant(lacking.at, zone)} nothing is left of ${stretch(rule, lacking, zone)}`;
}

/** The period, or the point, that is missing. */
function stretch(rule: Retained['rule'], { from, to }: NonNullable<Retained['lacking']>, zone: string): string {
  if (from === to) return `the point of ${sayInstant(from, zone)}`;
  if (rule.rule === 'period-for' && rule.period === 'hourly') return `the hour from ${sayInstant(from, zone)}`;
  const [first, last] = [sayDate(from, zone), sayDate(to - 1, zone)];
  return first === last ? first : `${first} to ${last}`;
}
