/** When a schedule runs next, and the longest it stays silent. */

import { sayDate, sayDuration, sayInstant } from '../../engine/assess/say.ts';
import { zoneOf } from '../../engine/assess/schedule/calendar.ts';
import { type Gap, longestGap, nextRuns } from '../../engine/assess/schedule/runs.ts';
import type { ScheduleValue } from '../../grammar/tree.ts';

const shown = 5;

/** Markdown. `zone` is the one that the schedule is read in, `now` UTC seconds. */
export function scheduleSummary({ schedule: form }: ScheduleValue, zone: string, now: number): string {
  const timing = { form, zone };
  const next = nextRuns(timing, now, shown);
  if (next.length === 0) return 'It never runs.';
  const runs = `Next runs (${zone}):\n${next.map((run) => `- ${sayInstant(run, zone)}`).join('\n')}`;
  const gap = longestGap(timing);
  if (gap === undefined) return runs;
  return `${runs}\n\n${gapText(gap, zone)}`;
}

/** Markdown; instants in `zone`. Where a clock change makes it longer or shorter than the words say, that is said. */
export function gapText({ seconds, from, to }: Gap, zone: string): string {
  const told = `Longest gap: **${sayDuration(seconds)}**, from ${sayInstant(from, zone)} to ${sayInstant(to, zone)}`;
  const changes = zoneOf(zone).changes(from, to);
  const [last] = changes.toReversed();
  if (last === undefined || changes.reduce((sum, { by }) => sum + by, 0) === 0) return `${told}.`;
  const way = last.by < 0 ? 'back' : 'forward';
  return `${told}: on ${sayDate(last.at, zone)} the clocks go ${way} by ${sayDuration(Math.abs(last.by))}.`;
}
