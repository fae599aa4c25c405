/** What the copies of a system lack. */
import type { Storage, System } from '../../plan/model.ts';
import { pointStorages } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { inTheClear, isAway } from '../security/encryption.ts';
import { listed } from '../words.ts';

export type CopyWant = 'offsiteCopy' | 'lockedCopy' | 'segregatedCopy' | 'encrypted' | 'encryptedOffsite';

export function copyLack(context: CheckContext, system: System, want: CopyWant): string | undefined {
  const copies = context.assessment.systems.find(({ name }) => name === system.name)?.copies;
  if (copies === undefined) return undefined;
  const able = context.plan.storages.filter(({ name }) => copies.storages.includes(name));
  switch (want) {
    case 'offsiteCopy':
      return copies.offsite.length > 0 ? undefined : `no copy from which \`${system.name}\` can be restored is off-site`;
    case 'lockedCopy':
      return copies.immutable.length > 0
        ? undefined
        : `no copy from which \`${system.name}\` can be restored is \`immutable\` or \`offline\``;
    case 'segregatedCopy':
      return segregationLack(context, system, able);
    default:
      return encryptionLack(context, system, want === 'encryptedOffsite');
  }
}

function segregationLack({ plan }: CheckContext, system: System, able: readonly Storage[]): string | undefined {
  const away = able.filter((storage) => isAway(plan, system, storage));
  if (away.some(({ account }) => account.value !== system.account.value)) return undefined;
  return away.length === 0
    ? `no copy from which \`${system.name}\` can be restored stands away from it`
    : `the account that runs \`${system.name}\` (${system.account.value}) can delete ${away.length === 1 ? 'the copy' : 'the copies'} on ${listed(away.map(({ name }) => name))}, and no other stands away from it`;
}

function encryptionLack({ plan }: CheckContext, system: System, offsite: boolean): string | undefined {
  const used = new Set(system.blocks.flatMap((block) => [...pointStorages(block), ...block.jobs.map(({ to }) => to)]));
  const clear = new Set(system.blocks.flatMap(inTheClear));
  const open = plan.storages.filter(
    (storage) =>
      used.has(storage.name) &&
      clear.has(storage.name) &&
      !storage.encrypted &&
      storage.key === undefined &&
      (!offsite || isAway(plan, system, storage)),
  );
  return open.length === 0
    ? undefined
    : `nothing says that the copies of \`${system.name}\` on ${listed(open.map(({ name }) => name))} are encrypted`;
}
