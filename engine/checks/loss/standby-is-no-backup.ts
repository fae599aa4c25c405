import { sayDuration } from '../../assess/say.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { backupSkeletons } from '../copies/skeleton.ts';
import { finding } from '../report.ts';

const id = { code: 'standby-is-no-backup', severity: 'error' } as const;

export const standbyIsNoBackup: Check = {
  ...id,
  group: 'loss',
  summary: 'The only other copy of a system is a standby, which every mistake reaches.',
  implies: ['unprotected-system', 'unrecoverable', 'violates-3-2-1', 'restore-untested', 'rpo-unmet'],
  *run(context) {
    for (const system of context.judged) {
      const [standby] = system.standbys.toSorted((a, b) => b.lag.value - a.lag.value);
      if (standby === undefined || !needsBackup(system, context.catalogue) || isBackedUp(system)) continue;
      const behind = standby.lag.value === 0 ? 'at once' : `in ${sayDuration(standby.lag.value)}`;
      const message = `The only other copy of \`${system.name}\` is the standby at ${standby.at}: a deleted table, a bug or an intruder reaches it ${behind}, and then there is nothing to go back to. Give it a \`backup\` too.`;
      yield finding(id, standby.place, message, {
        about: system.name,
        related: [{ place: system.namePlace, message: `\`${system.name}\` has no backup.` }],
        fixes: backupSkeletons(context, system),
      });
    }
  },
};
