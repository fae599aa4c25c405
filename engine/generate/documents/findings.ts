import type { Finding, Severity } from '../../checks/finding.ts';
import type { Acceptance } from '../../plan/model.ts';
import { code, message, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import { lineOf, type Source } from './source.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** The open findings as a table, the gravest first; advice (`info`, `hint`) is left out. */
export function openFindings(source: Source): string {
  const open = gravestFirst(source);
  if (open.length === 0) return 'No errors and no warnings.';
  return table(
    ['', 'Finding', 'What it says', 'Where'],
    open.map((finding) => [finding.severity, code(finding.code), message(finding.message), where(source, finding)]),
  );
}

/** Errors, then warnings, each in the order of the plan. */
export function gravestFirst({ findings }: Pick<Source, 'findings'>): readonly Finding[] {
  const open = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  return open.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
}

export function where(source: Source, finding: Finding): string {
  return lineOf(source, { file: finding.file, range: finding.range });
}

/** What the plan's owner has accepted, and until when; beside each acceptance what would be said without it. Undefined where there is none. */
export function acceptedRisks({ plan, accepted }: Source, isMeant: (acceptance: Acceptance) => boolean = () => true): string | undefined {
  const meant = plan.acceptances.filter(isMeant);
  if (meant.length === 0) return undefined;
  return table(
    ['Accepted', 'For', 'What it says', 'Until', 'Because'],
    meant.map((one) => {
      const risks = accepted.filter(({ acceptance }) => acceptance === one).map(({ finding }) => message(finding.message));
      return [
        code(one.check),
        one.for === undefined ? 'the plan' : one.for,
        risks.length === 0 ? 'nothing at present' : risks.join(' '),
        one.until,
        plain(one.because),
      ];
    }),
  );
}
