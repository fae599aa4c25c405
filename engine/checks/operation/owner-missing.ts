import { needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { addToHeader, titlePlace } from '../header.ts';
import { hasWords } from '../ignore.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { mailbox } from './mailbox.ts';

const id = { code: 'owner-missing', severity: 'warning' } as const;

export const ownerMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'Nobody answers for the plan.',
  *run(context) {
    const { plan, judged, catalogue } = context;
    if (isSaid(plan.owner)) return;
    const orphans = judged.filter((system) => needsBackup(system, catalogue) && !isSaid(system.owner));
    if (orphans.length === 0) return;
    const address = mailbox(plan);
    const example = `owner "${address ?? 'team@example.com'}"`;
    const message = `Nobody answers for this plan: when it goes out of date, or a job keeps failing, it is nobody's business. Say who does, for example \`${example}\`.`;
    yield finding(id, titlePlace(context), message, {
      severity: temperedFor(id.severity, plan, orphans),
      fixes: address === undefined ? [] : addToHeader(context, example),
    });
  },
};

function isSaid(owner: string | undefined): boolean {
  return owner !== undefined && hasWords(owner);
}
