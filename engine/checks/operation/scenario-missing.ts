import { isBackedUp } from '../backups.ts';
import type { Check } from '../check.ts';
import { titlePlace } from '../header.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'scenario-missing', severity: 'warning' } as const;

export const scenarioMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'Recovery is held against the standard disasters alone, in which nobody needs time to decide and machines are there at once.',
  *run(context) {
    const { plan, judged } = context;
    const backed = judged.filter(isBackedUp);
    const [first] = backed;
    if (!plan.standardScenarios || first === undefined) return;
    const names = plan.scenarios.map(({ name }) => `\`${name}\``);
    const shown = names.length > MOST ? [...names.slice(0, MOST), `${names.length - MOST} more`] : names;
    const message = `No scenario is written, so loss and recovery are held against the standard ones (${listed(shown)}), in which nobody needs time to decide and new machines are there at once. Write those that you fear, for example \`scenario fire { lose ${first.at}; declare within 30m; provision within 4h }\`.`;
    yield finding(id, titlePlace(context), message, { severity: temperedFor(id.severity, plan, backed) });
  },
};

/** Of many scenarios so many are named. */
const MOST = 3;
