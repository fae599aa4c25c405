import { startsOf } from '../../assess/schedule/runs.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Job, System } from '../../plan/model.ts';

const DAY = 86400;
/** The first year of the window that plans are assessed over. */
const FROM = Date.UTC(2027, 0, 1) / 1000;
const TO = Date.UTC(2028, 0, 1) / 1000;

/**
 * Bytes that a block of a system adds to a storage on an average day of 2027, before anything is pruned. Undefined where the plan
 * does not give the numbers that this needs.
 */
export function growthPerDay(system: System, block: BackupBlock, storage: string, catalogue: Catalogue): number | undefined {
  return growth(system, block, storage, catalogue, new Set());
}

function growth(system: System, block: BackupBlock, storage: string, catalogue: Catalogue, met: Set<string>): number | undefined {
  if (met.has(storage)) return 0;
  met.add(storage);
  const own = block.jobs.filter((job) => job.to === storage).map((job) => ofJob(system, block, job, catalogue));
  const copied = block.copies.filter((copy) => copy.to === storage).map((copy) => growth(system, block, copy.from, catalogue, met));
  return [...own, ...copied].reduce((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0);
}

function ofJob(system: System, block: BackupBlock, job: Job, catalogue: Catalogue): number | undefined {
  const share = system.compresses.value;
  const changed = system.changes === undefined ? undefined : system.changes.value * DAY * share;
  switch (job.word) {
    case 'snapshot':
      return 0;
    case 'log':
      return system.logs === undefined ? undefined : system.logs.value * DAY * share;
    case 'incremental':
      return changed;
    case 'differential': {
      const fulls = block.jobs.filter((each) => each.word === 'full').reduce((sum, full) => sum + perDay(full), 0);
      return changed === undefined || fulls === 0 ? undefined : (changed / fulls) * perDay(job);
    }
    case 'full': {
      const deduplicates = job.tool !== undefined && catalogue.tools[job.tool.value]?.deduplicates === true;
      if (deduplicates) return changed;
      return system.size === undefined ? undefined : system.size.value * share * perDay(job);
    }
  }
}

function perDay(job: Job): number {
  return job.schedule === 'continuous' ? 0 : (startsOf(job.schedule, FROM, TO).length * DAY) / (TO - FROM);
}
