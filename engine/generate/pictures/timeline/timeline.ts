/** The schedule as a timeline: what runs when and for how long, in an ordinary week and in the nights in which clocks change. */
import type { System } from '../../../plan/model.ts';
import type { Picture, PictureSource } from '../picture.ts';
import { framed, idOf } from '../svg/frame.ts';
import { drawTimeline } from './draw.ts';
import { type TimelineModel, timelineModel } from './model.ts';
import { timelineTable } from './table.ts';

/** Of all systems, or of one. Undefined where nothing runs. */
export function timelinePicture(source: PictureSource, system?: System): Picture | undefined {
  const model = timelineModel(source, system === undefined ? undefined : [system]);
  if (model.week.rows.length === 0) return undefined;
  const about = {
    kind: 'timeline',
    of: system?.name,
    name: system === undefined ? 'timeline' : `timeline-${system.name}`,
    title: `${system?.name ?? source.plan.title}: what runs when`,
    description: described(model),
  } as const;
  return {
    ...about,
    table: timelineTable(model),
    draw: (style) =>
      framed(
        about,
        `A bar is as long as a run; times are those of the wall clock in ${model.zone}`,
        style,
        drawTimeline(idOf(about), model),
      ),
  };
}

function described({ week, nights, zone }: TimelineModel): string {
  const out = week.rows.reduce((sum, { skipped }) => sum + skipped.filter(({ because }) => because === 'running').length, 0);
  const together = week.loads.filter(({ most }) => most > 1).map(({ storage, most }) => `${storage} up to ${most}`);
  const sentences = [
    `A timeline of ${week.rows.length} jobs, copies and tests in a week of January 2027${nights.length === 0 ? '' : ', and in the nights of 2027 in which clocks change'}, in the time zone ${zone}.`,
    out === 0 ? 'None keeps another from running.' : `${out} scheduled runs do not happen, since another is still going.`,
    together.length === 0 ? 'No storage has two runs at once.' : `Runs at once: ${together.join(', ')}.`,
  ];
  return sentences.join(' ');
}
