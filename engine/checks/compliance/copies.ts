/** What the copies of a system lack. */
import type { CopyWant } from '../../catalogue/requirements.ts';
import type { Storage, System } from '../../plan/model.ts';
import { resultOf } from '../answers.ts';
import { isAway } from '../away.ts';
import type { CheckContext } from '../check.ts';
import { openStorages } from '../security/encryption.ts';
import { listed } from '../words.ts';
import { type Lack, lackIn } from './lack.ts';

/** What is said of copies that all stand with their system. */
const TOGETHER = ['violates-3-2-1', 'same-failure-domain'] as const;
/** What is said where somebody can delete each of them. */
const DELETABLE = ['no-immutable-copy', 'same-account'] as const;
/** What is said where one account reaches all of them. */
const REACHED = ['same-account', 'online-only'] as const;

/** Undefined where nothing is lacking, or nobody can say. */
export function copyLack(context: CheckContext, system: System, want: CopyWant): Lack | undefined {
  const copies = resultOf(context, system.name)?.copies;
  if (copies === undefined) return undefined;
  const isAnyAway = copies.offsite.length > 0;
  const isAnyLocked = copies.immutable.length > 0;
  switch (want) {
    case 'offsiteCopy':
      return isAnyAway ? undefined : noCopy(system, 'is off-site', ...TOGETHER);
    case 'lockedCopy':
      return isAnyLocked ? undefined : noCopy(system, 'is `immutable` or `offline`', ...DELETABLE);
    case 'isolatedCopy':
      return isAnyAway || isAnyLocked ? undefined : noCopy(system, 'is off-site, `immutable` or `offline`', ...TOGETHER, ...DELETABLE);
    case 'segregatedCopy':
      return segregationLack(context, system, copies.storages);
    case 'protectedCopies':
      return protectionLack(context, system);
  }
}

function noCopy({ name }: System, is: string, ...codes: readonly string[]): Lack {
  return lackIn(name, `no copy from which \`${name}\` can be restored ${is}`, ...codes);
}

function segregationLack({ plan }: CheckContext, system: System, able: readonly string[]): Lack | undefined {
  const away = plan.storages.filter((storage) => able.includes(storage.name) && isAway(plan, system, storage));
  if (away.length === 0) return noCopy(system, 'stands away from it', ...TOGETHER, ...REACHED);
  if (away.some(({ account }) => account.value !== system.account.value)) return undefined;
  const text = `the account that runs \`${system.name}\` (${system.account.value}) can delete ${away.length === 1 ? 'the copy' : 'the copies'} on ${listed(away.map(({ name }) => name))}, and no other stands away from it`;
  return lackIn(system.name, text, ...REACHED);
}

export function encryptionLack(context: CheckContext, system: System, which: 'all' | 'offsite'): Lack | undefined {
  const open = openOf(context, system).filter((storage) => which === 'all' || isAway(context.plan, system, storage));
  return open.length === 0 ? undefined : { text: nothingSays(system, open), covers: openOnes(open) };
}

function protectionLack(context: CheckContext, system: System): Lack | undefined {
  const open = openOf(context, system).filter(({ account, offline }) => !offline && account.value === system.account.value);
  if (open.length === 0) return undefined;
  const text = `${nothingSays(system, open)}, and the account that runs it (${system.account.value}) gets at them`;
  return { text, covers: openOnes(open) };
}

function nothingSays({ name }: System, open: readonly Storage[]): string {
  return `nothing says that the copies of \`${name}\` on ${listed(open.map((each) => each.name))} are encrypted`;
}

function openOnes(open: readonly Storage[]): Lack['covers'] {
  return open.map(({ name }) => ({ code: 'unencrypted-offsite', about: name }));
}

function openOf({ plan }: CheckContext, system: System): readonly Storage[] {
  return openStorages(plan, system).map(({ storage }) => storage);
}
