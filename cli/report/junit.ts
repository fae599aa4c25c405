/**
 * Findings as JUnit XML, of the kind that Jenkins and GitLab read: a suite for each file, a case for each finding. A finding that makes the
 * exit code 1 is a failure, a milder one a case that passes and says so; a plan without findings is one case that passes.
 */
import type { Finding } from '../../engine/checks/finding.ts';
import { type Lines, linesOf } from './lines.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';

export function junitReport(report: Report): string {
  const lines = linesOf(report.read);
  const files = [...new Set([...report.plans, ...report.findings.map(({ file }) => file)])];
  const suites = files.map((file) => suite(file, report, lines));
  const failures = report.findings.filter(report.fails).length;
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="backupplan" tests="${tests}" failures="${failures}" errors="0" time="0">`,
    ...suites.map(
      ({ name, cases, failed }) =>
        `  <testsuite name="${name}" tests="${cases.length}" failures="${failed}" errors="0" skipped="0" time="0">\n${cases.join('')}  </testsuite>`,
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, report: Report, lines: Lines): { name: string; cases: readonly string[]; failed: number } {
  const name = attribute(report.located(file));
  const found = report.findings.filter((finding) => finding.file === file);
  if (found.length === 0) return { name, cases: [`    <testcase classname="${name}" name="check" time="0"/>\n`], failed: 0 };
  const seen = new Map<string, number>();
  const cases = found.map((finding) => {
    // The line is left out: the case of a finding that has moved is still the same one.
    const title = finding.about === undefined ? finding.code : `${finding.code} of ${finding.about}`;
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    return [
      `    <testcase classname="${name}" name="${attribute(count === 1 ? title : `${title} (${count})`)}" time="0">\n`,
      report.fails(finding)
        ? `      <failure type="${attribute(finding.code)}" message="${attribute(finding.message)}">${body(finding, report, lines)}</failure>\n`
        : `      <system-out>${body(finding, report, lines)}</system-out>\n`,
      '    </testcase>\n',
    ].join('');
  });
  return { name, cases, failed: found.filter(report.fails).length };
}

function body({ severity, code, message, file, range, related }: Finding, report: Report, lines: Lines): string {
  const where = (path: string, offset: number): string => {
    const { line, character } = lines.position(path, offset);
    return `${report.located(path)}:${line + 1}:${character + 1}`;
  };
  const rows = [
    `${where(file, range.start)}: ${severity}[${code}]: ${message}`,
    ...related.map(({ place, message: note }) => [where(place.file, place.range.start), note].filter((part) => part !== '').join(': ')),
  ];
  return element(rows.join('\n'));
}

/** Text between tags. What XML cannot have in any form is shown as `�`. */
function element(text: string): string {
  return printable(text)
    .replace(/[\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function attribute(text: string): string {
  return element(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
