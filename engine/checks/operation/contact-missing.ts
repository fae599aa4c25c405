import type { Contact } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import { titlePlace } from '../header.ts';
import { areVital, temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';

const id = { code: 'contact-missing', severity: 'warning' } as const;

export const contactMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'The plan names nobody who can be called in a disaster.',
  *run(context) {
    const { plan, judged } = context;
    for (const contact of plan.contacts) {
      if (isReachable(contact)) continue;
      const message = `\`${contact.name}\` can be reached by nobody: the runbook says whom to call, and not how. Add \`phone "…"\` or \`email "…"\`.`;
      yield finding(id, contact.namePlace, message, { severity: temperedFor(id.severity, plan, judged), about: contact.name });
    }
    // Where little depends on the plan, whoever wrote it is the one to call.
    if (plan.contacts.length > 0 || !areVital(judged)) return;
    const message =
      'The plan names nobody to call: at three in the morning the runbook has no number to dial, and nobody who may declare the disaster. Add a `contact` with `role` and `phone` for each of them, in the order of calling.';
    yield finding(id, titlePlace(context), message);
  },
};

function isReachable({ phone, email }: Contact): boolean {
  return phone !== undefined || email !== undefined;
}
