/** Bytes and rates of a block: assessment.md, section 2. */
import type { BackupBlock, Copy, Job, Plan, Storage, System } from '../../engine/plan/model.ts';
import { startsOf } from './starts.ts';
import { DAY } from './wall.ts';

export const WINDOW_FROM = Date.UTC(2027, 0, 1) / 1000;
export const WINDOW_TO = Date.UTC(2029, 0, 1) / 1000;
/** Up to here runs matter: month 36 ends then, and what begins in the window has been detected. */
export const HORIZON = Date.UTC(2030, 0, 1) / 1000;

const CHAIN = ['full', 'differential', 'incremental'];
export function inChain(job: Job): boolean {
  return CHAIN.includes(job.word);
}

/** The longest gap between scheduled starts of these jobs together that touches the window; 0 where there is none. */
export function longestGap(jobs: readonly Pick<Job, 'schedule'>[]): number {
  const starts = new Set<number>();
  for (const { schedule } of jobs) {
    if (schedule === 'continuous') continue;
    // Far enough to have a start on either side of the window, even on a 29 February.
    const far = (schedule.form.form === 'yearly' ? 1500 : 400) * DAY;
    for (const start of startsOf(schedule.form, schedule.zone, WINDOW_FROM - far, WINDOW_TO + far)) starts.add(start);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  let longest = 0;
  for (const [index, start] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && next >= WINDOW_FROM && start < WINDOW_TO) longest = Math.max(longest, next - start);
  }
  return longest;
}

/** Gi and Gf of a block, and the longest interval of each of its log jobs. */
export interface Gaps {
  readonly chain: number;
  readonly fulls: number;
}
export function gapsOf(block: BackupBlock): Gaps {
  return { chain: longestGap(block.jobs.filter(inChain)), fulls: longestGap(block.jobs.filter((job) => job.word === 'full')) };
}

export function storageNamed(plan: Plan, name: string): Storage {
  const found = plan.storages.find((storage) => storage.name === name);
  if (found === undefined) throw new Error(`no storage ${name}`);
  return found;
}

/** The site itself and those around it, innermost first. */
export function around(plan: Plan, site: string): string[] {
  const found = plan.sites.find(({ name }) => name === site);
  if (found === undefined) return [];
  return found.within === undefined ? [site] : [site, ...around(plan, found.within)];
}

/** The declared link between two sites or, failing that, between the nearest that enclose them. */
export function linkOf(plan: Plan, one: string, other: string): { readonly name: string; readonly rate: number } | undefined {
  if (one === other) return undefined;
  const pairs = around(plan, one).flatMap((a, i) => around(plan, other).map((b, j) => ({ a, b, far: i + j, i })));
  pairs.sort((p, q) => p.far - q.far || p.i - q.i);
  for (const { a, b } of pairs) {
    for (const site of plan.sites) {
      for (const link of site.links) {
        const same = (site.name === a && link.to === b) || (site.name === b && link.to === a);
        if (same && a !== b) return { name: [a, b].sort().join(' and '), rate: link.rate.value };
      }
    }
  }
  return undefined;
}

/** Bytes a second of a job's run. */
export function writeRate(plan: Plan, system: System, job: Job): number {
  const target = storageNamed(plan, job.to);
  return Math.min(target.write.value, linkOf(plan, system.at, target.at)?.rate ?? Number.POSITIVE_INFINITY);
}

export function copyRate(plan: Plan, copy: Copy): number {
  const source = storageNamed(plan, copy.from);
  const target = storageNamed(plan, copy.to);
  return Math.min(target.write.value, source.read.value, linkOf(plan, source.at, target.at)?.rate ?? Number.POSITIVE_INFINITY);
}
