import type { Check } from '../check.ts';
import { settingPlace } from '../header.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { lateness, sayDay } from './due.ts';

const id = { code: 'review-overdue', severity: 'warning' } as const;

export const reviewOverdue: Check = {
  ...id,
  group: 'operation',
  summary: 'The plan should have been walked through again by now.',
  *run(context) {
    const { plan, judged, terms } = context;
    const { reviewEvery, reviewed } = plan;
    if (reviewEvery === undefined || reviewed === undefined || terms.today === undefined) return;
    const late = lateness(reviewed, reviewEvery.value, terms.today);
    if (late === undefined) return;
    const message = `The plan was last walked through on ${sayDay(reviewed)}, and the next time was ${late}: what was added since may be in no backup. Walk through it with those who run it, then write the day into \`reviewed\`.`;
    yield finding(id, settingPlace(context, 'plan.reviewed'), message, {
      severity: temperedFor(id.severity, plan, judged),
      related: reviewEvery.source.from === 'plan' ? [{ place: reviewEvery.source.place, message: 'How often that is to be.' }] : [],
    });
  },
};
