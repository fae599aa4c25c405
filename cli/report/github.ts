/** Findings as annotations of GitHub Actions: `::error file=…,line=…::…` on standard output of a step. */
import { type Finding, type Severity, severities } from '../../engine/checks/finding.ts';
import { summaryOf } from './counts.ts';
import { type Lines, linesOf } from './lines.ts';
import { oneLine, printable } from './printable.ts';
import type { Report } from './report.ts';

/** GitHub shows so many annotations of a kind in a step. */
const SHOWN = 10;

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Errors first, as many of a kind as are shown; the last line says how many there are, and names the codes of those without a place. */
export function githubReport(report: Report): string {
  const lines = linesOf(report.read);
  const kinds = [...new Set(severities.map((severity) => commands[severity]))].map((kind) =>
    report.findings.filter(({ severity }) => commands[severity] === kind),
  );
  const annotations = kinds.flatMap((findings) => findings.slice(0, SHOWN)).map((finding) => annotation(finding, report, lines));
  const rest = kinds.flatMap((findings) => findings.slice(SHOWN));
  return [...annotations, `${log(summaryOf(report.plans, report.findings))}${log(left(rest))}`, ''].join('\n');
}

function annotation({ severity, code, message, file, range, related }: Finding, report: Report, lines: Lines): string {
  const [start, end] = [lines.position(file, range.start), lines.position(file, range.end)];
  // Columns are taken only within one line.
  const columns = start.line === end.line ? { col: start.character + 1, endColumn: Math.max(start.character, end.character) + 1 } : {};
  const properties = { file: report.located(file), line: start.line + 1, endLine: end.line + 1, ...columns, title: code };
  const named = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  const places = related.map(({ place, message: note }) => {
    const where = `${oneLine(report.located(place.file))}:${lines.position(place.file, place.range.start).line + 1}`;
    return note === '' ? where : `${where}: ${note}`;
  });
  return `::${commands[severity]} ${named.join(',')}::${data([message, ...places].join('\n'))}`;
}

/** ` Not annotated, …: rpo-unmet (3).` */
function left(rest: readonly Finding[]): string {
  if (rest.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { code } of rest) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].map(([code, count]) => (count === 1 ? code : `${code} (${count})`));
  return ` ${rest.length} of them have no annotation, since GitHub shows ${SHOWN} of a kind: ${codes.join(', ')}. 'backupplan check' prints all.`;
}

/** GitHub takes back these escapes alone. */
function data(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line that is no command, of neither of the two kinds: the older one may stand anywhere in it. */
function log(text: string): string {
  return oneLine(text).replaceAll('##[', '## [');
}
