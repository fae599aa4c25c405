import type { Storage } from '../../plan/model.ts';
import { resultOf, storageNamed } from '../answers.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { isPlayedOut, isUnderOneAccount, reachesLocked } from './deletable.ts';

const id = { code: 'same-account', severity: 'warning' } as const;

export const sameAccount: Check = {
  ...id,
  group: 'copies',
  summary: 'The account that runs a system can delete all its backups.',
  *run(context) {
    for (const system of context.judged) {
      const result = resultOf(context, system.name);
      if (result === undefined || isPlayedOut(result)) continue;
      const { copies } = result;
      if (!needsBackup(system, context.catalogue) || !isBackedUp(system)) continue;
      if (reachesLocked(context, system) || !isUnderOneAccount(context, system, copies)) continue;
      const storages = copies.storages.flatMap((name) => storageNamed(context, name) ?? []);
      const message = `The account that runs \`${system.name}\` (${system.account.value}) can delete its backups on ${listed(copies.storages)}: who takes over the one takes the other. Put one under an account of its own (\`account backup-admin\`), lock it (\`immutable 35 days\`), or take it \`offline\`.`;
      yield finding(id, system.namePlace, message, {
        about: system.name,
        cause: `${system.account.value} on ${listed(copies.storages)}`,
        related: storages.map(({ name, account, namePlace }) => ({
          place: account.source.from === 'plan' ? account.source.place : namePlace,
          message: `${account.value} can delete on \`${name}\`.`,
        })),
        fixes: storages.flatMap((storage) => ownAccount(context, storage)),
      });
    }
  },
};

function ownAccount({ project }: CheckContext, { name, account, place, statement }: Storage): Fix[] {
  const file = project.files.find(({ path }) => path === place.file);
  if (file === undefined || statement.block === undefined) return [];
  const own = statement.block.statements.some(({ id: said }) => said === 'storage.account');
  if (own || account.value === 'backup-admin') return [];
  const edits = [insertion(file, statement.block, 'account backup-admin', 'last')];
  return [{ title: `Put \`${name}\` under an account of its own (\`backup-admin\`)`, edits, safe: false }];
}
