import type { System } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import { addToHeader, titlePlace } from '../header.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { mailbox } from './mailbox.ts';

const id = { code: 'monitoring-missing', severity: 'warning' } as const;

export const monitoringMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'A job that stops would be noticed by nobody.',
  *run(context) {
    const { plan, judged } = context;
    if (plan.notify.length > 0 || plan.ping !== undefined || plan.metrics !== undefined) return;
    const unwatched = judged.filter(runsJobs);
    if (unwatched.length === 0) return;
    const address = mailbox(plan);
    const notify = `notify "mailto:${address ?? 'team@example.com'}"`;
    const message = `A job that stops would be noticed by nobody: the plan has neither \`ping\` nor \`metrics\` nor \`notify\`. Add \`ping "https://…"\` or \`metrics "…"\`, which also notice a job that never starts, or at least \`${notify}\`.`;
    yield finding(id, titlePlace(context), message, {
      severity: temperedFor(id.severity, plan, unwatched),
      fixes: address === undefined ? [] : addToHeader(context, notify),
    });
  },
};

/** Whether jobs of it are ours to watch; who manages a job watches it too. */
function runsJobs({ blocks }: System): boolean {
  return blocks.some(({ jobs, copies }) => [...jobs, ...copies].some(({ managedBy }) => managedBy === undefined));
}
