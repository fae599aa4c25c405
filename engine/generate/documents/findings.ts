import type { Finding, Severity } from '../../checks/finding.ts';
import { code, message, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import { lineOf, type Source } from './source.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** The open findings as a table, the gravest first; advice (`info`, `hint`) is left out. */
export function openFindings(source: Source): string {
  const open = source.findings.filter((finding) => finding.severity === 'error' || finding.severity === 'warning');
  if (open.length === 0) return 'No errors and no warnings.';
  const sorted = open.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return table(
    ['', 'Finding', 'What it says', 'Where'],
    sorted.map((finding) => [finding.severity, code(finding.code), message(finding.message), where(source, finding)]),
  );
}

function where(source: Source, finding: Finding): string {
  return lineOf(source, { file: finding.file, range: finding.range });
}

/** What the plan's owner has accepted, and until when. */
export function acceptedRisks({ plan }: Source): string | undefined {
  if (plan.acceptances.length === 0) return undefined;
  return table(
    ['Accepted', 'For', 'Until', 'Because'],
    plan.acceptances.map((one) => [code(one.check), one.for === undefined ? 'the plan' : one.for, one.until, plain(one.because)]),
  );
}
