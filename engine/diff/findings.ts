/** What is said of a plan now and was not before, and the other way round. Findings move with their statements: their places do not count. */

import { type Finding, type Severity, severities } from '../checks/finding.ts';
import { apart, identity } from '../checks/identity.ts';
import { hiddenBy } from '../checks/prove.ts';
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
  const had = apart(before.findings);
  const has = apart(after.findings);
  const { pairs, gone, come } = paired(had, has, renames);
  const silenced = new Map<Finding, Silencer>([...after.accepted.flatMap(acceptedBy), ...after.ignored.flatMap(ignoredBy)]);
  const silencedBefore = apart([...before.accepted.map(({ finding }) => finding), ...before.ignored]);
  const newlySilenced = paired(silencedBefore, [...silenced.keys()], renames).come;
  const stillGone = paired(gone, newlySilenced, renames).gone;
  const nowNamed = (finding: Finding): Finding => ({ ...finding, about: finding.about && renames.now(finding.about) });
  const [hiddenBefore, hiddenNow] = [hiddenBy(had.map(nowNamed), before.catalogue), hiddenBy(has, after.catalogue)];
  const isOff = ({ code }: Finding): boolean => after.terms.severity.get(code) === 'off' && before.terms.severity.get(code) !== 'off';
  const changes: readonly FindingChange[] = [
    ...told(come.filter((each) => !hiddenBefore.has(identity(each)))).map((finding) => ({ kind: 'broken' as const, finding })),
    ...told(newlySilenced).map((finding) => ({ kind: 'silenced' as const, finding, by: silenced.get(finding) })),
    ...pairs.flatMap(([old, now]): readonly FindingChange[] => {
      if (old.severity === now.severity) return [];
      const graver = severities.indexOf(now.severity) < severities.indexOf(old.severity);
      return [{ kind: graver ? 'graver' : 'milder', finding: now, was: old.severity }];
    }),
    ...told(stillGone.filter((each) => !hiddenNow.has(identity(nowNamed(each))))).map(
      (finding): FindingChange => (isOff(finding) ? { kind: 'silenced', finding, by: { how: 'off' } } : { kind: 'mended', finding }),
    ),
  ];
  return changes.toSorted((a, b) => severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity));
}

/** Without those that another one speaks for. */
function told(findings: readonly Finding[]): readonly Finding[] {
  const spokenFor = new Set(findings.flatMap(({ same = [] }) => same));
  return findings.filter((each) => !spokenFor.has(each));
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
function paired(before: readonly Finding[], after: readonly Finding[], renames: Renames): Pairing {
  const gone = new Map<string, Finding[]>();
  for (const each of before) {
    const key = keyOf(each.code, each.about && renames.now(each.about));
    gone.set(key, [...(gone.get(key) ?? []), each]);
  }
  const pairs: (readonly [Finding, Finding])[] = [];
  const isNew = (now: Finding, isLike: (old: Finding) => boolean): boolean => {
    const alike = gone.get(keyOf(now.code, now.about)) ?? [];
    const old = alike.find(isLike);
    if (old === undefined) return true;
    alike.splice(alike.indexOf(old), 1);
    pairs.push([old, now]);
    return false;
  };
  const changed = after.filter((now) => isNew(now, ({ message }) => message === now.message));
  const come = changed.filter((now) => isNew(now, () => true));
  return { pairs, gone: [...gone.values()].flat(), come };
}

function keyOf(code: string, about: string | undefined): string {
  return JSON.stringify([code, about]);
}
