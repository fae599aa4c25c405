/** What new and vanished findings say, in sentences. */
import { apart } from '../checks/identity.ts';
import { listedSome } from '../checks/words.ts';
import type { FindingChange, Silencer } from './findings.ts';
import { type Remark, type Weight, weights } from './remark.ts';

/** `told`: what the figures and the promises have said already. */
export function findingRemarks(findings: readonly FindingChange[], told: readonly Remark[]): readonly Remark[] {
  const graver = told.filter(({ weight }) => weights.indexOf(weight) < weights.indexOf('error'));
  const isTold = ({ kind, finding: { code, about } }: FindingChange): boolean =>
    kind !== 'silenced' &&
    ofPromises.test(code) &&
    graver.some((each) => (about === undefined ? each.about.every((name) => name === '') : each.about.includes(about)));
  const groups = new Map<string, FindingChange[]>();
  for (const change of findings) {
    if (weightOf(change) === undefined || isTold(change)) continue;
    const { kind, was, by, finding } = change;
    const key = JSON.stringify([kind, was, by, finding.code, finding.severity]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const single = [...groups.values()].flatMap((group): readonly Remark[] => {
    const weight = group[0] && weightOf(group[0]);
    const about = [...new Set(group.flatMap(({ finding }) => apart([finding]).flatMap((each) => each.about || [])))];
    return weight === undefined ? [] : [{ weight, about, message: sentenceOf(group, about) }];
  });
  const mended = findings.filter(
    ({ kind, finding: { severity } }) => kind === 'mended' && (severity === 'error' || severity === 'warning'),
  );
  if (mended.length === 0) return single;
  const codes = [...new Set(mended.map(({ finding: { code } }) => `\`${code}\``))];
  const count = mended.length === 1 ? '1 finding is' : `${mended.length} findings are`;
  return [...single, { weight: 'better', about: [], message: `${count} mended: ${codes.join(', ')}.` }];
}

/** Their codes say what a figure says. */
const ofPromises = /^(?:(?:rpo|rto)-.*|mtd-exceeded|unrecoverable|retention-unmet|budget-exceeded)$/u;

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

/** Of several the first is told whole. */
function sentenceOf([change]: readonly FindingChange[], abouts: readonly string[]): string {
  if (change === undefined) return '';
  const { kind, was, by, finding } = change;
  const { code, severity, message } = finding;
  const subject = `\`${code}\`${abouts.length === 0 ? '' : ` for ${listedSome(abouts)}`}`;
  switch (kind) {
    case 'graver':
      return `${subject} is graver now (${severity}, was ${was}): ${firstSentence(message)}`;
    case 'silenced':
      return `${subject} ${silencer(by)}: ${firstSentence(message)}`;
    default:
      return `New ${severity} ${subject}: ${firstSentence(message)}`;
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
