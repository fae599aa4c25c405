import type { System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertionNear } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { textAt } from '../places.ts';
import { finding } from '../report.ts';
import { counted } from '../words.ts';

const id = { code: 'restore-untested', severity: 'warning' } as const;

/** What is proposed where no system of the plan has a test: no more than a week's work rests on hope. */
const WEEKLY = { statement: 'verify restore weekly on monday at 05:00', why: 'a restore is tried every week' };

export const restoreUntested: Check = {
  ...id,
  group: 'verification',
  summary: 'Nothing restores the backup of a system to see whether it can be.',
  implies: ['verify-shallow'],
  *run(context) {
    const test = testOf(context);
    for (const system of context.judged) {
      if (!needsBackup(system, context.catalogue) || !isBackedUp(system)) continue;
      if (system.blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore'))) continue;
      const critical = system.criticality.value === 'critical';
      const isShallow = system.blocks.some(({ verifies }) => verifies.length > 0);
      const shallow = isShallow ? ' (`verify checksum` shows only that the files are intact)' : '';
      const message = `No \`verify restore\` of \`${system.name}\`: nothing shows that its backup can be restored${shallow}. Add \`${test.statement}\`.`;
      const policy = system.blocks.find((block) => block.policy !== undefined)?.policy;
      yield finding(id, system.namePlace, message, {
        severity: critical ? 'error' : id.severity,
        about: system.name,
        cause: policy && JSON.stringify([policy, isShallow]),
        fixes: addTest(context, system, test),
      });
    }
  },
};

interface Test {
  readonly statement: string;
  readonly why: string;
}

/** The rhythm in which another system is tested, in its words: a team has settled on it. */
function testOf(context: CheckContext): Test {
  for (const { name, blocks } of context.judged) {
    const restore = blocks.flatMap(({ verifies }) => verifies).find(({ what }) => what === 'restore');
    if (restore === undefined) continue;
    const { schedule } = restore;
    const words =
      'months' in schedule
        ? `every ${counted(schedule.months, 'month', 'months')}`
        : textAt(context, schedule.place).replaceAll(/\s+/g, ' ');
    return { statement: `verify restore ${words}`, why: `as often as \`${name}\`` };
  }
  return WEEKLY;
}

function addTest(context: CheckContext, system: System, { statement, why }: Test): Fix[] {
  const block = system.blocks.find(({ jobs }) => jobs.length > 0);
  const [job] = block?.jobs ?? [];
  if (block === undefined || job === undefined) return [];
  const edits = insertionNear(context, system, block, job.place, statement);
  return edits.length === 0 ? [] : [{ title: `Add \`${statement}\`: ${why}`, edits, safe: false }];
}
