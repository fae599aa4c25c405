/** What new and vanished findings say, in sentences. */
import type { FindingChange, Silencer } from './findings.ts';
import { type Remark, type Weight, weights } from './remark.ts';

/** `told`: what the figures and the promises have said already. */
export function findingRemarks(findings: readonly FindingChange[], told: readonly Remark[]): readonly Remark[] {
  const isTold = ({ finding: { code, about = '' } }: FindingChange): boolean =>
    ofPromises.has(code) && told.some((each) => each.about === about && weights.indexOf(each.weight) < weights.indexOf('error'));
  const single = findings.flatMap((change): readonly Remark[] => {
    const weight = weightOf(change);
    return weight === undefined || (change.kind !== 'silenced' && isTold(change))
      ? []
      : [{ weight, about: change.finding.about ?? '', message: sentenceOf(change) }];
  });
  const mended = findings.filter(
    ({ kind, finding: { severity } }) => kind === 'mended' && (severity === 'error' || severity === 'warning'),
  );
  if (mended.length === 0) return single;
  const codes = [...new Set(mended.map(({ finding: { code } }) => `\`${code}\``))];
  const count = mended.length === 1 ? '1 finding is' : `${mended.length} findings are`;
  return [...single, { weight: 'better', about: '', message: `${count} mended: ${codes.join(', ')}.` }];
}

/** Their codes say what a figure says. */
const ofPromises = new Set(['rpo-unmet', 'rto-unmet', 'mtd-exceeded', 'unrecoverable', 'retention-unmet', 'budget-exceeded']);

function weightOf({ kind, finding: { severity } }: FindingChange): Weight | undefined {
  if (severity !== 'error' && severity !== 'warning') return undefined;
  switch (kind) {
    case 'broken':
    case 'graver':
      return severity;
    case 'silenced':
      return 'silenced';
    default:
      return undefined;
  }
}

function sentenceOf({ kind, finding, was, by }: FindingChange): string {
  const { code, about, severity, message } = finding;
  const subject = about === undefined || about === '' ? '' : ` for ${about}`;
  switch (kind) {
    case 'graver':
      return `\`${code}\`${subject} is an ${severity} now, and was a ${was}: ${firstSentence(message)}`;
    case 'silenced':
      return `\`${code}\`${subject} ${silencer(by)}: ${firstSentence(message)}`;
    default:
      return `New ${severity} \`${code}\`${subject}: ${firstSentence(message)}`;
  }
}

function silencer(by: Silencer | undefined): string {
  switch (by?.how) {
    case 'accepted':
      return `is accepted until ${by.until} ("${by.because}")`;
    case 'off':
      return 'is turned off in the configuration';
    default:
      return 'is ignored by a comment';
  }
}

/** The fact and its sum, without what would settle it. */
function firstSentence(message: string): string {
  return /^.*?[.](?=\s[A-Z]|$)/su.exec(message)?.[0] ?? message;
}
