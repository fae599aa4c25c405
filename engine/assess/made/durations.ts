/** How long runs take and how many bytes they move (assessment §2). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Copy, Job, Plan, Schedule, Storage, System } from '../../plan/model.ts';
import { linkBetween } from '../../plan/sites.ts';
import { longestGapOf } from '../schedule/runs.ts';
import { tick } from '../schedule/window.ts';

/** A number, or the names of what it would need (`orders.size`). */
export type Needed = { readonly value: number } | { readonly missing: readonly string[] };

const chainWords = new Set<Job['word']>(['full', 'incremental', 'differential']);

function schedules(jobs: readonly Job[]): Schedule[] {
  return jobs.flatMap(({ schedule }) => (schedule === 'continuous' ? [] : [schedule]));
}

/** Gi: the longest seconds between scheduled starts of the block's full, differential and incremental jobs together; of its snapshots where it has no others. */
export function baseInterval(block: BackupBlock): number {
  const chain = block.jobs.filter(({ word }) => chainWords.has(word));
  return longestGapOf(schedules(chain.length > 0 ? chain : block.jobs.filter(({ word }) => word === 'snapshot')))?.seconds ?? 0;
}

/** Gf: the longest seconds between scheduled starts of the block's fulls. */
export function fullInterval(block: BackupBlock): number {
  return longestGapOf(schedules(block.jobs.filter(({ word }) => word === 'full')))?.seconds ?? 0;
}

export function deduplicates(job: Job, catalogue: Catalogue): boolean {
  return job.tool !== undefined && catalogue.tools[job.tool.value]?.deduplicates === true;
}

/** Bytes that a run of a job stores; `first` is the block's first full. */
export function jobBytes(system: System, block: BackupBlock, job: Job, catalogue: Catalogue, first = false): Needed {
  const changed = (seconds: number): Needed => stored(system, times(need(system.changes?.value, `${system.name}.changes`), seconds));
  switch (job.word) {
    case 'snapshot':
      return { value: 0 };
    case 'log':
      return job.schedule === 'continuous'
        ? { value: 0 }
        : stored(system, times(logRate(system), longestGapOf([job.schedule])?.seconds ?? 0));
    case 'differential':
      return changed(fullInterval(block));
    case 'incremental':
      return changed(baseInterval(block));
    case 'full':
      return deduplicates(job, catalogue) && !first
        ? changed(baseInterval(block))
        : stored(system, need(system.size?.value, `${system.name}.size`));
  }
}

/** Seconds that a run of a job takes. */
export function jobDuration(plan: Plan, system: System, job: Job, bytes: Needed): Needed {
  if (job.word === 'snapshot' || job.schedule === 'continuous') return { value: 0 };
  if (job.taking !== undefined) return { value: tick(job.taking.value) };
  const target = plan.storages.find(({ name }) => name === job.to);
  if (target === undefined) return { missing: [`${job.to}.write`] };
  const link = linkBetween(plan, system.at, target.at);
  return seconds(bytes, Math.min(target.write.value, link?.rate.value ?? Infinity));
}

/** Bytes per second of a copy's runs. */
export function copyRate(plan: Plan, copy: Copy): number {
  const named = (name: string): Storage | undefined => plan.storages.find((storage) => storage.name === name);
  const from = named(copy.from);
  const to = named(copy.to);
  const link = from === undefined || to === undefined ? undefined : linkBetween(plan, from.at, to.at);
  return Math.min(from?.read.value ?? Infinity, to?.write.value ?? Infinity, link?.rate.value ?? Infinity);
}

/** Bytes of log per second, before compression. */
export function logRate(system: System): Needed {
  return need(system.logs?.value, `${system.name}.changes`);
}

/** Bytes as they are stored, with the system's compression. */
export function stored(system: System, bytes: Needed): Needed {
  return times(bytes, system.compresses.value);
}

function seconds(bytes: Needed, rate: number): Needed {
  if ('missing' in bytes) return bytes;
  return { value: bytes.value === 0 ? 0 : tick(bytes.value / rate) };
}

function need(value: number | undefined, about: string): Needed {
  return value === undefined ? { missing: [about] } : { value };
}

function times(needed: Needed, factor: number): Needed {
  return 'missing' in needed ? needed : { value: needed.value * factor };
}
