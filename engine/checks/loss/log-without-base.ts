import type { BackupBlock, System } from '../../plan/model.ts';
import { storagesWith } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { bringFulls } from './bring-fulls.ts';

const id = { code: 'log-without-base', severity: 'error' } as const;

export const logWithoutBase: Check = {
  ...id,
  group: 'loss',
  summary: 'Log comes to a storage that no full comes to from which it could be replayed.',
  implies: ['unrecoverable', 'violates-3-2-1'],
  hides: ['rpo-unmet', 'rto-unmet', 'rto-archive-retrieval', 'mtd-exceeded'],
  *run(context) {
    for (const system of context.judged) {
      for (const block of system.blocks) {
        const found = report(context, system, block);
        if (found !== undefined) yield found;
      }
    }
  },
};

function report(context: CheckContext, system: System, block: BackupBlock): Finding | undefined {
  const fulls = storagesWith(block, 'full');
  const logs = [...storagesWith(block, 'log')];
  const bare = logs.filter((storage) => !fulls.has(storage));
  const [storage] = bare;
  const brings = [...block.jobs, ...block.copies].find(({ to }) => to === storage);
  if (storage === undefined || brings === undefined || block.jobs.some(({ managedBy }) => managedBy !== undefined)) return undefined;
  const comes =
    fulls.size === 0
      ? 'there is no full that it could be replayed from'
      : `the full that it is replayed from comes to ${listed([...fulls])} only`;
  const message = `The log of \`${system.name}\` comes to ${listed(bare)}, and ${comes}: where only ${listed(bare, 'or')} is left, it restores nothing. ${fulls.size === 0 ? 'Make a full there.' : `Bring the full to ${listed(bare)} too.`}`;
  const fixes = bare.length === 1 ? bringFulls(context, system, block, storage) : [];
  const related = block.jobs.filter(({ word }) => word === 'full').map(({ place }) => ({ place, message: 'The full that it needs.' }));
  return finding(id, brings.place, message, { about: system.name, related, fixes });
}
