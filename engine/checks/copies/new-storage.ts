import type { System } from '../../plan/model.ts';
import { isWithin } from '../../plan/sites.ts';
import type { CheckContext } from '../check.ts';
import { declarationBelow } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { copyTo } from './another-copy.ts';

interface New {
  readonly name: string;
  readonly at: string;
  /** The statements that declare it, one a line. */
  readonly text: string;
}

/**
 * A storage that the plan does not have yet, with a copy to it: one in a cloud, and first one beside the system where there is a copy
 * `away` already. Its path, bucket and account are to be corrected.
 */
export function newStorage(context: CheckContext, system: System, sound: readonly string[], away: boolean): Fix[] {
  const file = context.project.files.find(({ path }) => path === system.place.file);
  if (file === undefined) return [];
  const storages = away ? [beside(context, system), elsewhere(context, system)] : [elsewhere(context, system)];
  return copyTo(context, system, sound, storages, ({ name, at, text }) => ({
    title: `Add the storage \`${name}\` at \`${at}\`, to be corrected, and copy to it`,
    edits: [declarationBelow(file, 'file.storage', text)],
  }));
}

function beside(context: CheckContext, { at }: System): New {
  const name = free(context, 'local');
  return { name, at, text: `storage ${name}: nas { at ${at}; path "/srv/backup"; account backup-admin; encrypted }` };
}

function elsewhere(context: CheckContext, system: System): New {
  const { plan } = context;
  const others = plan.sites.filter(({ name }) => !isWithin(plan, name, system.at) && !isWithin(plan, system.at, name));
  const known = others.find(({ kind }) => kind === 'cloud');
  const at = known?.name ?? free(context, 'cloud');
  const name = free(context, 'offsite');
  const storage = `storage ${name}: s3 { at ${at}; bucket "backup"; account backup-admin; encrypted }`;
  return { name, at, text: known === undefined ? `site ${at} { kind cloud }\n${storage}` : storage };
}

/** The word, with a number where something is called so already. */
function free({ names }: CheckContext, word: string): string {
  let name = word;
  for (let number = 2; names.named(name).length > 0; number++) name = `${word}-${number}`;
  return name;
}
