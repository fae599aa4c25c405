/** Runs the checks over a plan. */
import { type Turns, whole } from '../turns.ts';
import { checksFor } from './all.ts';
import type { Check, CheckContext, Subject } from './check.ts';
import { judgeable } from './doubt.ts';
import { type Finding, severities } from './finding.ts';
import { foldImplied } from './fold.ts';
import { gathered } from './gather.ts';
import { apart } from './identity.ts';
import { type Accepted, nothingSilenced, silence } from './silence.ts';
import type { Terms } from './terms.ts';

/** A check that threw, for the log of the rim. */
export interface CheckFault {
  readonly code: string;
  readonly error: unknown;
}

/** What is said of a plan, and what is not: somebody has accepted it, or a comment ignores it. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly accepted: readonly Accepted[];
  readonly ignored: readonly Finding[];
}

/**
 * All findings about a plan, by file (the root first) and place. Consequences of another finding have become its related places, what is
 * silenced is left out, the severities are those of the terms, and what has one cause is told once. Never throws: a check that does loses its own answer alone, and
 * `onFault` hears of it.
 */
export function runChecks(
  subject: Subject,
  onFault?: (fault: CheckFault) => void,
  checks: readonly Check[] = checksFor(subject.catalogue),
): Verdict {
  return whole(judging(subject, onFault, checks));
}

/** As `runChecks`, a check a turn. */
export function* judging(subject: Subject, onFault: ((fault: CheckFault) => void) | undefined, checks: readonly Check[]): Turns<Verdict> {
  // Whether all that there is to find was found. An assessment that failed has no systems.
  let complete = subject.assessment.systems.length === subject.plan.systems.length;
  const without = (check: Check): readonly Check[] => checks.filter((each) => each !== check);
  function* run(chosen: readonly Check[], context: CheckContext): Turns<readonly Finding[]> {
    const found: Finding[][] = [];
    for (const check of chosen) {
      try {
        found.push([...check.run(context, (changed) => foundBy(changed, without(check)))]);
      } catch (error) {
        onFault?.({ code: check.code, error });
        complete = false;
      }
      yield;
    }
    return found.flat();
  }
  const ofLanguage = { ...subject, judged: subject.plan.systems, silencing: nothingSilenced };
  const language = yield* run(
    checks.filter(({ group }) => group === 'language'),
    ofLanguage,
  );
  complete &&= !language.some(({ severity }) => severity === 'error');
  const { systems, assessment } = judgeable(subject, language);
  const judged = { ...ofLanguage, assessment, judged: systems };
  const others = subject.plan.library ? [] : checks.filter(({ group }) => group !== 'language');
  const early = yield* run(
    others.filter(({ late }) => !late),
    judged,
  );
  const all = [...language, ...early].filter(({ code }) => subject.terms.severity.get(code) !== 'off');
  const { open, accepted, ignored, ...silencing } = silence(subject, { all, folded: foldImplied(all, checks), complete }, checks);
  const late = yield* run(
    others.filter(({ late }) => late),
    { ...judged, silencing },
  );
  const files = subject.project.files.map((file) => file.path);
  return { findings: gathered(sorted(graded([...open, ...late], subject.terms), files)), accepted, ignored };
}

function foundBy(subject: Subject, checks: readonly Check[]): readonly Finding[] | undefined {
  let isWhole = true;
  const { findings } = runChecks(subject, () => (isWhole = false), checks);
  return isWhole ? apart(findings) : undefined;
}

/** The findings with the severities that the terms give their codes. */
function graded(findings: readonly Finding[], { severity: levels }: Terms): Finding[] {
  return findings.flatMap((finding) => {
    const level = levels.get(finding.code);
    if (level === 'off') return [];
    if (level === undefined || (finding.ahead && severities.indexOf(level) < severities.indexOf(finding.severity))) return [finding];
    return [{ ...finding, severity: level }];
  });
}

function sorted(findings: readonly Finding[], files: readonly string[]): Finding[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const fileOf = (finding: Finding): number => order.get(finding.file) ?? files.length;
  return findings.toSorted(
    (a, b) =>
      fileOf(a) - fileOf(b) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
