import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { bash } from './bash.generated.ts';
import { type Chain, isLocal } from './coverage.ts';
import { chainFolder } from './names.ts';
import { packedStorages, reachSettings } from './packed.ts';
import { shellMap } from './quote.ts';
import { scriptText } from './script.ts';
import { planSettings, storagePaths } from './settings.ts';

/** `scripts/prepare.sh STORAGE`: marks a storage once, so that scripts can tell it from the empty folder under a lost mount. */
export function prepareScript(plan: Plan, covered: readonly Chain[], planHash: string): Artifact {
  const storages = [...new Map(covered.flatMap((chain) => chain.storages.map((storage) => [storage.name, storage] as const))).values()];
  const remote = [...new Map(covered.flatMap(packedStorages).map((storage) => [storage.name, storage] as const)).values()].filter(
    (storage) => !isLocal(storage),
  );
  const text = scriptText({
    libraries: ['lib.sh', ...(remote.length === 0 ? [] : ['lib-packed.sh'])],
    about: [
      'Marks a storage as itself, once, after it was mounted: prepare.sh STORAGE [--owner USER] [--readers GROUP]',
      'With --owner its folders belong to USER, who alone can delete there; with --readers the members of GROUP may read them, to copy and to restore; the owner has to be one of them.',
    ],
    settings: [
      ...planSettings(plan, planHash),
      storagePaths(storages),
      ...(remote.length === 0 ? [] : reachSettings(remote)),
      `chain_user=${shellMap(covered.map((chain) => [chainFolder(chain.system, chain.block), chain.engine.user]))}`,
      `chain_storages=${shellMap(covered.map((chain) => [chainFolder(chain.system, chain.block), ` ${chain.storages.map(({ name }) => name).join(' ')} `]))}`,
    ],
    main: bash.prepare,
  });
  return { path: 'scripts/prepare.sh', text, executable: true };
}
