import type { Check } from '../check.ts';
import { titlePlace } from '../header.ts';
import { areVital } from '../quiet.ts';
import { finding } from '../report.ts';
import { addToScenario } from './scenarios.ts';

const id = { code: 'drill-missing', severity: 'warning' } as const;

const DRILL = 'drill every 6 months';

export const drillMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'No disaster of a plan that much depends on is ever exercised.',
  *run(context) {
    const { plan, judged } = context;
    if (plan.standardScenarios || !areVital(judged)) return;
    if (plan.scenarios.some(({ drillEvery }) => drillEvery !== undefined)) return;
    const message = `No disaster of this plan is ever exercised: whether the keys, the people and the order of the steps are right is found out in the night itself. Put \`${DRILL}\` into the scenario that you fear most.`;
    yield finding(id, titlePlace(context), message, {
      related: plan.scenarios.map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` has no \`drill\`.` })),
      fixes: plan.scenarios.slice(0, MOST).flatMap((scenario) => addToScenario(context, scenario, DRILL)),
    });
  },
};

/** More proposals than this are no help. */
const MOST = 3;
