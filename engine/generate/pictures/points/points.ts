/** The restore-point calendar of a system: what is there on a day, a month later and a year later, and which rule keeps it. */
import { sayDate } from '../../../assess/say.ts';
import type { System } from '../../../plan/model.ts';
import type { Picture, PictureSource } from '../picture.ts';
import { framed, idOf } from '../svg/frame.ts';
import { drawPoints } from './draw.ts';
import { type PointsModel, pointsModel, pointsTable } from './model.ts';

/** Undefined for a system that has no restore points. */
export function pointsPicture(source: PictureSource, system: System): Picture | undefined {
  const model = pointsModel(source, system);
  if (model.shelves.length === 0) return undefined;
  const about = {
    kind: 'points',
    of: system.name,
    name: `restore-points-${system.name}`,
    title: `${system.name}: restore points that are left`,
    description: described(model),
  } as const;
  const subtitle =
    model.missing.length === 0
      ? 'How old the restore points are that lie on each storage at the beginning of a day, and what keeps them'
      : `As if runs took no time: how long they take needs ${model.missing.join(', ')}`;
  return { ...about, table: pointsTable(model), draw: (style) => framed(about, subtitle, style, drawPoints(idOf(about), model)) };
}

function described({ system, zone, shelves }: PointsModel): string {
  const storages = shelves.map(({ storage, views }) => {
    const last = views.at(-1);
    const oldest = last?.points[0];
    if (last === undefined || oldest === undefined) return `${storage} has none`;
    const holes = last.holes.reduce((sum, { periods }) => sum + periods, 0);
    const lacking = holes === 0 ? '' : `, and ${holes} ${holes === 1 ? 'period' : 'periods'} without one`;
    return `${storage} has ${last.points.length} on ${sayDate(last.at, zone)}, the oldest of ${sayDate(oldest.capture, zone)}${lacking}`;
  });
  return `A calendar of the restore points of ${system} on three days: ${storages.join('; ')}.`;
}
