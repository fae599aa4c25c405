/** Findings for people: the message, the line with carets, the related places, and what would settle it. */

import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import type { Finding, Severity } from '../../engine/checks/finding.ts';
import type { Place } from '../../engine/plan/model.ts';
import { countsOf, plansOf, summaryOf } from './counts.ts';
import { cropped } from './crop.ts';
import { type Lines, linesOf } from './lines.ts';
import { oneLine, printable } from './printable.ts';
import type { Report } from './report.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** Where there is no terminal to ask, as in rustc. */
const COLUMNS = 140;

/** `color` false gives plain text; lines of plans that are longer than `columns` are shown in part. */
export function prettyReport(report: Report, { color, columns = COLUMNS }: { readonly color: boolean; readonly columns?: number }): string {
  const look = { report, lines: linesOf(report.read), colors: pc.createColors(color), columns };
  const blocks = report.findings.map((finding) => one(finding, look));
  return `${blocks.join('')}${fixed(report)}${summary(report, look.colors)}\n`;
}

interface Look {
  readonly report: Report;
  readonly lines: Lines;
  readonly colors: Colors;
  readonly columns: number;
}

function one(finding: Finding, look: Look): string {
  const { lines, colors } = look;
  const paint = severityColor(finding.severity, colors);
  const places = [{ file: finding.file, range: finding.range }, ...finding.related.map(({ place }) => place)];
  const gutter = Math.max(...places.map(({ file, range }) => String(lines.position(file, range.start).line + 1).length));
  const rows = [
    `${colors.bold(paint(`${finding.severity}[${finding.code}]`))}${colors.bold(`: ${oneLine(finding.message)}`)}`,
    ...excerpt({ file: finding.file, range: finding.range }, { arrow: '-->', mark: '^', paint }, gutter, look),
  ];
  for (const { place, message } of finding.related) {
    rows.push(...excerpt(place, { arrow: ':::', mark: '-', paint: colors.blue }, gutter, look, message));
  }
  return `${rows.join('\n')}\n\n`;
}

interface Pen {
  readonly arrow: string;
  /** What stands under the words that are meant. */
  readonly mark: string;
  paint(text: string): string;
}

/** The place's line with marks under it; of a place over several lines the first one. */
function excerpt(place: Place, pen: Pen, gutter: number, { report, lines, colors, columns }: Look, note = ''): string[] {
  const start = lines.position(place.file, place.range.start);
  const end = lines.position(place.file, place.range.end);
  const text = lines.text(place.file, start.line);
  const shownEnd = end.line === start.line ? end.character : text.length;
  const [before, marked, after] = cropped(
    [text.slice(0, start.character), text.slice(start.character, shownEnd), text.slice(shownEnd)],
    columns - gutter - ' | '.length,
    ofLine,
  );
  const marks = `${' '.repeat(stringWidth(before))}${pen.mark.repeat(Math.max(1, stringWidth(marked)))}`;
  const words = oneLine(note);
  // A note that would run out of the terminal stands below.
  const beside = words === '' || gutter + ' | '.length + stringWidth(`${marks} ${words}`) <= columns;
  const bar = colors.blue('|');
  const space = ' '.repeat(gutter);
  return [
    `${space} ${colors.blue(pen.arrow)} ${oneLine(report.shown(place.file))}:${start.line + 1}:${start.character + 1}`,
    `${space} ${bar}`,
    `${colors.blue(String(start.line + 1).padStart(gutter))} ${bar} ${before}${marked}${after}`,
    `${space} ${bar} ${pen.paint(beside && words !== '' ? `${marks} ${words}` : marks)}`,
    ...(beside ? [] : [`${space} ${colors.blue('=')} ${words}`]),
  ];
}

function ofLine(text: string): string {
  return printable(text).replaceAll('\t', '    ');
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

function summary({ plans, findings }: Report, colors: Colors): string {
  if (findings.length === 0) return `${colors.green('✓')} ${summaryOf(plans, findings)}`;
  const counts = countsOf(findings).map(({ severity, words }) => severityColor(severity, colors)(words));
  return `${plansOf(plans)} checked: ${counts.join(', ')}. 'backupplan explain CODE' says more.`;
}
