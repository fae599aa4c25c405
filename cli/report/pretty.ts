/** Findings for people: the message, the line with carets, the related places, and what would settle it. */
import pc from 'picocolors';
import stringWidth from 'string-width';
import type { Finding, Severity } from '../../engine/checks/finding.ts';
import type { Place } from '../../engine/plan/model.ts';
import { type Lines, linesOf } from './lines.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];
type Colors = ReturnType<typeof pc.createColors>;

/** `color` false gives plain text. */
export function prettyReport(report: Report, color: boolean): string {
  const colors = pc.createColors(color);
  const lines = linesOf(report.read);
  const blocks = report.findings.map((finding) => one(finding, report, lines, colors));
  return `${blocks.join('')}${fixed(report)}${summary(report, colors)}\n`;
}

function one(finding: Finding, report: Report, lines: Lines, colors: Colors): string {
  const paint = severityColor(finding.severity, colors);
  const places = [{ file: finding.file, range: finding.range }, ...finding.related.map(({ place }) => place)];
  const gutter = Math.max(...places.map(({ file, range }) => String(lines.position(file, range.start).line + 1).length));
  const rows = [
    `${colors.bold(paint(`${finding.severity}[${finding.code}]`))}${colors.bold(`: ${printable(finding.message)}`)}`,
    ...excerpt({ file: finding.file, range: finding.range }, '-->', gutter, paint, report, lines, colors),
  ];
  for (const { place, message } of finding.related) {
    rows.push(...excerpt(place, ':::', gutter, colors.blue, report, lines, colors, message));
  }
  return `${rows.join('\n')}\n\n`;
}

/** The place's line with carets under it; of a place over several lines the first one. */
function excerpt(
  place: Place,
  arrow: string,
  gutter: number,
  paint: (text: string) => string,
  report: Report,
  lines: Lines,
  colors: Colors,
  note = '',
): string[] {
  const start = lines.position(place.file, place.range.start);
  const end = lines.position(place.file, place.range.end);
  const text = lines.text(place.file, start.line);
  const shownEnd = end.line === start.line ? end.character : text.length;
  const before = expandTabs(printable(text.slice(0, start.character)));
  const marked = expandTabs(printable(text.slice(start.character, shownEnd)));
  const carets = '^'.repeat(Math.max(1, stringWidth(marked)));
  const bar = colors.blue('|');
  const space = ' '.repeat(gutter);
  return [
    `${space} ${colors.blue(arrow)} ${printable(report.shown(place.file))}:${start.line + 1}:${start.character + 1}`,
    `${space} ${bar}`,
    `${colors.blue(String(start.line + 1).padStart(gutter))} ${bar} ${before}${marked}${expandTabs(printable(text.slice(shownEnd)))}`,
    `${space} ${bar} ${' '.repeat(stringWidth(before))}${paint([carets, printable(note)].filter((part) => part !== '').join(' '))}`,
  ];
}

function expandTabs(text: string): string {
  return text.replaceAll('\t', '    ');
}

function severityColor(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case 'error':
      return colors.red;
    case 'warning':
      return colors.yellow;
    case 'info':
    case 'hint':
      return colors.cyan;
  }
}

function fixed({ fixed: done, findings }: Report): string {
  if (done === undefined) return '';
  if (done.findings === 0) return findings.length === 0 ? '' : 'Fixed nothing: what is left is for you to decide.\n';
  const files = `${done.files.length} ${done.files.length === 1 ? 'file' : 'files'}`;
  return `Fixed ${done.findings} ${done.findings === 1 ? 'finding' : 'findings'} in ${files}.\n`;
}

function summary(report: Report, colors: Colors): string {
  const plans = `${report.plans} ${report.plans === 1 ? 'plan' : 'plans'}`;
  if (report.findings.length === 0) return `${colors.green('✓')} ${plans} checked, nothing to say.`;
  const counts = severities
    .map((severity) => ({ severity, count: report.findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => severityColor(severity, colors)(`${count} ${plural(severity, count)}`));
  return `${plans} checked: ${counts.join(', ')}. 'backupplan explain CODE' says more.`;
}

function plural(severity: Severity, count: number): string {
  if (severity === 'info') return count === 1 ? 'piece of advice' : 'pieces of advice';
  return count === 1 ? severity : `${severity}s`;
}
