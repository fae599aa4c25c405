/** Changes of a plan after which less is lost: candidates, to be proved. */
import type { Loss } from '../../assess/assessment.ts';
import type { BackupBlock, ScheduleForm, System } from '../../plan/model.ts';
import { storageNamed } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { blockInsertion } from '../edits.ts';
import type { Fix, TextEdit } from '../finding.ts';
import { listed } from '../words.ts';
import { type Cause, type Culprit, clockOf, intervalOf, isCopy, isLog, writtenAt } from './culprit.ts';

/** A fix with the words in which a message recommends it, unless a gentler one of its sort is recommended already. */
export interface Remedy extends Fix {
  readonly advice?: string;
}

const DAY = 86400;

/** What could bring the loss below its target, the gentlest change first. */
export function lessLoss(context: CheckContext, system: System, loss: Loss, { culprits, gone }: Cause): Remedy[] {
  const [first] = culprits;
  if (first === undefined || loss.seconds === undefined || loss.target === undefined || gone !== undefined) return [];
  return [
    ...addLog(context, system, first, loss),
    ...sendLogToo(context, first, loss),
    ...(isCopy(first.run) ? [first] : culprits).flatMap((culprit) => copyAtOnce(context, culprit)),
    ...runMoreOften(context, culprits, loss.seconds - loss.target),
  ];
}

/** A log beside the fulls, with a tool that can be its base. */
function addLog(context: CheckContext, system: System, { block }: Culprit, { falls }: Loss): Remedy[] {
  if (block.jobs.some((job) => isLog(job))) return [];
  const { project, catalogue } = context;
  const points = block.jobs.filter((job) => job.word !== 'snapshot' && job.managedBy === undefined);
  const able = (catalogue.systems[system.kind]?.tools ?? []).filter((name) => {
    const tool = catalogue.tools[name];
    return (
      tool?.logBase === true && ['log' as const, ...points.map((job) => job.word)].every((word) => tool.jobs[system.kind]?.includes(word))
    );
  });
  const file = project.files.find((each) => each.path === block.place.file);
  const reachable = logTargets(context, block);
  const [tool] = able;
  if (tool === undefined || file === undefined || points.length === 0 || reachable.length === 0) return [];
  if (reachable.every((name) => falls.some((fall) => fall.storage === name))) return [];
  const changed = points.flatMap((job): TextEdit[] => {
    const [using] = job.statement.slots.using ?? [];
    return using === undefined || able.includes(job.tool?.value ?? '') ? [] : [{ file: job.place.file, range: using.range, text: tool }];
  });
  // The log goes to every storage that has points, so that each of them alone can restore any instant.
  const log = `log continuous to ${reachable.join(', ')}`;
  const title = changed.length === 0 ? `Archive the log (\`${log}\`)` : `Archive the log with ${tool} (\`${log}\`)`;
  return [{ title, edits: [...changed, blockInsertion(file, system, block, log)], safe: false, advice: 'Archive the log' }];
}

/** A log that goes only where the disaster strikes goes to a storage with points that is left, too. Where copies by the clock bring it, they can come more often. */
function sendLogToo(context: CheckContext, { block, run }: Culprit, { falls }: Loss): Remedy[] {
  if (isCopy(run) && clockOf(run) !== undefined) return [];
  const logs = block.jobs.filter((job) => isLog(job));
  const [first] = logs;
  const last = first?.statement.slots.to?.at(-1);
  if (first === undefined || last === undefined) return [];
  const struck = new Set([...logs.map(({ to }) => to), ...falls.map(({ storage }) => storage)]);
  return logTargets(context, block)
    .filter((name) => !struck.has(name))
    .map((name, index) => ({
      title: `Send the log to ${name} too`,
      edits: [{ file: first.place.file, range: { start: last.range.end, end: last.range.end }, text: `, ${name}` }],
      safe: false,
      advice: index === 0 ? `send the log to ${name} too` : undefined,
    }));
}

/** Where a log can be written all the time, of the storages that have points. */
function logTargets(context: CheckContext, block: BackupBlock): readonly string[] {
  return pointStorages(block).filter((name) => {
    const storage = storageNamed(context, name);
    return storage !== undefined && !storage.offline && storage.media.value !== 'snapshot' && storage.media.value !== 'tape';
  });
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

function runMoreOften({ project, plan }: CheckContext, [first, ...others]: readonly Culprit[], excess: number): Remedy[] {
  const clock = first === undefined ? undefined : clockOf(first.run);
  const interval = first === undefined ? undefined : intervalOf(first.run);
  if (first === undefined || clock === undefined || interval === undefined) return [];
  const { run } = first;
  // What is made more often and still copied once a day is not lost less.
  const waits = Math.max(0, ...others.map((other) => (isCopy(other.run) ? (intervalOf(other.run) ?? 0) : 0)));
  const verb = isCopy(run) ? 'Copy' : isLog(run) ? 'Archive the log' : `Run the ${run.word}`;
  const zone = clock.zone === plan.timezone.value ? '' : ` in "${clock.zone}"`;
  return denser(clock.form)
    .filter(({ seconds }) => seconds <= interval - excess && seconds < interval && seconds >= waits && seconds >= (run.taking?.value ?? 0))
    .slice(0, 2)
    .map(({ text }, index) => ({
      title: `${verb} ${text} instead of ${writtenAt(project.files, clock.place)}`,
      edits: [{ ...clock.place, text: text + zone }],
      safe: false,
      advice: index === 0 ? `${verb.charAt(0).toLowerCase()}${verb.slice(1)} ${text}` : undefined,
    }));
}

/** Schedules that people use, the seldom ones first, each with its longest interval in seconds. A clock change adds its hour. */
function denser(form: ScheduleForm): { readonly seconds: number; readonly text: string }[] {
  const at = 'times' in form ? (form.times[0] ?? 0) : 0;
  const time = `${String(Math.floor(at / 3600)).padStart(2, '0')}:${String(Math.floor(at / 60) % 60).padStart(2, '0')}`;
  return [
    { seconds: 7 * DAY + 3600, text: `weekly on sunday at ${time}` },
    { seconds: DAY + 3600, text: `daily at ${time}` },
    ...[12, 8, 6, 4, 3, 2].map((hours) => ({ seconds: (hours + 1) * 3600, text: `every ${hours}h` })),
    { seconds: 3600, text: 'hourly' },
    ...[30, 15, 10, 5].map((minutes) => ({ seconds: minutes * 60, text: `every ${minutes}m` })),
  ];
}
