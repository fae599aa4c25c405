import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { lessLost } from '../loss/less-lost.ts';
import { finding } from '../report.ts';
import { countedCopies } from './counted-copies.ts';
import { backupSkeletons } from './skeleton.ts';

const id = { code: 'unprotected-system', severity: 'error' } as const;

export const unprotectedSystem: Check = {
  ...id,
  group: 'copies',
  summary: 'A system without a backup, and nothing says that it needs none.',
  implies: ['unrecoverable', 'violates-3-2-1', 'restore-untested', 'rpo-unmet'],
  *run(context) {
    for (const system of context.judged) {
      if (!needsBackup(system, context.catalogue) || isBackedUp(system)) continue;
      const message = `\`${system.name}\` has no backup: whatever is lost of it stays lost. Give it one (\`backupplan design\` finds what meets its targets), or say \`exempt because "…"\` if it needs none.`;
      yield finding(id, system.namePlace, message, { about: system.name, fixes: backupSkeletons(context, system) });
    }
  },
  brings({ about = '' }, before, after) {
    const brought = [countedCopies(after, about), lessLost(about, before, after)].filter((each) => each !== undefined);
    return brought.length === 0 ? undefined : brought.join('; ');
  },
};
