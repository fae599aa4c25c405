/** What goes on from one storage to the next: a backup of a folder that holds backups is a copy of them. */
import { globMatches } from './glob.ts';
import type { Copy, Left, Save, Source } from './step.ts';
import { folderOf } from './storages.ts';
import { isTransient, within } from './target.ts';
import { UNKNOWN } from './unknown.ts';

export type Transfer = Pick<Copy, 'from' | 'to' | 'when' | 'origin' | 'mirror'> & Pick<Save, 'sealed'>;

export interface Flow {
  readonly saves: readonly Save[];
  readonly transfers: readonly Transfer[];
  /** Backups of files of which nothing is known. */
  readonly left: readonly Left[];
}

/** Whether what is at a path holds the points of a backup: its folder is there, or the path names its files. */
export function holds(path: string, { to, name }: Save): boolean {
  const folder = folderOf(to);
  if (folder === undefined) return false;
  if (within(path, folder)) return true;
  const slash = path.lastIndexOf('/');
  return path.slice(0, slash) === folder && (name === undefined || globMatches(path.slice(slash + 1), name));
}

/** Backups of files, without the folders that hold the backups of others; of these they are copies. */
export function covering(given: readonly Save[], copies: readonly Copy[]): Flow {
  const saves = [...given, ...copies.flatMap((copy) => gathered(copy, given))];
  const transfers: Transfer[] = copies.filter(({ from }) => saves.some((save) => holds(from, save)));
  const left: Left[] = [];
  const kept = saves.flatMap((save): Save[] => {
    const { source, to, when, origin, mirror = false, sealed, stays } = save;
    if (source.kind !== 'files' || source.host !== undefined) return [save];
    const others = saves.filter((other) => other !== save && folderOf(other.to) !== folderOf(to));
    const held = source.paths.map((path) => ({
      path,
      by: others.filter((other) => holds(path, other) && (stays !== true || folderOf(other.to) === path)),
    }));
    const mounted = stays === true ? source.paths.filter((path) => others.some((other) => holds(path, other))) : [];
    const unknown = [
      ...(source.unknown ?? []),
      ...mounted.map((path) => `exclude: what is mounted below ${path} is not in it; ask \`findmnt\``),
    ];
    for (const { path: from, by } of held) if (by.length > 0) transfers.push({ from, to, when, origin, mirror, sealed });
    const paths = held.flatMap(({ path, by }) => (by.length === 0 || isAround(path, by) ? [path] : []));
    const known = paths.filter((path) => !path.includes(UNKNOWN));
    if (known.length < paths.length) left.push({ origin, because: 'what it backs up is only known when it runs' });
    return known.length === 0 ? [] : [{ ...save, source: { ...source, paths: known, unknown } }];
  });
  return { saves: kept, transfers, left };
}

/** What is copied into a folder for a while, to be packed there with the rest. */
function gathered({ from, to, origin, when }: Copy, saves: readonly Save[]): readonly Save[] {
  if (!isTransient(folderOf(to) ?? '') || isTransient(from) || from.includes(UNKNOWN) || saves.some((save) => holds(from, save))) return [];
  const source: Source = { kind: 'files', databases: [], paths: [from], excludes: [] };
  return [{ does: 'save', source, word: 'full', to, managedBy: 'a script of cron', origin, when }];
}

/** Something else than these backups is at a path as well: it lies around their one folder. A folder with several is theirs. */
function isAround(path: string, by: readonly Save[]): boolean {
  const inner = new Set(by.flatMap(({ to }) => folderOf(to) ?? []));
  return inner.size === 1 && ![...inner].some((folder) => within(folder, path) || path.slice(0, path.lastIndexOf('/')) === folder);
}

/** More stations on the way of one backup than anybody has. */
const MOST_STATIONS = 4;

/** Points that lie in a folder for what comes and goes, and are sent on, are where they are sent to. */
export function redirected({ saves, transfers, left }: Flow): Flow {
  let moved = saves;
  for (let station = 0; station < MOST_STATIONS; station++) moved = moved.flatMap((save) => sentOn(save, transfers));
  return { saves: moved, transfers: transfers.filter(({ from }) => moved.some((save) => holds(from, save))), left };
}

function sentOn(save: Save, transfers: readonly Transfer[]): readonly Save[] {
  if (!isTransient(folderOf(save.to) ?? '')) return [save];
  const onward = transfers.filter(
    ({ from, to, when }) => holds(from, save) && when?.run === save.when?.run && folderOf(to) !== folderOf(save.to),
  );
  return onward.length === 0
    ? [save]
    : onward.map(({ to, sealed = save.sealed }): Save => ({ ...save, to, sealed, name: undefined, rotates: undefined }));
}
