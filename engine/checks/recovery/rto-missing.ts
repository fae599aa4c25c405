import type { Check } from '../check.ts';
import { withoutTarget } from '../loss/target-missing.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { recoveries } from './late.ts';

const id = { code: 'rto-missing', severity: 'warning' } as const;

export const rtoMissing: Check = {
  ...id,
  group: 'recovery',
  summary: 'A system that is backed up, and nothing says how soon it has to be back.',
  *run(context) {
    for (const system of withoutTarget(context, 'rto')) {
      const [slowest] = recoveries(context, system.name);
      const now =
        slowest === undefined
          ? ''
          : ` As it is, recovery takes ${duration(slowest.recovery.seconds)} in ${slowest.scenario}, and nobody can say whether that is soon enough.`;
      const message = `Nothing says how soon \`${system.name}\` has to be back.${now} Say how long you can do without it, for example \`rto 8h\`.`;
      yield finding(id, system.namePlace, message, { severity: tempered(id.severity, context.plan, system), about: system.name });
    }
  },
};
