import type { System } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { siteTable, storageTable } from '../plan/inventory.ts';
import type { Source } from '../source.ts';

/** What comes to which storage, and where that stands. */
export function placement(source: Source): string {
  const { plan } = source;
  const backed = plan.systems.filter(({ blocks }) => blocks.length > 0);
  if (backed.length === 0 || plan.storages.length === 0)
    return `The plan names no storage that something comes to; add ${code('storage NAME: KIND { … }')}.`;
  const used = plan.storages.filter(({ name }) => backed.some((system) => comes(system, name) !== ''));
  return [
    table(
      ['System', 'Stands at', ...used.map(({ name, at }) => `${plain(name)} at ${plain(at)}`)],
      backed.map((system) => [plain(system.name), plain(system.at), ...used.map(({ name }) => comes(system, name))]),
    ),
    storageTable(source),
    siteTable(source),
  ].join('\n\n');
}

/** `full, log`, `copy from nas`. */
function comes({ blocks }: System, storage: string): string {
  const jobs = blocks.flatMap((block) => block.jobs.filter(({ to }) => to === storage).map(({ word }) => word as string));
  const copies = blocks.flatMap((block) =>
    block.copies.filter(({ to }) => to === storage).map(({ move, from }) => `${move ? 'moved' : 'copied'} from ${plain(from)}`),
  );
  return [...new Set([...jobs, ...copies])].join(', ');
}
