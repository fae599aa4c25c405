import type { Place, Scenario } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { lateness, sayDay } from './due.ts';
import { affectedBy } from './scenarios.ts';

const id = { code: 'drill-overdue', severity: 'warning' } as const;

export const drillOverdue: Check = {
  ...id,
  group: 'operation',
  summary: 'A disaster should have been exercised again by now.',
  *run(context) {
    const { plan, terms } = context;
    if (terms.today === undefined) return;
    for (const scenario of plan.scenarios) {
      const { name, drillEvery, drilled } = scenario;
      if (drillEvery === undefined || drilled === undefined) continue;
      const late = lateness(drilled, drillEvery.value, terms.today);
      if (late === undefined) continue;
      const message = `\`${name}\` was last exercised on ${sayDay(drilled)}, and the next time was ${late}. Exercise it, from the runbook alone, then write the day into \`drilled\`.`;
      yield finding(id, drilledPlace(scenario), message, {
        severity: temperedFor(id.severity, plan, affectedBy(context, name)),
        about: name,
        related: drillEvery.source.from === 'plan' ? [{ place: drillEvery.source.place, message: 'How often that is to be.' }] : [],
      });
    }
  },
};

function drilledPlace({ statement, namePlace }: Scenario): Place {
  const drilled = statement?.block?.statements.find(({ id: said }) => said === 'scenario.drilled');
  return drilled === undefined ? namePlace : { file: namePlace.file, range: drilled.range };
}
