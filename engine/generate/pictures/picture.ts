/** What a picture of a plan is: a table of figures, and a drawing of that table. */
import type { Assessment } from '../../assess/assessment.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Plan } from '../../plan/model.ts';

export const pictureKinds = ['matrix', 'timeline', 'points', 'recovery', 'copies', 'cost'] as const;
export type PictureKind = (typeof pictureKinds)[number];

/** What pictures are made from. */
export interface PictureSource {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly assessment: Assessment;
}

/** A cell as it reads. `value` is the figure behind the text, exact and in SI units; undefined where the cell is no figure, or it is not known. */
export interface Cell {
  readonly text: string;
  readonly value?: number;
  /** Of the cell of a target: how the plan stands to it. */
  readonly target?: Standing;
}

/** Whether a target is kept; `not known` where the plan does not say enough to tell. */
export type Standing = 'met' | 'not met' | 'not known';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Picture {
  readonly kind: PictureKind;
  /** The scenario or system that it is of, where it is of one. */
  readonly of?: string;
  /** Without an ending; of all pictures of a plan no two have the same. */
  readonly name: string;
  readonly title: string;
  /** What there is to see, in a sentence or two, for those who do not see it. */
  readonly description: string;
  /** All that is drawn, as text. */
  readonly table: Table;
  /** SVG. `own`: a file by itself, with its colours; `none`: a part of a page whose style sheet has `pictureRules`. */
  draw(style: 'own' | 'none'): string;
}

export function cell(text: string, value?: number): Cell {
  return value === undefined ? { text } : { text, value };
}
