import { type Finding, severities } from '../../engine/checks/finding.ts';

/** The findings with the gravest first, else in their order. */
export function gravestFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
}
