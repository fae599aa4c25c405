/** What the product says about a plan. */
import type { Range } from '../../grammar/tree.ts';
import type { Place } from '../plan/model.ts';

/** The gravest first. */
export const severities = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof severities)[number];

export interface TextEdit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

/** A change that should mend a finding. `provenFixes` keeps those after which it is gone and no error has come; offer no other. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /**
   * May be applied without a person looking: what the plan promises, does, costs and silences stays as it is, or becomes what can alone have
   * been meant. A slip in a word is safe, and leaving out what says or silences nothing; a denser schedule, another copy, a longer
   * `keep`, a number, an acceptance and a guess among several are not.
   */
  readonly safe: boolean;
}

/** A finding of another check, known by its code and what it is about; without `about` it is about the plan as a whole. */
export interface Covered {
  readonly code: string;
  readonly about?: string;
}

export interface Finding {
  /** Stable, kebab-case, named after the bad state. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  /** The name of the declaration that it is about, where it is about one: `orders`. */
  readonly about?: string;
  /** What findings of one code have in common where it is said once for all of them: `nas and vault`. */
  readonly cause?: string;
  /** The other half of the contradiction. */
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  readonly fixes: readonly Fix[];
  /** What says the same in other words, where it is found: it becomes a related place of this one, which takes its fixes and is as grave. */
  readonly covers?: readonly Covered[];
  /** Those of the same cause that this one speaks for. */
  readonly same?: readonly Finding[];
  /** Greyed out in an editor. */
  readonly unnecessary?: true;
  /** Says what will be so before it is: a configuration may make it milder, never graver. */
  readonly ahead?: true;
}
