import type { Storage } from '../../plan/model.ts';
import { resultOf, storageNamed, targetsFrom } from '../answers.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { counted, listed } from '../words.ts';
import { anotherCopy } from './another-copy.ts';
import { isPlayedOut, isUnderOneAccount, reachesLocked } from './deletable.ts';

const id = { code: 'no-immutable-copy', severity: 'warning' } as const;

/** Kinds of storage that can lock what lies there. */
const lockable = new Set(['s3', 'azure-blob', 'gcs', 'b2']);
/** Longer than an intruder usually stays unnoticed. */
const LOCK = 'immutable 35 days';

export const noImmutableCopy: Check = {
  ...id,
  group: 'copies',
  summary: 'No copy is locked or offline: an intruder with the right account can delete them all.',
  *run(context) {
    for (const system of context.judged) {
      const result = resultOf(context, system.name);
      if (result === undefined || isPlayedOut(result)) continue;
      const { copies } = result;
      if (copies.storages.length === 0 || reachesLocked(context, system)) continue;
      if (!needsBackup(system, context.catalogue) || !isBackedUp(system)) continue;
      // One account for all of it is worse, and said instead.
      if (isUnderOneAccount(context, system, copies)) continue;
      const storages = copies.storages.flatMap((name) => storageNamed(context, name) ?? []);
      const message = `No copy of \`${system.name}\` is locked or offline: ${listed(copies.storages)} can be emptied by whoever holds ${storages.length === 1 ? 'its account' : 'their accounts'}. Lock one (\`${LOCK}\`), or take one \`offline\`.`;
      yield finding(id, system.namePlace, message, {
        about: system.name,
        cause: listed(copies.storages),
        related: storages.map(({ name, account, namePlace }) => ({
          place: namePlace,
          message: `The account ${account.value} can delete on \`${name}\`.`,
        })),
        fixes: [...lockOne(context, storages), ...anotherCopy(context, system, copies.storages, targetsFrom(context, system.at).locked)],
      });
    }
  },
  brings({ about = '' }, _before, after) {
    const { immutable = [], storages = [] } = resultOf(after, about)?.copies ?? {};
    return `nobody can delete ${immutable.length} of ${counted(storages.length, 'copy', 'copies')}`;
  },
};

function lockOne({ project }: CheckContext, storages: readonly Storage[]): Fix[] {
  return storages
    .filter(({ kind }) => lockable.has(kind))
    .flatMap((storage): Fix[] => {
      const file = project.files.find(({ path }) => path === storage.place.file);
      const { block } = storage.statement;
      if (file === undefined || block === undefined) return [];
      return [{ title: `Lock \`${storage.name}\` (\`${LOCK}\`)`, edits: [insertion(file, block, LOCK, 'last')], safe: false }];
    });
}
