import type { System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertionNear } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { finding } from '../report.ts';

const id = { code: 'restore-untested', severity: 'warning' } as const;

const TEST = 'verify restore weekly on monday at 05:00';

export const restoreUntested: Check = {
  ...id,
  group: 'verification',
  summary: 'Nothing restores the backup of a system to see whether it can be.',
  implies: ['verify-shallow'],
  *run(context) {
    for (const system of context.judged) {
      if (!needsBackup(system, context.catalogue) || !isBackedUp(system)) continue;
      if (system.blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore'))) continue;
      const critical = system.criticality.value === 'critical';
      const message = `No \`verify restore\` of \`${system.name}\`: nothing shows that its backup can be restored. Add \`${TEST}\`.`;
      yield finding(id, system.namePlace, message, {
        severity: critical ? 'error' : id.severity,
        about: system.name,
        cause: system.blocks.find(({ policy }) => policy !== undefined)?.policy,
        fixes: addTest(context, system),
      });
    }
  },
};

function addTest(context: CheckContext, system: System): Fix[] {
  const block = system.blocks.find(({ jobs }) => jobs.length > 0);
  const [job] = block?.jobs ?? [];
  if (block === undefined || job === undefined) return [];
  const edits = insertionNear(context, system, block, job.place, TEST);
  return edits.length === 0 ? [] : [{ title: `Add \`${TEST}\`: a restore is tried every week`, edits, safe: false }];
}
