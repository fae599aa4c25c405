/** Runs the checks over a plan. */
import { allChecks } from './all.ts';
import type { Check, CheckContext, Subject } from './check.ts';
import { judgeable } from './doubt.ts';
import type { Finding } from './finding.ts';

/** A check that threw, for the log of the rim. */
export interface CheckFault {
  readonly code: string;
  readonly error: unknown;
}

/**
 * All findings about a plan, by file (the root first) and place. Consequences of another finding have become its related places.
 * Never throws: a check that does loses its own answer alone, and `onFault` hears of it.
 */
export function runChecks(subject: Subject, onFault?: (fault: CheckFault) => void, checks: readonly Check[] = allChecks): Finding[] {
  const run = (check: Check, context: CheckContext): Finding[] => {
    try {
      return [...check.run(context)];
    } catch (error) {
      onFault?.({ code: check.code, error });
      return [];
    }
  };
  const ofLanguage = { ...subject, judged: subject.plan.systems };
  const language = checks.filter((check) => check.group === 'language').flatMap((check) => run(check, ofLanguage));
  const findings = [...language];
  if (!subject.plan.library) {
    const { systems, assessment } = judgeable(subject, language);
    const judged = { ...subject, assessment, judged: systems };
    findings.push(...checks.filter((check) => check.group !== 'language').flatMap((check) => run(check, judged)));
  }
  return sorted(
    foldImplied(findings, checks),
    subject.project.files.map((file) => file.path),
  );
}

/** Turns the findings that another one implies, about the same declaration, into its related places. */
function foldImplied(findings: readonly Finding[], checks: readonly Check[]): Finding[] {
  const implies = new Map(checks.map((check) => [check.code, check.implies ?? []]));
  const causes = new Map<string, Finding>();
  for (const finding of findings) {
    if (finding.about === undefined) continue;
    for (const code of implies.get(finding.code) ?? []) causes.set(`${code} for ${finding.about}`, finding);
  }
  const consequences = new Map<Finding, Finding[]>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const cause = causes.get(`${finding.code} for ${finding.about}`);
    if (cause === undefined) kept.push(finding);
    else consequences.set(cause, [...(consequences.get(cause) ?? []), finding]);
  }
  const withConsequences = (finding: Finding): Finding => {
    const implied = (consequences.get(finding) ?? []).map(withConsequences);
    if (implied.length === 0) return finding;
    const places = implied.flatMap((each) => [
      { place: { file: each.file, range: each.range }, message: `${each.code}: ${each.message}` },
      ...each.related,
    ]);
    return { ...finding, related: [...finding.related, ...places] };
  };
  return kept.map(withConsequences);
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
