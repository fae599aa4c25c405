/** After a schedule the longest time between two of its runs, where its words do not say that already. */

import { sayDuration } from '../../engine/assess/say.ts';
import { longestGap } from '../../engine/assess/schedule/runs.ts';
import { spanSeconds } from '../../engine/plan/model.ts';
import type { ScheduleForm, Statement } from '../../grammar/tree.ts';
import { gapText } from '../explain/schedule.ts';
import type { Hint } from './hint.ts';

const DAY = 86400;

/** `zone` is the plan's time zone. */
export function scheduleHints({ slots }: Statement, zone: string): Hint[] {
  return Object.values(slots).flatMap((found) =>
    found.flatMap((value): Hint[] => {
      if (value.type !== 'schedule') return [];
      const timing = { form: value.schedule, zone: value.zone?.text ?? zone };
      const gap = longestGap(timing);
      if (gap === undefined || gap.seconds === saidGap(value.schedule)) return [];
      return [{ offset: value.range.end, label: `gap ${sayDuration(gap.seconds)}`, tooltip: gapText(gap, timing.zone) }];
    }),
  );
}

/** The gap that everybody reads in the words; where it takes counting on fingers, undefined. Seconds. */
function saidGap(form: ScheduleForm): number | undefined {
  switch (form.form) {
    case 'every':
      return spanSeconds(form.span);
    case 'hourly':
      return 3600;
    case 'daily':
      return form.times.length < 2 ? DAY : undefined;
    case 'weekly':
      return form.weekdays.length === 1 && form.times.length < 2 ? 7 * DAY : undefined;
    default:
      return undefined;
  }
}
