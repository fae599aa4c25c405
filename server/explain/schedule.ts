/** When a schedule runs next, and the longest it stays silent. */

import { sayDuration, sayInstant } from '../../engine/assess/say.ts';
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

/** Markdown; instants in `zone`. */
export function gapText({ seconds, from, to }: Gap, zone: string): string {
  return `Longest gap: **${sayDuration(seconds)}**, from ${sayInstant(from, zone)} to ${sayInstant(to, zone)}.`;
}
