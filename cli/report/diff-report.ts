/** What a format of `diff` is given. */
import type { PlanDiff } from '../../engine/diff/diff.ts';
import type { Remark } from '../../engine/diff/remark.ts';
import { weights } from '../../engine/diff/remark.ts';
import type { Lines } from './lines.ts';

export interface DiffReport {
  readonly before: Compared;
  readonly after: Compared;
  /** Of the plans that mean something else now, the worst first. */
  readonly diffs: readonly PlanDiff[];
  /** How many plans mean what they meant. */
  readonly same: number;
  readonly linesBefore: Lines;
  readonly linesAfter: Lines;
  /** A file's path as it is shown to a person. */
  shown(file: string): string;
}

export interface Compared {
  readonly name: string;
  /** That its files lie below. */
  readonly folder: string;
  /** Hash of the commit, of a revision. */
  readonly commit?: string;
}

export function titleOf({ before, after }: PlanDiff): string {
  return (after ?? before)?.plan.title ?? '';
}

/** All remarks, the worst first; where several plans were compared, with the plan's title in front. */
export function remarksOf({ diffs, same }: DiffReport): readonly Remark[] {
  const alone = diffs.length + same === 1;
  return diffs
    .flatMap((diff) => diff.remarks.map((each) => (alone ? each : { ...each, message: `${titleOf(diff)}: ${each.message}` })))
    .toSorted((one, other) => weights.indexOf(one.weight) - weights.indexOf(other.weight));
}

/** The one sentence that has to be read. */
export function verdictOf(report: DiffReport): string {
  return remarksOf(report)[0]?.message ?? 'No change in meaning.';
}

/** `Compared main with the working tree: 1 plan changed, 2 did not.` */
export function comparedOf({ before, after, diffs, same }: DiffReport): string {
  const names = [before, after].map(({ name, commit }) =>
    commit === undefined || commit.startsWith(name) ? name : `${name} (${commit.slice(0, 10)})`,
  );
  const count = (number: number): string => `${number} ${number === 1 ? 'plan' : 'plans'}`;
  const [changed, kept] = [`${count(diffs.length)} changed`, `${count(same)} without a change in meaning`];
  const counts = diffs.length === 0 ? kept : same === 0 ? changed : `${changed}, ${kept}`;
  return `Compared ${names.join(' with ')}: ${counts}.`;
}
