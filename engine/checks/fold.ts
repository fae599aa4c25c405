/** One cause, one finding: what follows from another finding, or says the same in other words, becomes a part of it. */
import type { Check } from './check.ts';
import { type Finding, severities } from './finding.ts';

/** Turns the findings that another one implies, about the same declaration, or covers, into its related places. */
export function foldImplied(findings: readonly Finding[], checks: readonly Check[]): Finding[] {
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
  // Two of them may be mended by the same change.
  const fixes = new Map([finding, ...covered].flatMap((each) => each.fixes.map((fix) => [JSON.stringify(fix), fix])));
  return { ...finding, severity, fixes: [...fixes.values()] };
}
