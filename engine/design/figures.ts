/** What the assessment of a draft falls short of. */
import type { SystemResult } from '../assess/assessment.ts';
import { sayDuration } from '../assess/say.ts';
import { ruleAs } from '../plan/written-as.ts';
import { LAG } from './bounds.ts';
import { gapOf } from './space.ts';
import type { Case, Wants } from './wants.ts';
import type { Draft } from './write.ts';

/** Something that is asked and not given. */
export interface Shortfall {
  readonly what: 'loss' | 'recovery' | 'retain' | 'copies' | 'capacity';
  readonly text: string;
  /** How many times as much as asked; 1 and more. */
  readonly by: number;
}

/** Seconds by which one failed run makes a loss worse, where that is to be borne too. */
export function spareFor({ goals }: Wants, { style, carrying, primary, rhythm }: Draft, each: Case): number {
  if (!goals.slack) return 0;
  if (!style.log) return gapOf(rhythm);
  return each.left.has(primary.name) || typeof carrying === 'string' ? 0 : carrying.seconds;
}

export function shortfalls(result: SystemResult, wants: Wants, draft: Draft): readonly Shortfall[] {
  const { cases } = wants;
  const short: Shortfall[] = [];
  for (const { scenario, affected, loss, recovery } of result.scenarios) {
    if (!affected) continue;
    const each = cases.find((known) => known.scenario === scenario);
    const spare = each === undefined ? 0 : spareFor(wants, draft, each);
    const reached = loss.status === 'known' ? loss.seconds : undefined;
    if (reached === undefined || (each?.rpo !== undefined && reached + spare > each.rpo)) {
      const limit = each?.rpo;
      const text =
        reached === undefined
          ? `in ${scenario} nothing can be restored`
          : `in ${scenario} up to ${sayDuration(reached)} is lost${asked(limit)}${behind(draft, each)}`;
      short.push({ what: 'loss', by: over(reached === undefined ? undefined : reached + spare, limit), text });
    }
    const back = recovery.status === 'known' ? recovery.seconds : undefined;
    if (back === undefined || (each?.rto !== undefined && back > each.rto)) {
      const text =
        back === undefined ? `in ${scenario} it never comes back` : `in ${scenario} it takes ${sayDuration(back)}${asked(each?.rto)}`;
      short.push({ what: 'recovery', by: over(back, each?.rto), text });
    }
  }
  for (const { rule, met } of result.retained)
    if (!met) short.push({ what: 'retain', by: 2, text: `\`retain ${ruleAs(rule)}\` is not met` });
  for (const text of lackingCopies(result, wants)) short.push({ what: 'copies', by: 2, text });
  return short;
}

function lackingCopies({ copies }: SystemResult, { goals }: Wants): readonly string[] {
  return [
    ...(copies.total < goals.total ? [`there are ${copies.total} copies, and ${goals.total} are asked`] : []),
    ...(copies.media.length < goals.media ? ['all copies are on one medium'] : []),
    ...(goals.offsite && copies.offsite.length === 0 ? ['no copy is off-site'] : []),
    ...(goals.locked && copies.immutable.length === 0 ? ['no copy is locked or offline'] : []),
  ];
}

function asked(limit: number | undefined): string {
  return limit === undefined ? '' : `, and ${sayDuration(limit)} is asked`;
}

/** No schedule brings a log closer. */
function behind({ style }: Draft, each: Case | undefined): string {
  if (!style.log || each?.spares !== true || (each.rpo ?? LAG) >= LAG) return '';
  return `: a log is ${sayDuration(LAG)} behind, and only a \`standby\` is closer`;
}

/** What can never be had is a thousand times too much. */
function over(seconds: number | undefined, limit: number | undefined): number {
  return seconds === undefined || limit === undefined ? 1000 : seconds / Math.max(limit, 1);
}

/** The worst of the scenarios, in seconds. */
export function worst({ scenarios }: SystemResult, what: 'loss' | 'recovery'): number {
  return Math.max(0, ...scenarios.map((each) => (each.affected ? (each[what].seconds ?? 0) : 0)));
}
