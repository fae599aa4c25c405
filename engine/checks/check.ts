/** What a check is, and what it is given. */
import type { Assessment } from '../assess/assessment.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Plan, System } from '../plan/model.ts';
import type { Names } from '../plan/names.ts';
import type { Project } from '../plan/project.ts';
import type { Finding, Severity } from './finding.ts';
import type { Silencing } from './silence.ts';
import type { Terms } from './terms.ts';

/** The folder that a check and its page lie in. A library file gets the checks of `language` alone. */
export type CheckGroup =
  | 'language'
  | 'loss'
  | 'recovery'
  | 'copies'
  | 'retention'
  | 'security'
  | 'verification'
  | 'schedules'
  | 'cost'
  | 'compliance'
  | 'operation';

/** What is known of a plan once it has been assessed. */
export interface Subject {
  readonly project: Project;
  readonly plan: Plan;
  readonly names: Names;
  readonly catalogue: Catalogue;
  readonly assessment: Assessment;
  readonly terms: Terms;
}

export interface CheckContext extends Subject {
  /**
   * The systems that can be judged: a system that has a language error, or that rests on a declaration with one, is left out,
   * since what would be said about it may only follow from that error.
   */
  readonly judged: readonly System[];
  /** What was silenced, for the checks that run `late`; before them nothing is. */
  readonly silencing: Silencing;
}

/** What all other checks find in a plan on the same terms, each finding for itself; undefined where one of them throws. */
export type OtherChecks = (changed: Subject) => readonly Finding[] | undefined;

export interface Check {
  readonly code: string;
  readonly group: CheckGroup;
  /** The severity of its findings unless one says otherwise. */
  readonly severity: Severity;
  /** One line for the index. */
  readonly summary: string;
  /** Codes whose findings about the same declaration are consequences of this one: they become its related places. */
  readonly implies?: readonly string[];
  /** Codes that cannot be told of a declaration while this one stands: where nothing is left, nobody can say how much is lost. */
  readonly hides?: readonly string[];
  /** It judges acceptances and ignore comments, so it runs when it is known what they silence, and none of them speaks of it. */
  readonly late?: true;
  /** `others` is for what rests on a change of the plan: what would be said of it. */
  run(context: CheckContext, others: OtherChecks): Iterable<Finding>;
  /** What a fix has brought, for its title (`loss 1h21m → 52m`). `after` is the plan with the fix applied. */
  brings?(finding: Finding, before: Subject, after: Subject): string | undefined;
}
