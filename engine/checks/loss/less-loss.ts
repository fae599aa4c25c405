/** Changes of a plan after which less is lost: candidates, to be proved. */
import type { Loss } from '../../assess/assessment.ts';
import type { Copy, System } from '../../plan/model.ts';
import { pointStorages } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { blockInsertion } from '../edits.ts';
import type { Fix, TextEdit } from '../finding.ts';
import { listed } from '../words.ts';
import { type Culprit, clockOf, culpritsOf, isCopy, isLog, longestInterval, writtenAt } from './culprit.ts';

/** A fix with the words in which a message recommends it, unless a gentler one of its sort is recommended already. */
export interface Remedy extends Fix {
  readonly advice?: string;
}

/** Intervals that people run jobs at: seconds, and as they are written. */
const intervals = [
  ...[12, 8, 6, 4, 3, 2, 1].map((hours) => ({ seconds: hours * 3600, text: `${hours}h` })),
  ...[30, 15, 10, 5].map((minutes) => ({ seconds: minutes * 60, text: `${minutes}m` })),
];

/** What could bring the loss below its target, the gentlest change first. */
export function lessLoss(context: CheckContext, system: System, loss: Loss): Remedy[] {
  const culprits = culpritsOf(system, loss);
  const [first] = culprits;
  if (first === undefined || loss.seconds === undefined || loss.target === undefined) return [];
  return [
    ...addLog(context, system, first, loss.witness?.storage),
    ...culprits.flatMap((culprit) => copyAtOnce(context, culprit)),
    ...runMoreOften(context, culprits, loss.seconds - loss.target),
  ];
}

/** A log beside the fulls, with a tool that can be its base. */
function addLog({ project, catalogue, plan }: CheckContext, system: System, { block }: Culprit, left: string | undefined): Remedy[] {
  if (block.jobs.some((job) => isLog(job))) return [];
  const points = block.jobs.filter((job) => job.word !== 'snapshot' && job.managedBy === undefined);
  const able = (catalogue.systems[system.kind]?.tools ?? []).filter((name) => {
    const tool = catalogue.tools[name];
    return (
      tool?.logBase === true && ['log' as const, ...points.map((job) => job.word)].every((word) => tool.jobs[system.kind]?.includes(word))
    );
  });
  const file = project.files.find((each) => each.path === block.place.file);
  const reachable = pointStorages(block).filter((name) => {
    const storage = plan.storages.find((each) => each.name === name);
    return storage !== undefined && !storage.offline && storage.media.value !== 'snapshot' && storage.media.value !== 'tape';
  });
  const [tool] = able;
  if (tool === undefined || file === undefined || points.length === 0 || reachable.length === 0) return [];
  if (left !== undefined && !reachable.includes(left)) return [];
  const changed = points.flatMap((job): TextEdit[] => {
    const [using] = job.statement.slots.using ?? [];
    return using === undefined || able.includes(job.tool?.value ?? '') ? [] : [{ file: job.place.file, range: using.range, text: tool }];
  });
  // The log goes to every storage that has points, so that each of them alone can restore any instant.
  const log = `log continuous to ${reachable.join(', ')}`;
  const title = changed.length === 0 ? `Archive the log: \`${log}\`` : `Archive the log with ${tool}: \`${log}\``;
  return [{ title, edits: [...changed, blockInsertion(file, system, block, log)], safe: false, advice: 'Archive the log' }];
}

/** A copy by the clock waits for its hour; after the run it copies at once. */
function copyAtOnce({ project }: CheckContext, { block, run }: Culprit): Remedy[] {
  const clock = clockOf(run);
  if (!isCopy(run) || clock === undefined) return [];
  const words = [
    ...new Set(
      block.jobs.filter((job) => job.to === run.from && job.word !== 'snapshot' && job.schedule !== 'continuous').map((job) => job.word),
    ),
  ];
  // A log that is written all the time comes after nothing.
  if (words.length === 0 || block.jobs.some((job) => job.to === run.from && job.schedule === 'continuous')) return [];
  const title = `Copy after each ${listed(words, 'or')} instead of ${writtenAt(project.files, clock.place)}`;
  const edits = [{ ...clock.place, text: `after ${words.join(', ')}` }];
  return [{ title, edits, safe: false, advice: `copy after each ${listed(words, 'or')}` }];
}

function runMoreOften({ project }: CheckContext, [first, ...others]: readonly Culprit[], excess: number): Remedy[] {
  if (first === undefined) return [];
  const { run } = first;
  const clock = clockOf(run);
  const interval = clock === undefined ? undefined : longestInterval(clock);
  if (clock === undefined || interval === undefined) return [];
  // What is made more often and still copied once a day is not lost less.
  const waits = Math.max(0, ...others.flatMap((other) => (isCopy(other.run) ? intervalOf(other.run) : [])));
  const verb = isCopy(run) ? 'Copy' : isLog(run) ? 'Archive the log' : `Run the ${run.word}`;
  return intervals
    .filter(({ seconds }) => seconds <= interval - excess && seconds < interval && seconds >= waits && seconds >= (run.taking?.value ?? 0))
    .slice(0, 2)
    .map(({ text }, index) => ({
      title: `${verb} every ${text} instead of ${writtenAt(project.files, clock.place)}`,
      edits: [{ ...clock.place, text: `every ${text}` }],
      safe: false,
      advice: index === 0 ? `${verb.charAt(0).toLowerCase()}${verb.slice(1)} every ${text}` : undefined,
    }));
}

function intervalOf(run: Copy): number[] {
  const clock = clockOf(run);
  return [(clock === undefined ? undefined : longestInterval(clock)) ?? 0];
}
