/** Runs the checks over a plan. */
import { checksFor } from './all.ts';
import type { Check, CheckContext, Subject } from './check.ts';
import { judgeable } from './doubt.ts';
import { type Finding, severities } from './finding.ts';
import { gathered } from './gather.ts';
import { type Accepted, nothingSilenced, silence } from './silence.ts';
import type { Terms } from './terms.ts';

/** A check that threw, for the log of the rim. */
export interface CheckFault {
  readonly code: string;
  readonly error: unknown;
}

/** What is said of a plan, and what somebody has accepted instead. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly accepted: readonly Accepted[];
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
  // Whether all that there is to find was found. An assessment that failed has no systems.
  let complete = subject.assessment.systems.length === subject.plan.systems.length;
  const run = (check: Check, context: CheckContext): Finding[] => {
    try {
      return [...check.run(context)];
    } catch (error) {
      onFault?.({ code: check.code, error });
      complete = false;
      return [];
    }
  };
  const ofLanguage = { ...subject, judged: subject.plan.systems, silencing: nothingSilenced };
  const language = checks.filter((check) => check.group === 'language').flatMap((check) => run(check, ofLanguage));
  complete &&= !language.some(({ severity }) => severity === 'error');
  const { systems, assessment } = judgeable(subject, language);
  const judged = { ...ofLanguage, assessment, judged: systems };
  const runAll = (chosen: readonly Check[], context: CheckContext): Finding[] =>
    subject.plan.library ? [] : chosen.filter((check) => check.group !== 'language').flatMap((check) => run(check, context));
  const early = runAll(
    checks.filter(({ late }) => !late),
    judged,
  );
  const all = [...language, ...early].filter(({ code }) => subject.terms.severity.get(code) !== 'off');
  const { open, accepted, ...silencing } = silence(subject, { all, folded: foldImplied(all, checks), complete }, checks);
  const late = runAll(
    checks.filter(({ late }) => late),
    { ...judged, silencing },
  );
  const files = subject.project.files.map((file) => file.path);
  return { findings: gathered(sorted(graded([...open, ...late], subject.terms), files)), accepted };
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

/** Turns the findings that another one implies, about the same declaration, or covers, into its related places. */
function foldImplied(findings: readonly Finding[], checks: readonly Check[]): Finding[] {
  const implies = new Map(checks.map((check) => [check.code, check.implies ?? []]));
  const causes = new Map<string, readonly Finding[]>();
  for (const finding of findings) {
    // Two packs may cover it: each of their findings is answered for by itself.
    for (const { code, about } of finding.covers ?? [])
      causes.set(`${code} for ${about}`, [...(causes.get(`${code} for ${about}`) ?? []), finding]);
  }
  for (const finding of findings) {
    if (finding.about === undefined) continue;
    for (const code of implies.get(finding.code) ?? []) causes.set(`${code} for ${finding.about}`, [finding]);
  }
  const consequences = new Map<Finding, Finding[]>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const found = causes.get(`${finding.code} for ${finding.about}`);
    if (found === undefined) kept.push(finding);
    for (const cause of found ?? []) consequences.set(cause, [...(consequences.get(cause) ?? []), finding]);
  }
  const withConsequences = (finding: Finding): Finding => {
    const implied = (consequences.get(finding) ?? []).map(withConsequences);
    if (implied.length === 0) return finding;
    const places = implied.flatMap((each) => [
      { place: { file: each.file, range: each.range }, message: `${each.code}: ${each.message}` },
      ...each.related,
    ]);
    return { ...taking(finding, implied), related: [...finding.related, ...places] };
  };
  return kept.map(withConsequences);
}

/** With what those bring that it covers: their fixes, and the severity of the gravest. What it only implies is mended with it. */
function taking(finding: Finding, implied: readonly Finding[]): Finding {
  const covered = implied.filter(({ code, about }) => finding.covers?.some((each) => each.code === code && each.about === about));
  const severity = severities.find((each) => [finding, ...covered].some((other) => other.severity === each)) ?? finding.severity;
  return { ...finding, severity, fixes: [...finding.fixes, ...covered.flatMap(({ fixes }) => fixes)] };
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
