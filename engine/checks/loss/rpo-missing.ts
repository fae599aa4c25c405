import { resultOf } from '../answers.ts';
import type { Check } from '../check.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { withoutTarget } from './target-missing.ts';

const id = { code: 'rpo-missing', severity: 'warning' } as const;

export const rpoMissing: Check = {
  ...id,
  group: 'loss',
  summary: 'A system that is backed up, and nothing says how much of it may be lost.',
  *run(context) {
    for (const system of withoutTarget(context, 'rpo')) {
      const [worst] = (resultOf(context, system.name)?.scenarios ?? [])
        .flatMap(({ scenario, affected, loss }) => (affected && loss.seconds !== undefined ? [{ scenario, seconds: loss.seconds }] : []))
        .toSorted((a, b) => b.seconds - a.seconds);
      const now = worst === undefined ? '' : ` As it is, up to ${duration(worst.seconds)} is lost in ${worst.scenario}.`;
      const message = `Nothing says how much of \`${system.name}\` may be lost, so nobody can say whether its backup is enough.${now} Say the most that you can do without, for example \`rpo 26h\` for a nightly backup.`;
      yield finding(id, system.namePlace, message, { severity: tempered(id.severity, context.plan, system), about: system.name });
    }
  },
};
