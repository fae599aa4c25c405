import type { BackupBlock, Storage, System } from '../../plan/model.ts';
import { targetsFrom } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { blockInsertion, removal } from '../edits.ts';
import type { Fix } from '../finding.ts';

/** More proposals than this are no help, and each is proved by an examination of the whole plan. */
const MOST = 5;

/**
 * Copies of a system's restore points to storages that the plan has and the system does not use yet, those at other sites first; `sound`
 * are those that it can be restored from. Where only some storages help, `targets` are these.
 */
export function anotherCopy(
  context: CheckContext,
  system: System,
  sound: readonly string[],
  targets: readonly Storage[] = targetsFrom(context, system.at).all,
): Fix[] {
  return copyTo(context, system, sound, targets, ({ name }) => ({ title: `Copy to \`${name}\``, edits: [] }));
}

/** The same to any storages; `first` says what has to be done before one can be copied to. */
export function copyTo<Target extends { readonly name: string }>(
  context: CheckContext,
  system: System,
  sound: readonly string[],
  targets: readonly Target[],
  first: (target: Target) => Pick<Fix, 'title' | 'edits'>,
): Fix[] {
  const file = context.project.files.find((each) => each.path === system.place.file);
  const block = system.blocks.find((each) => pointStorages(each).some((name) => sound.includes(name))) ?? system.blocks[0];
  if (file === undefined || block === undefined) return [];
  const used = pointStorages(block);
  const from = used.find((name) => sound.includes(name)) ?? used[0];
  if (from === undefined) return [];
  return targets
    .slice(0, MOST + used.length)
    .filter((storage) => !used.includes(storage.name))
    .slice(0, MOST)
    .map((storage) => {
      const statement = `copy ${schedule(block, from)} from ${from} to ${storage.name}`;
      const { title, edits } = first(storage);
      return { title, edits: [...edits, blockInsertion(file, system, block, statement)], safe: false };
    });
}

/** The same to storages that are `optional`: they have to be bought. */
export function boughtCopy(context: CheckContext, system: System, sound: readonly string[]): Fix[] {
  const optional = context.plan.storages.filter((storage) => storage.optional && storage.media.value !== 'snapshot');
  return copyTo(context, system, sound, optional, (storage) => {
    const file = context.project.files.find(({ path }) => path === storage.place.file);
    const said = storage.statement.block?.statements.find(({ id }) => id === 'storage.optional');
    const edits = file === undefined || said === undefined ? [] : [removal(file, said)];
    return { title: `Have \`${storage.name}\`, which is optional so far, and copy to it`, edits };
  });
}

/** As soon as there is something to copy; with a log, as often as an hour. */
function schedule(block: BackupBlock, from: string): string {
  if (block.jobs.some((job) => job.word === 'log' && job.to === from)) return 'hourly';
  const words = new Set(block.jobs.filter((job) => job.to === from && job.word !== 'snapshot').map((job) => job.word));
  return words.size > 0 ? `after ${[...words].join(', ')}` : 'after copy';
}
