/** Which storage a recovery reads, and what it has to read from there (assessment §7). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Plan, Quantity, Storage, System } from '../../plan/model.ts';
import { restoreCap } from '../../plan/restore-cap.ts';
import { type Link, linkBetween } from '../../plan/sites.ts';
import { type StruckBlock, worstLossFrom } from '../loss/loss.ts';
import { baseInterval, deduplicates, fullInterval, logRate, type Needed, stored } from '../made/durations.ts';

export interface Source {
  readonly storage: Storage;
  readonly block: BackupBlock;
  readonly bytes: Needed;
  /** Bytes per second; undefined: nothing caps it. */
  readonly cap?: Quantity;
  readonly link?: Link;
  /** Seconds of replay; undefined where the block has no log. */
  readonly replay?: Needed;
}

/** The source of a system's recovery at a site; undefined where no storage that gets its fulls or snapshots is left. */
export function sourceOf(
  plan: Plan,
  system: System,
  blocks: readonly StruckBlock[],
  site: string,
  catalogue: Catalogue,
): Source | undefined {
  const candidates = plan.storages.flatMap((storage) => {
    const from = blocks.filter((block) => isLeft(block, storage.name) && holds(block.shaped.block, storage.name) !== undefined);
    return from.length === 0 ? [] : [{ storage, from }];
  });
  const only = candidates.length === 1;
  const ranked = candidates.map(({ storage, from }) => {
    const block = from.length === 1 ? from[0] : best(from, (each) => [worstLossFrom(storage.name, [each]).seconds]);
    const source = block === undefined ? undefined : readFrom(plan, system, block.shaped.block, storage, site, catalogue);
    return { source, loss: only ? 0 : worstLossFrom(storage.name, blocks).seconds };
  });
  return best(ranked, ({ source, loss }) => [loss, source === undefined ? Infinity : unshared(source)])?.source;
}

/** The first of the items whose figures are smallest, compared one after the other. */
function best<T>(items: readonly T[], figures: (item: T) => readonly number[]): T | undefined {
  let chosen: { item: T; by: readonly number[] } | undefined;
  for (const item of items) {
    const by = figures(item);
    const differs = by.findIndex((figure, index) => figure !== chosen?.by[index]);
    if (chosen === undefined || (differs >= 0 && (by[differs] ?? 0) < (chosen.by[differs] ?? 0))) chosen = { item, by };
  }
  return chosen?.item;
}

function isLeft({ shaped, damage }: StruckBlock, storage: string): boolean {
  const index = shaped.storages.findIndex(({ name }) => name === storage);
  return index >= 0 && damage.storages[index]?.remains !== 'gone';
}

/** Whether full points of a block come to a storage, by its jobs or by copies, or else snapshots do. */
export function holds(block: BackupBlock, storage: string): 'full' | 'snapshot' | undefined {
  if (reached(block, 'full').has(storage)) return 'full';
  return block.jobs.some(({ word, to }) => word === 'snapshot' && to === storage) ? 'snapshot' : undefined;
}

/** The storages to which points of a block's jobs of one word come. */
export function reached(block: BackupBlock, word: 'full' | 'incremental' | 'differential' | 'log'): ReadonlySet<string> {
  const found = new Set(block.jobs.filter((job) => job.word === word).map(({ to }) => to));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { from, to } of block.copies) if (found.has(from)) found.add(to);
  }
  return found;
}

export function readFrom(plan: Plan, system: System, block: BackupBlock, storage: Storage, site: string, catalogue: Catalogue): Source {
  return {
    storage,
    block,
    bytes: stored(system, restoredBytes(system, block, storage, catalogue)),
    cap: restoreCap(system, block, catalogue),
    link: linkBetween(plan, storage.at, site),
    replay: block.jobs.some(({ word }) => word === 'log') ? replayTime(system, block) : undefined,
  };
}

export function restoredBytes(system: System, block: BackupBlock, storage: Storage, catalogue: Catalogue): Needed {
  if (holds(block, storage.name) === 'snapshot') return { value: 0 };
  const missing: string[] = [];
  const known = (value: number | undefined, name: string): number => {
    if (value === undefined) missing.push(`${system.name}.${name}`);
    return value ?? 0;
  };
  const size = known(system.size?.value, 'size');
  const chained = block.jobs.some((job) => (job.word === 'incremental' || job.word === 'differential') && !deduplicates(job, catalogue));
  const changed = chained ? known(system.changes?.value, 'changes') * fullInterval(block) : 0;
  return missing.length > 0 ? { missing } : { value: size + changed };
}

function replayTime(system: System, block: BackupBlock): Needed {
  const rate = logRate(system);
  return 'missing' in rate ? rate : { value: (rate.value * baseInterval(block)) / system.replayAt.value };
}

/** Seconds until all is read where nothing else is. */
export function unshared({ storage, bytes, cap, link }: Source): number {
  const rate = Math.min(storage.read.value, cap?.value ?? Infinity, link?.rate.value ?? Infinity);
  return storage.retrieval.value + ('missing' in bytes ? Infinity : bytes.value / rate);
}
