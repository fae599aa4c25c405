/** When what is done every so often has to be done again. */

import { sayDate } from '../../assess/say.ts';
import { DAY, dayOf, shifted, zoneOf } from '../../assess/schedule/calendar.ts';
import type { Span } from '../../plan/model.ts';

/**
 * What is late on a day, and by how much: `due on 5 Jan 2027, 26 days ago`. Undefined where it is not late: the day on which it is due is
 * still in time. Dates are ISO 8601.
 */
export function lateness(last: string, every: Span, today: string): string | undefined {
  const due = shifted(dayOf(last) * DAY, every, 1, zoneOf('UTC'));
  const days = dayOf(today) - Math.floor(due / DAY);
  // A span without end is never over.
  if (!Number.isFinite(days) || days <= 0) return undefined;
  return `due on ${sayDate(due, 'UTC')}, ${days === 1 ? 'yesterday' : `${days} days ago`}`;
}

/** `5 Oct 2026`. */
export function sayDay(date: string): string {
  return sayDate(dayOf(date) * DAY, 'UTC');
}
