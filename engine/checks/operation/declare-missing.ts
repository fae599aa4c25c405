import type { Check } from '../check.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { addToScenario, affectedBy } from './scenarios.ts';

const id = { code: 'declare-missing', severity: 'warning' } as const;

const DECLARE = 'declare within 30m';

export const declareMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'Recovery counts from the first minute, as if nobody had to decide on it.',
  *run(context) {
    const { plan } = context;
    for (const scenario of plan.scenarios) {
      const { name, statement, declareWithin, rto } = scenario;
      if (statement === undefined || declareWithin.source.from === 'plan') continue;
      const timed = affectedBy(context, name).filter((system) => rto !== undefined || system.rto !== undefined);
      if (timed.length === 0) continue;
      const systems = listed([...timed.slice(0, MOST).map((system) => `\`${system.name}\``), ...(timed.length > MOST ? ['others'] : [])]);
      const message = `In \`${name}\` the recovery of ${systems} counts from the first minute, and nobody declares a disaster in zero time: somebody is woken, looks, and decides. Say how long that takes, for example \`${DECLARE}\`.`;
      yield finding(id, scenario.namePlace, message, {
        severity: temperedFor(id.severity, plan, timed),
        about: name,
        related: timed.slice(0, MOST).flatMap((system) => {
          const target = rto ?? system.rto;
          return target?.source.from === 'plan' ? [{ place: target.source.place, message: `The time that \`${system.name}\` has.` }] : [];
        }),
        fixes: addToScenario(context, scenario, DECLARE),
      });
    }
  },
};

/** Of many systems so many are named. */
const MOST = 3;
