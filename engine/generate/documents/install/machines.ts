/** Which machine runs what. */
import type { Plan, Storage, System } from '../../../plan/model.ts';
import { type Starter, starters } from '../../schedule/systemd.ts';
import { copyAccount, prunedElsewhere } from '../../scripts/chain-scripts.ts';
import { type Chain, isLocal } from '../../scripts/coverage.ts';
import { commentText } from '../../scripts/quote.ts';
import { code } from '../markdown/escape.ts';
import { unitCommands } from '../unit-commands.ts';
import { list } from '../words.ts';

/** Whether the jobs of a plan belong on more than one machine of one account, as far as it says. */
export function onSeveral(covered: readonly Chain[]): boolean {
  const accounts = covered.map(({ system }) => system.account.value);
  return accounts.some(
    (account) => new Set(covered.filter(({ system }) => system.account.value === account).map(({ system }) => machineOf(system))).size > 1,
  );
}

/** A machine's name, or nothing where the plan says none. A host that begins with a slash is a socket. */
function machineOf({ host }: System): string | undefined {
  return host?.startsWith('/') ? undefined : host;
}

/** Commands that start all timers, grouped by account, and by machine where there are several. */
export function enableCommands(plan: Plan, covered: readonly Chain[]): string {
  const units = starters(plan, covered);
  if (!onSeveral(covered)) return unitCommands('enable --now', units);
  return unitCommands('enable --now', units, (unit) => jobsOf(plan, unit));
}

function jobsOf({ systems }: Plan, { system: name, entry }: Starter): string | undefined {
  const system = systems.find((each) => each.name === name);
  if (system === undefined || entry.account !== system.account.value) return undefined;
  return `jobs of ${commentText(machineOf(system) ?? name)}`;
}

/** Sentences for the machine of another account: the folders that its scripts need there; empty where there are none. */
export function foldersThere(covered: readonly Chain[], account: string): string {
  const read = new Map<string, Storage>();
  const pruned = new Map<string, Storage>();
  for (const chain of covered) {
    if (account === chain.system.account.value) continue;
    for (const copy of chain.copies) {
      const from = chain.storages.find(({ name }) => name === copy.from);
      if (copyAccount(chain, copy) === account && from !== undefined && isLocal(from) && from.account.value !== account)
        read.set(from.name, from);
    }
    for (const storage of prunedElsewhere(chain))
      if (storage.account.value === account && isLocal(storage)) pruned.set(storage.name, storage);
  }
  return [
    read.size === 0 ? '' : ` Its copies read ${places(read)}: mount ${read.size === 1 ? 'it' : 'them'} there too, read-only.`,
    pruned.size === 0
      ? ''
      : ` It prunes ${places(pruned)}: ${pruned.size === 1 ? 'that path has' : 'these paths have'} to be there too, with leave to delete.`,
  ].join('');
}

function places(storages: ReadonlyMap<string, Storage>): string {
  return list([...storages.values()].map(({ name, path = '' }) => `${code(name)} at ${code(path)}`));
}
