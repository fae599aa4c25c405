/** Fulls that run more often than anything in the plan asks for, each with all that the system holds. */
import { values } from '../../../grammar/tree.ts';
import { currencyOf } from '../../assess/cost/cost.ts';
import { sayDuration, sayMoney } from '../../assess/say.ts';
import type { BackupBlock, Job, Place, ScheduleForm, System } from '../../plan/model.ts';
import type { CheckContext, Subject } from '../check.ts';
import type { Finding, TextEdit } from '../finding.ts';
import { firstTime, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { type Equivalents, id, isOpenToChange, type Other, type Saving } from './equivalent.ts';

const HOUR = 3600;
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SUNDAY = 'sunday';
/** So many ways are proved of one job: each proof examines the plan. */
const MOST_PROVED = 3;

type Increment = 'differential' | 'incremental';
const increments: Readonly<Record<Increment, string>> = { differential: 'differentials', incremental: 'increments' };

interface Fewer extends Other {
  readonly schedule: string;
  /** What runs between them from then on. */
  readonly between?: Increment;
}

interface User {
  readonly system: System;
  readonly block: BackupBlock;
  readonly job: Job;
}

/** Only where the systems say `retain`: where they do not, nothing says whether a point a day is wanted. */
export function* fewerFulls(context: CheckContext, equivalents: Equivalents): Generator<Finding> {
  const isFirst = firstTime();
  const all = context.plan.systems.flatMap((system) =>
    system.blocks.flatMap((block) => block.jobs.map((job): User => ({ system, block, job }))),
  );
  for (const { job } of all.filter((user) => isWhole(context, user))) {
    if (!isFirst(job.place)) continue;
    const users = all.filter((each) => each.job.place.file === job.place.file && each.job.place.range.start === job.place.range.start);
    const systems = users.map(({ system }) => system);
    if (!systems.every(isOpenToChange)) continue;
    const best = equivalents.best(systems, waysOf(context, users, job), MOST_PROVED);
    if (best === undefined || job.schedule === 'continuous') continue;
    yield finding(id, job.schedule.place, messageOf(context, systems, best), {
      about: systems[0]?.name,
      fixes: [{ title: titleOf(best.other), edits: best.other.edits, safe: false }],
    });
  }
}

/** Whether a full takes as much room as the system, and the plan's own scripts make it. */
function isWhole({ catalogue }: Subject, { job }: User): boolean {
  const tool = job.tool === undefined ? undefined : catalogue.tools[job.tool.value];
  return job.word === 'full' && job.managedBy === undefined && tool !== undefined && !tool.deduplicates;
}

function titleOf({ schedule, between }: Fewer): string {
  return `Run the full \`${schedule}\`${between === undefined ? '' : ` with ${increments[between]} between`}`;
}

function messageOf({ plan, assessment }: Subject, systems: readonly System[], { other, after, paid, pays }: Saving<Fewer>): string {
  const [before, then, saves] = [paid, pays, paid - pays].map((sum) => sayMoney(sum, currencyOf(plan)));
  const names = listed(systems.map(({ name }) => `\`${name}\``));
  const [was, is] = [assessment, after.assessment].map((each) =>
    Math.max(
      0,
      ...each.systems
        .filter(({ name }) => systems.some((system) => system.name === name))
        .flatMap(({ scenarios }) => scenarios.map(({ recovery }) => recovery.seconds ?? 0)),
    ),
  );
  const back = was === is ? '' : ` It is back after ${sayDuration(is ?? 0)} at worst, now after ${sayDuration(was ?? 0)}.`;
  const between = other.between === undefined ? '' : ` with ${increments[other.between]} between`;
  return `With a full of ${names} only \`${other.schedule}\`${between} the backup costs ${then} a month and not ${before}, ${saves} less, and every target, \`retain\` and rule is kept.${back}`;
}

function waysOf(context: CheckContext, users: readonly User[], job: Job): readonly Fewer[] {
  if (job.schedule === 'continuous') return [];
  const { place, form } = job.schedule;
  const zone = / in "[^"]*"$/.exec(textAt(context, place))?.[0] ?? '';
  return coarser(form).flatMap((text) => {
    const schedule = `${text}${zone}`;
    const edit = { file: place.file, range: place.range, text: schedule };
    const between = incrementsOf(context, users, job).map((word) => ({
      word,
      edits: [edit, ...incrementEdits(context, users, job, word)],
    }));
    return [{ schedule, edits: [edit] }, ...between.map(({ word, edits }) => ({ schedule, between: word, edits }))];
  });
}

/** Schedules that run less often at the same time of the day, the rarest last. */
function coarser(form: ScheduleForm): readonly string[] {
  const time = 'times' in form ? clock(form.times[0] ?? HOUR) : '01:00';
  const daily = `daily at ${time}`;
  const weekly = `weekly on ${form.form === 'weekly' ? (weekdays[(form.weekdays[0] ?? 7) - 1] ?? SUNDAY) : SUNDAY} at ${time}`;
  switch (form.form) {
    case 'every':
    case 'hourly':
    case 'cron':
      return [daily, weekly];
    case 'daily':
      return form.times.length > 1 ? [daily, weekly] : [weekly];
    case 'weekdays':
      return [weekly];
    case 'weekly':
      return form.weekdays.length > 1 || form.times.length > 1 ? [weekly] : [];
    default:
      return [];
  }
}

function clock(seconds: number): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');
  return `${two(seconds / HOUR)}:${two((seconds % HOUR) / 60)}`;
}

/** What the same tool can make of the changes alone, where nothing does so yet. */
function incrementsOf({ catalogue }: Subject, users: readonly User[], { tool, taking }: Job): readonly Increment[] {
  const jobs = tool === undefined ? undefined : catalogue.tools[tool.value]?.jobs;
  const makes = users.some(({ block }) => block.jobs.some(({ word }) => word === 'differential' || word === 'incremental'));
  if (taking !== undefined || makes) return [];
  return (['differential', 'incremental'] as const).filter((word) => users.every(({ system }) => jobs?.[system.kind]?.includes(word)));
}

/** Increments at the times of the fulls, with the copies that then bring them too. */
function incrementEdits(context: CheckContext, users: readonly User[], job: Job, word: Increment): readonly TextEdit[] {
  const copies = (users[0]?.block.copies ?? []).flatMap((copy): TextEdit[] => {
    const last = 'after' in copy.schedule ? values(copy.statement, 'after', 'word').at(-1) : undefined;
    if (last === undefined || copy.from !== job.to || !('after' in copy.schedule) || !copy.schedule.after.includes('full')) return [];
    return [{ file: copy.place.file, range: { start: last.range.end, end: last.range.end }, text: `, ${word}` }];
  });
  return [behind(context, job.place, textAt(context, job.place).replace(/^full/, word)), ...copies];
}

/** A statement behind another: on a line of its own where that one has one. */
function behind({ project }: Subject, { file, range }: Place, statement: string): TextEdit {
  const text = project.files.find(({ path }) => path === file)?.text ?? '';
  const before = text.slice(text.lastIndexOf('\n', range.start - 1) + 1, range.start);
  return { file, range: { start: range.end, end: range.end }, text: `${before.trim() === '' ? `\n${before}` : '; '}${statement}` };
}
