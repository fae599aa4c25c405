/** How many findings of each severity there are, in words. */
import { type Finding, type Severity, severities } from '../../engine/checks/finding.ts';

/** `2 errors`, `1 piece of advice`, the gravest first, without those of which there is none. */
export function countsOf(findings: readonly Finding[]): readonly { readonly severity: Severity; readonly words: string }[] {
  return severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [{ severity, words: `${count} ${plural(severity, count)}` }];
  });
}

/** `1 plan`. */
export function plansOf(plans: readonly string[]): string {
  return `${plans.length} ${plans.length === 1 ? 'plan' : 'plans'}`;
}

/** One line: `2 plans checked: 3 errors, 1 warning`, or that there is nothing to say. */
export function summaryOf(plans: readonly string[], findings: readonly Finding[]): string {
  const counts = countsOf(findings).map(({ words }) => words);
  return `${plansOf(plans)} checked${counts.length === 0 ? ', nothing to say' : `: ${counts.join(', ')}`}.`;
}

function plural(severity: Severity, count: number): string {
  if (severity === 'info') return count === 1 ? 'piece of advice' : 'pieces of advice';
  return count === 1 ? severity : `${severity}s`;
}
