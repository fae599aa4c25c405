/** One cause, one finding: what has the same cause in several systems is told once. */
import { type Finding, severities } from './finding.ts';
import { listedSome } from './words.ts';

/** Findings with one code and one `cause` become the gravest of them, of equals the first; the others become its related places. */
export function gathered(findings: readonly Finding[]): Finding[] {
  const alike = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.cause === undefined) continue;
    const key = JSON.stringify([finding.code, finding.cause]);
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  const told = new Map<Finding, readonly Finding[]>();
  const untold = new Set<Finding>();
  for (const group of alike.values()) {
    const [first, ...others] = group.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
    if (first === undefined || others.length === 0) continue;
    told.set(first, others);
    for (const other of others) untold.add(other);
  }
  return findings.filter((finding) => !untold.has(finding)).map((finding) => withOthers(finding, told.get(finding) ?? []));
}

function withOthers(finding: Finding, same: readonly Finding[]): Finding {
  if (same.length === 0) return finding;
  const names = new Set(same.flatMap(({ about }) => (about === undefined || about === finding.about ? [] : [`\`${about}\``])));
  const also = names.size === 0 ? '' : ` The same goes for ${listedSome([...names])}.`;
  const places = same.map(({ file, range, message }) => ({ place: { file, range }, message }));
  return { ...finding, message: `${finding.message}${also}`, related: [...finding.related, ...places], same };
}
