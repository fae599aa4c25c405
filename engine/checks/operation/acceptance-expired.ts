import { value } from '../../../grammar/tree.ts';
import { dayOf } from '../../assess/schedule/calendar.ts';
import type { Acceptance } from '../../plan/model.ts';
import { extensions, NOTICE } from '../accept.ts';
import type { Check } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { accepted } from './said.ts';

const id = { code: 'acceptance-expired', severity: 'warning' } as const;

export const acceptanceExpired: Check = {
  ...id,
  group: 'operation',
  late: true,
  summary: 'The date until which a finding was accepted is over, or comes within 30 days.',
  *run({ silencing, terms: { today } }) {
    if (today === undefined) return;
    for (const { acceptance, ended, findings } of silencing.acceptances) {
      const [first] = findings;
      const days = dayOf(acceptance.until) - dayOf(today);
      if (first === undefined || days >= NOTICE) continue;
      const rest = { related: findings.map(relatedTo), fixes: extensions(acceptance, today) };
      const until = `${acceptance.until}, ${distance(days)}`;
      yield ended
        ? finding(
            id,
            endOf(acceptance),
            `${accepted(acceptance)} was accepted until ${until}, and is still found. Mend it, or accept it until a later date if the reason still holds.`,
            rest,
          )
        : finding(
            id,
            endOf(acceptance),
            `${accepted(acceptance)} is accepted until ${until}; then it is a finding again. Mend it by then, or accept it until a later date if the reason still holds.`,
            { ...rest, severity: 'info', ahead: true },
          );
    }
  },
};

/** The date, which is what has to change. */
function endOf({ place, statement }: Acceptance): { readonly file: string; readonly range: Finding['range'] } {
  return { file: place.file, range: value(statement, 'until', 'date')?.range ?? place.range };
}

function relatedTo({ file, range, code, message }: Finding): Finding['related'][number] {
  return { place: { file, range }, message: `${code}: ${message}` };
}

function distance(days: number): string {
  if (days === 0) return 'today';
  const amount = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days < 0 ? `${amount} ago` : `in ${amount}`;
}
