/** What is said of a plan now and was not before, and the other way round. Findings move with their statements: their places do not count. */

import { type Finding, type Severity, severities } from '../checks/finding.ts';
import { apart, hiddenBy, identity } from '../checks/prove.ts';
import type { Accepted } from '../checks/silence.ts';
import type { Examination } from '../examine.ts';
import type { Renames } from './renames.ts';

export interface FindingChange {
  /** `silenced`: it is found and told no longer, or has come and is not told. */
  readonly kind: 'broken' | 'mended' | 'silenced' | 'graver' | 'milder';
  /** As it is found now; of `mended`, and where the configuration silences it, as it was. */
  readonly finding: Finding;
  /** What it was, of `graver` and `milder`. */
  readonly was?: Severity;
  readonly by?: Silencer;
}

export type Silencer =
  | { readonly how: 'accepted'; readonly until: string; readonly because: string }
  | { readonly how: 'ignored' }
  | { readonly how: 'off' };

/** The gravest first. */
export function findingChanges(before: Examination, after: Examination, renames: Renames): readonly FindingChange[] {
  const renamed = (finding: Finding): Finding =>
    finding.about === undefined ? finding : { ...finding, about: renames.now(finding.about) };
  const had = apart(before.findings).map(renamed);
  const has = apart(after.findings);
  const { pairs, gone, come } = paired(had, has);
  const silencedBefore = [...before.accepted.map(({ finding }) => finding), ...before.ignored]
    .flatMap((each) => apart([each]))
    .map(renamed);
  const silencedNow = new Map<Finding, Silencer>([...after.accepted.flatMap(acceptedBy), ...after.ignored.flatMap(ignoredBy)]);
  const newlySilenced = paired(silencedBefore, [...silencedNow.keys()]).come;
  const stillFound = paired(gone, newlySilenced).gone;
  const [toldBefore, toldNow] = [hiddenBy(had, before.catalogue), hiddenBy(has, after.catalogue)];
  const changes: readonly FindingChange[] = [
    ...come.filter((each) => !toldBefore.has(identity(each))).map((finding) => ({ kind: 'broken' as const, finding })),
    ...newlySilenced.map((finding) => ({ kind: 'silenced' as const, finding, by: silencedNow.get(finding) })),
    ...pairs.flatMap(([old, now]): readonly FindingChange[] => {
      if (old.severity === now.severity) return [];
      const graver = severities.indexOf(now.severity) < severities.indexOf(old.severity);
      return [{ kind: graver ? 'graver' : 'milder', finding: now, was: old.severity }];
    }),
    ...stillFound
      .filter((each) => !toldNow.has(identity(each)))
      .map((finding): FindingChange => {
        const off = after.terms.severity.get(finding.code) === 'off' && before.terms.severity.get(finding.code) !== 'off';
        return off ? { kind: 'silenced', finding, by: { how: 'off' } } : { kind: 'mended', finding };
      }),
  ];
  return changes.toSorted((a, b) => severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity));
}

function acceptedBy({ finding, acceptance: { until, because } }: Accepted): readonly (readonly [Finding, Silencer])[] {
  return apart([finding]).map((each) => [each, { how: 'accepted', until, because }] as const);
}

function ignoredBy(finding: Finding): readonly (readonly [Finding, Silencer])[] {
  return apart([finding]).map((each) => [each, { how: 'ignored' }] as const);
}

interface Pairing {
  readonly pairs: readonly (readonly [Finding, Finding])[];
  readonly gone: readonly Finding[];
  readonly come: readonly Finding[];
}

/** Each with its like: one that says the same, else one of its code about the same thing; its figures may have changed. */
function paired(before: readonly Finding[], after: readonly Finding[]): Pairing {
  const gone = new Map<string, Finding[]>();
  for (const each of before) gone.set(kindOf(each), [...(gone.get(kindOf(each)) ?? []), each]);
  const pairs: (readonly [Finding, Finding])[] = [];
  const take = (now: Finding, isLike: (old: Finding) => boolean): boolean => {
    const alike = gone.get(kindOf(now)) ?? [];
    const found = alike.findIndex(isLike);
    const [old] = found < 0 ? [] : alike.splice(found, 1);
    if (old !== undefined) pairs.push([old, now]);
    return old === undefined;
  };
  const come = after.filter((now) => take(now, ({ message }) => message === now.message)).filter((now) => take(now, () => true));
  return { pairs, gone: [...gone.values()].flat(), come };
}

function kindOf({ code, about }: Finding): string {
  return JSON.stringify([code, about]);
}
