/** The pictures of a plan: the one entry for documents, the editor and the command line. */
import { copiesPicture } from './copies/copies.ts';
import { matrixPicture } from './matrix/matrix.ts';
import type { Picture, PictureSource } from './picture.ts';
import { pointsPicture } from './points/points.ts';
import { recoveryPicture } from './recovery/recovery.ts';
import { timelinePicture } from './timeline/timeline.ts';

/** All of them, in the order in which somebody who meets the plan would look at them. A library has none. */
export function pictures(source: PictureSource): readonly Picture[] {
  if (source.plan.library) return [];
  const { scenarios, systems } = source.plan;
  return [
    matrixPicture(source),
    copiesPicture(source),
    ...[timelinePicture(source) ?? []].flat(),
    ...scenarios.flatMap((scenario) => [recoveryPicture(source, scenario), copiesPicture(source, scenario)]),
    ...systems.flatMap((system) => pointsPicture(source, system) ?? []),
  ];
}
