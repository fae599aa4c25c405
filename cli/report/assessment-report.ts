/** What a format of `assess` is given. */
import type { Costs } from '../../engine/assess/cost/cost.ts';
import type { Reach } from '../../engine/assess/retention/reach.ts';
import type { Examination } from '../../engine/examine.ts';
import type { ReadText } from '../../engine/plan/project.ts';

export interface AssessmentReport {
  readonly examination: Examination;
  readonly costs: Costs;
  /** By the name of the system. */
  readonly reaches: ReadonlyMap<string, readonly Reach[]>;
  /** Print derivations (JSON has them always). */
  readonly explain: boolean;
  readonly read: ReadText;
  /** A file's path as it is shown to a person. */
  shown(file: string): string;
}
