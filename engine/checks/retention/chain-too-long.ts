import type { BackupBlock, Job, System } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertionNear } from '../edits.ts';
import type { Finding, Fix } from '../finding.ts';
import { clockOf } from '../loss/culprit.ts';
import { oncePerBlock } from '../places.ts';
import { finding } from '../report.ts';
import { startsInYear } from '../schedules/timing.ts';

const id = { code: 'chain-too-long', severity: 'warning' } as const;

/** A month of nightly incrementals. */
const MANY = 31;

export const chainTooLong: Check = {
  ...id,
  group: 'retention',
  summary: 'So many increments lie between two fulls that one bad one spoils weeks.',
  run: (context) => oncePerBlock(context, report),
};

function report(context: CheckContext, system: System, block: BackupBlock): Finding | undefined {
  const chained = block.jobs.filter((job) => isChained(context, job));
  const increments = chained.filter(({ word }) => word === 'incremental');
  const [first] = increments;
  const longest = longestRun(increments, chained);
  if (first === undefined || longest <= MANY) return undefined;
  const full = chained.find(({ word }) => word === 'full');
  const message = `Up to ${longest} increments of \`${system.name}\` lie between two restore points that stand by themselves: to restore the last of them needs all, and one that cannot be read takes every later one with it. Make fulls more often, or a differential now and then.`;
  const related = full === undefined ? [] : [{ place: full.place, message: 'The full that they all need.' }];
  return finding(id, first.place, message, { about: system.name, related, fixes: addDifferential(context, system, block, first) });
}

/** Whether a job makes points that need others, or that others need: not where the tool stores each as a whole, nor where somebody else runs it. */
function isChained({ catalogue }: CheckContext, { word, tool, managedBy }: Job): boolean {
  if (word === 'log' || word === 'snapshot' || managedBy !== undefined) return false;
  return tool === undefined || catalogue.tools[tool.value]?.deduplicates !== true;
}

/** The most increments of a year that follow one another without a full or a differential between them. */
function longestRun(increments: readonly Job[], chained: readonly Job[]): number {
  const starts = (jobs: readonly Job[]): Set<number> =>
    new Set(
      jobs.flatMap((job) => {
        const schedule = clockOf(job);
        return schedule === undefined ? [] : [...startsInYear(schedule)];
      }),
    );
  const breaks = starts(chained.filter(({ word }) => word !== 'incremental'));
  // Without a full there is no chain, and that is said elsewhere.
  if (breaks.size === 0) return 0;
  let longest = 0;
  let run = 0;
  for (const at of [...new Set([...breaks, ...starts(increments)])].sort((a, b) => a - b)) {
    run = breaks.has(at) ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** A differential a day between increments that run more often, else one a week, where the tool can make one. */
function addDifferential(context: CheckContext, system: System, block: BackupBlock, increment: Job): Fix[] {
  const { tool, to } = increment;
  if (tool === undefined || context.catalogue.tools[tool.value]?.jobs[system.kind]?.includes('differential') !== true) return [];
  return ['daily at 01:00', 'weekly on sunday at 01:00'].flatMap((schedule): Fix[] => {
    const statement = `differential ${schedule} to ${to}`;
    const edits = insertionNear(context, system, block, increment.place, statement);
    return edits.length === 0 ? [] : [{ title: `Add \`${statement}\``, edits, safe: false }];
  });
}
