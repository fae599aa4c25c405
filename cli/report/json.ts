/** Findings for programs: the `diagnostics` of `assess --format json`, with the file. Lines and characters count from 0, in UTF-16. */
import type { Range } from '../../grammar/tree.ts';
import { linesOf } from './lines.ts';
import type { Report } from './report.ts';

export function jsonReport(report: Report): string {
  const { findings, read, located: shown } = report;
  const fixed = report.fixed && { ...report.fixed, files: report.fixed.files.map(shown) };
  const diagnostics = diagnosticsOf({ findings, read, shown });
  return `${JSON.stringify({ schemaVersion: 1, plans: report.plans.length, fixed, diagnostics }, null, 2)}\n`;
}

export function diagnosticsOf(report: Pick<Report, 'findings' | 'read' | 'shown'>): readonly object[] {
  const lines = linesOf(report.read);
  const range = (file: string, { start, end }: Range) => ({ start: lines.position(file, start), end: lines.position(file, end) });
  return report.findings.map((finding) => ({
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    file: report.shown(finding.file),
    range: range(finding.file, finding.range),
    related: finding.related.map(({ place, message }) => ({
      file: report.shown(place.file),
      range: range(place.file, place.range),
      message,
    })),
  }));
}
