import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';

export type Audience = 'all' | 'call' | 'command' | 'management' | 'audit';

export const audiences: readonly { readonly id: Audience; readonly heading: string }[] = [
  { id: 'all', heading: 'For everybody' },
  { id: 'call', heading: 'For who is on call' },
  { id: 'command', heading: 'For who leads a recovery' },
  { id: 'management', heading: 'For management' },
  { id: 'audit', heading: 'For auditors' },
];

/** Who reads what, and can do what then. */
export function readersTable({ plan }: Source): string {
  const [scenario] = plan.scenarios;
  const runbook = scenario === undefined ? 'the runbooks' : `the runbooks, [${scenario.name}](runbook-${scenario.name}.md) first`;
  return table(
    ['Who', 'Reads', 'Can then'],
    [
      ['a new colleague', '[the strategy](strategy.md)', 'say what is backed up where, why so, and what may be lost'],
      ['who is on call', runbook, 'begin within minutes, restore a system by themselves, and know which copy to trust'],
      [
        'who leads a recovery',
        '[the disaster-recovery plan](disaster-recovery-plan.md)',
        'declare, keep the order, and tell others honestly when what is back',
      ],
      [
        'management',
        'the summary of [the strategy](strategy.md), [the cost estimate](cost-estimate.md)',
        'decide what risk is taken, and what may be spent on less',
      ],
      [
        'an auditor',
        '[the retention policy](retention-policy.md), [the testing schedule](testing-schedule.md)',
        'find the evidence for each clause, and what is accepted until when',
      ],
    ],
  );
}
