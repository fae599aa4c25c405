/** What goes on from one storage to the next: a backup of a folder that holds backups is a copy of them. */
import type { Copy, Save } from './step.ts';
import { folderOf } from './storages.ts';
import { within } from './target.ts';

export type Transfer = Pick<Copy, 'from' | 'to' | 'when' | 'origin' | 'mirror'>;

export interface Flow {
  readonly saves: readonly Save[];
  readonly transfers: readonly Transfer[];
}

/** Backups of files, without the folders that hold the backups of others; of these they are copies. */
export function covering(saves: readonly Save[], copies: readonly Copy[]): Flow {
  const filled = saves.flatMap((save) => folderOf(save.to) ?? []);
  const transfers: Transfer[] = copies.filter(({ from }) => filled.some((folder) => within(folder, from) || within(from, folder)));
  const left = saves.flatMap((save): Save[] => {
    const { source, to, when, origin, mirror = false } = save;
    if (source.kind !== 'files' || source.host !== undefined) return [save];
    const own = folderOf(to);
    const holding = source.paths.filter((path) =>
      filled.some((folder) => folder !== own && (within(folder, path) || within(path, folder))),
    );
    for (const from of holding) transfers.push({ from, to, when, origin, mirror });
    // A folder in which several lie is theirs, and not something else to back up.
    const paths = source.paths.filter((path) => {
      const inner = new Set(filled.filter((folder) => folder !== own && within(path, folder)));
      return inner.size < 2 && !filled.some((folder) => folder !== own && within(folder, path));
    });
    return paths.length === 0 ? [] : [{ ...save, source: { ...source, paths } }];
  });
  return { saves: left, transfers };
}

/** Points that lie in a folder for what comes and goes, and are sent on, are where they are sent to. */
export function redirected({ saves, transfers }: Flow): Flow {
  const moved = saves.flatMap((save): Save[] => {
    const folder = folderOf(save.to);
    if (folder === undefined || !/^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/u.test(folder)) return [save];
    const onward = transfers.filter(({ from, when }) => (within(folder, from) || within(from, folder)) && when?.run === save.when?.run);
    return onward.length === 0 ? [save] : onward.map(({ to }): Save => ({ ...save, to, rotates: undefined }));
  });
  const used = moved.flatMap((save) => folderOf(save.to) ?? []);
  return { saves: moved, transfers: transfers.filter(({ from }) => used.some((folder) => within(folder, from) || within(from, folder))) };
}
