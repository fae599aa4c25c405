/** Findings as a code quality report of GitLab: https://docs.gitlab.com/ci/testing/code_quality/, "Code Quality report format". */
import type { Severity } from '../../engine/checks/finding.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { linesOf } from './lines.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';

const levels: Readonly<Record<Severity, 'critical' | 'major' | 'minor' | 'info'>> = {
  error: 'critical',
  warning: 'major',
  info: 'minor',
  hint: 'info',
};

export function gitlabReport(report: Report): string {
  const lines = linesOf(report.read);
  const fingerprints = fingerprintsOf(report);
  const issues = report.findings.map((finding) => ({
    description: printable(finding.message),
    check_name: finding.code,
    fingerprint: fingerprints.get(finding),
    severity: levels[finding.severity],
    location: {
      path: report.located(finding.file),
      lines: {
        begin: lines.position(finding.file, finding.range.start).line + 1,
        end: lines.position(finding.file, finding.range.end).line + 1,
      },
    },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
