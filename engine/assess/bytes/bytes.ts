/** What lies on a plan's storages over three years (assessment §9). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Job, Plan, Span, Storage, System } from '../../plan/model.ts';
import { type ShapedBlock, shapeBlock } from '../block.ts';
import { shifted, type Zone, zoneOf } from '../calendar.ts';
import { deduplicates, jobBytes, logRate, type Needed, stored } from '../durations.ts';
import { type History, historyOf } from '../history.ts';
import { memory } from '../memory.ts';
import { WINDOW } from '../window.ts';
import { Level } from './level.ts';
import { addLog } from './log.ts';
import { growthOf, HORIZON, laterMonths, monthOf, monthStart } from './months.ts';

/** What one system has on one storage. */
export interface Share {
  readonly storage: Storage;
  readonly system: System;
  /** Bytes that lie there, and bytes that are billed: what went before its minimum duration counts until that has passed. */
  readonly lying: Level;
  readonly billed: Level;
  /** What the bytes would need (`orders.size`); the levels mean nothing then. */
  readonly missing: readonly string[];
}

const histories = memory<History>(16);

/** One share for each storage that a block of a system writes to. Not called while somebody types: it plays every run up to 2030. */
export function sharesOf(plan: Plan, catalogue: Catalogue): readonly Share[] {
  return plan.systems
    .filter(({ exempt }) => exempt === undefined)
    .flatMap((system) => {
      const blocks = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
      const used = plan.storages.filter((storage) => blocks.some(({ storages }) => storages.includes(storage)));
      return used.map((storage) => shareOf(system, storage, blocks, catalogue));
    });
}

function shareOf(system: System, storage: Storage, blocks: readonly ShapedBlock[], catalogue: Catalogue): Share {
  const missing = new Set<string>();
  const levelWith = (minimum: Span | undefined): Level => {
    const level = new Level(WINDOW.start, HORIZON);
    for (const shaped of blocks) {
      for (const name of addBlock(level, system, storage, shaped, catalogue, minimum)) missing.add(name);
    }
    return level;
  };
  const lying = levelWith(undefined);
  const billed = storage.minimum === undefined ? lying : levelWith(storage.minimum.value);
  return { storage, system, lying, billed, missing: [...missing] };
}

/** Adds what a block has on a storage; gives what is missing for it. */
function addBlock(
  level: Level,
  system: System,
  storage: Storage,
  shaped: ShapedBlock,
  catalogue: Catalogue,
  minimum: Span | undefined,
): readonly string[] {
  const index = shaped.storages.indexOf(storage);
  if (index < 0) return [];
  const shape = { ...shaped.shape, until: HORIZON };
  const history = histories.recall(JSON.stringify(shape), () => historyOf(shape));
  const growth = growthOf(system);
  const streams = history.streams.filter((stream) => stream.storage === index);
  const rate: Needed = streams.length === 0 ? { value: 0 } : stored(system, logRate(system));
  const points = pointBytes(system, shaped, catalogue);
  const missing = [
    ...shaped.missing,
    ...('missing' in rate ? rate.missing : []),
    ...(growth === undefined ? [`${system.name}.size`] : []),
    ...(history.holdings[index]?.came.length === 0 ? [] : points.missing),
  ];
  if (missing.length > 0 || growth === undefined || 'missing' in rate) return missing;
  addPoints(level, history, index, points, growth, minimum);
  // Log is written as fast as the plan says; only a rate that was taken from the changes grows with them.
  const grows = system.logs?.source.from === 'default';
  const holds = [storage.immutable?.value, minimum].filter((span) => span !== undefined);
  for (const stream of streams) addLog(level, history, stream, (month) => rate.value * (grows ? growth(month) : 1), holds);
  return [];
}

interface PointBytes {
  /** By job of the shape: what a point adds, before growth; the block's first full where the tool deduplicates adds nothing. */
  readonly each: readonly number[];
  /** By job: points lie in a repository that holds `base` bytes beside them. */
  readonly shared: readonly boolean[];
  readonly base: number;
  readonly missing: readonly string[];
}

function pointBytes(system: System, { block, jobs }: ShapedBlock, catalogue: Catalogue): PointBytes {
  const missing: string[] = [];
  const known = (needed: Needed): number => {
    if ('value' in needed) return needed.value;
    missing.push(...needed.missing);
    return 0;
  };
  const shared = jobs.map((job) => job.word === 'full' && deduplicates(job, catalogue));
  const points = (job: Job): boolean => job.word !== 'log';
  return {
    each: jobs.map((job) => (points(job) ? known(jobBytes(system, block, job, catalogue)) : 0)),
    shared,
    base: shared.includes(true) ? known(stored(system, system.size === undefined ? { missing: [`${system.name}.size`] } : system.size)) : 0,
    missing,
  };
}

function addPoints(
  level: Level,
  history: History,
  storage: number,
  { each, shared, base }: PointBytes,
  growth: (month: number) => number,
  minimum: Span | undefined,
): void {
  const { points, shape } = history;
  const holdings = history.holdings[storage];
  if (holdings === undefined) return;
  const zone = zoneOf(shape.zone);
  const firstFull = points.job.findIndex((job) => shape.jobs[job]?.word === 'full');
  const inRepository: { from: number; to: number }[] = [];
  for (const point of holdings.came) {
    const job = points.job[point] ?? 0;
    const from = holdings.available[point] ?? 0;
    const to = until(from, holdings.gone[point] ?? Infinity, minimum, zone);
    if (to <= WINDOW.start) continue;
    if (shared[job] === true) inRepository.push({ from, to });
    if (shared[job] === true && point === firstFull) continue;
    level.addBetween(from, to, (each[job] ?? 0) * growth(monthOf(points.capture[point] ?? 0)));
  }
  for (const { from, to } of joined(inRepository)) {
    level.addBetween(from, to, base);
    for (const month of laterMonths) level.addBetween(Math.max(from, monthStart(month)), to, base * (growth(month) - growth(month - 1)));
  }
}

function until(from: number, gone: number, minimum: Span | undefined, zone: Zone): number {
  return minimum === undefined ? gone : Math.max(gone, shifted(from, minimum, 1, zone));
}

/** Stretches of time as few that do not touch. */
function joined(stretches: { from: number; to: number }[]): readonly { readonly from: number; readonly to: number }[] {
  const all: { from: number; to: number }[] = [];
  for (const stretch of stretches.sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else all.push({ ...stretch });
  }
  return all;
}
