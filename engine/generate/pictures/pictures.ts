/** The pictures of a plan: the one entry for documents, the editor and the command line. */
import { copiesPicture } from './copies/copies.ts';
import { costPicture } from './cost/cost.ts';
import { matrixPicture } from './matrix/matrix.ts';
import type { Picture, PictureKind, PictureSource } from './picture.ts';
import { pointsPicture } from './points/points.ts';
import { recoveryPicture } from './recovery/recovery.ts';
import { timelinePicture } from './timeline/timeline.ts';

/** A picture that can be had, before anything is worked out for it. */
export interface Choice {
  readonly kind: PictureKind;
  /** The scenario or system that it is of, where it is of one. */
  readonly of?: string;
  /** `Order of recovery: datacenter-failure`. */
  readonly label: string;
  /** Undefined where there is nothing to draw. */
  make(): Picture | undefined;
}

/** What each kind may be of, and whether it has to be. */
export const pictureSubjects: Readonly<Record<PictureKind, { readonly of?: 'scenario' | 'system'; readonly needed: boolean }>> = {
  matrix: { needed: false },
  timeline: { of: 'system', needed: false },
  points: { of: 'system', needed: true },
  recovery: { of: 'scenario', needed: true },
  copies: { of: 'scenario', needed: false },
  cost: { needed: false },
};

/** In the order in which somebody who meets the plan would look at them. A library has none. */
export function pictureChoices(source: PictureSource): readonly Choice[] {
  const { plan } = source;
  if (plan.library) return [];
  const stored = plan.systems.filter(({ blocks }) => blocks.length > 0);
  return [
    { kind: 'matrix', label: 'Scenario matrix', make: () => matrixPicture(source) },
    { kind: 'copies', label: 'Copies by site', make: () => copiesPicture(source) },
    { kind: 'timeline', label: 'Timeline', make: () => timelinePicture(source) },
    ...plan.scenarios.flatMap((scenario): Choice[] => [
      { kind: 'recovery', of: scenario.name, label: `Order of recovery: ${scenario.name}`, make: () => recoveryPicture(source, scenario) },
      { kind: 'copies', of: scenario.name, label: `Copies that are left: ${scenario.name}`, make: () => copiesPicture(source, scenario) },
    ]),
    ...stored.map(
      (system): Choice => ({
        kind: 'points',
        of: system.name,
        label: `Restore points: ${system.name}`,
        make: () => pointsPicture(source, system),
      }),
    ),
    { kind: 'cost', label: 'Cost by month', make: () => costPicture(source) },
  ];
}

/** All of them, as a folder has them. */
export function pictures(source: PictureSource): readonly Picture[] {
  return pictureChoices(source).flatMap((choice) => choice.make() ?? []);
}

/** One picture, of a scenario or system where the kind is of one; undefined where the plan has none such. */
export function pictureOf(source: PictureSource, kind: PictureKind, of?: string): Picture | undefined {
  // The timeline of one system is in no folder, but can be asked for.
  const system = kind === 'timeline' && of !== undefined ? source.plan.systems.find(({ name }) => name === of) : undefined;
  if (system !== undefined) return timelinePicture(source, system);
  return pictureChoices(source)
    .find((choice) => choice.kind === kind && choice.of === of)
    ?.make();
}
