import { DAY, zoneOf } from '../../assess/schedule/calendar.ts';
import type { BackupBlock, Copy, Job, Plan, System } from '../../plan/model.ts';
import { storageNamed } from '../answers.ts';
import { isOpen, keptAsChanges } from '../as-changes.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { clockOf } from '../loss/culprit.ts';
import { firstTime, textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { type Run, runsInYear, timeAs } from './timing.ts';

const id = { code: 'window-too-small', severity: 'warning' } as const;

type Window = NonNullable<System['window']>;

export const windowTooSmall: Check = {
  ...id,
  group: 'schedules',
  summary: 'A run takes longer than the time in which jobs may run, or goes on beyond it.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      const window = system.window ?? context.plan.window;
      if (window === undefined || window.from === window.to) continue;
      for (const block of system.blocks) {
        for (const run of [...block.jobs, ...block.copies]) {
          const found = report(context, system, block, run, window);
          if (found !== undefined && isFirst(run.place)) yield found;
        }
      }
    }
  },
};

function report(context: CheckContext, system: System, block: BackupBlock, run: Job | Copy, window: Window): Finding | undefined {
  const runs = run.managedBy === undefined ? runsInYear(context, system, block, run) : undefined;
  const beyond = runs === undefined ? undefined : mostBeyond(context.plan, runs, window);
  if (beyond === undefined || run.schedule === 'continuous' || fitsAsChanges(context, system, block, run, window)) return undefined;
  const { takes } = beyond;
  const room = length(window);
  const hours = `${timeAs(window.from)} to ${timeAs(window.to)}`;
  const called = `The ${'word' in run ? run.word : 'copy'} of \`${system.name}\` to ${run.to}`;
  const earlier =
    'after' in run.schedule
      ? `Start what it waits for ${duration((beyond.start + takes - window.to + DAY) % DAY)} earlier`
      : `Start it by ${timeAs(window.to + DAY - takes)}`;
  const message =
    takes > room
      ? `${called} takes ${duration(takes)}, and jobs may run for ${duration(room)} (${hours}). Make it faster, split it, or make fulls less often and increments between them.`
      : `${called} starts at ${timeAs(beyond.start)} and takes ${duration(takes)}: it goes on until ${timeAs(beyond.start + takes)}, and jobs may run from ${hours}. ${earlier}.`;
  return finding(id, run.schedule.place, message, {
    severity: tempered(id.severity, context.plan, system),
    about: system.name,
    related: [{ place: window.place, message: `Jobs may run from ${hours}.` }],
    fixes: takes > room ? [] : atOnce(context, run, window),
  });
}

/** Whether it fits in if the fulls of others are sent as what has changed, which no statement denies. A tape takes whole ones. */
function fitsAsChanges(context: CheckContext, system: System, block: BackupBlock, run: Job | Copy, window: Window): boolean {
  const target = storageNamed(context, run.to);
  const plan = isOpen(block) && target?.media.value !== 'tape' ? keptAsChanges(context) : undefined;
  const lean = plan?.systems.find(({ name }) => name === system.name);
  const leanBlock = lean?.blocks[system.blocks.indexOf(block)];
  if (plan === undefined || lean === undefined || leanBlock === undefined) return false;
  const runs = runsInYear({ ...context, plan }, lean, leanBlock, run);
  return runs !== undefined && mostBeyond(plan, runs, window) === undefined;
}

/** Seconds from the beginning of a window to its end, over midnight where it ends before it begins. */
function length({ from, to }: Window): number {
  return (to - from + DAY) % DAY;
}

interface Beyond {
  /** Seconds after local midnight. */
  readonly start: number;
  /** Seconds. */
  readonly takes: number;
}

/** The first run that starts in a window and does not end in it, where most runs of a year are such. */
function mostBeyond({ timezone }: Plan, runs: readonly Run[], window: Window): Beyond | undefined {
  const zone = zoneOf(timezone.value);
  const room = length(window);
  const late = runs.flatMap((run): Beyond[] => {
    const start = ((zone.local(run.start) % DAY) + DAY) % DAY;
    const takes = run.end - run.start;
    const into = (start - window.from + DAY) % DAY;
    return into < room && into + takes > room ? [{ start, takes }] : [];
  });
  return late.length <= runs.length / 2 ? undefined : late[0];
}

/** The run at the beginning of the window, where it starts once on its days. */
function atOnce(context: CheckContext, run: Job | Copy, { from }: Window): Fix[] {
  const schedule = clockOf(run);
  const times = schedule !== undefined && 'times' in schedule.form ? schedule.form.times : [];
  const [time, ...others] = times;
  if (schedule === undefined || time === undefined || others.length > 0) return [];
  const text = textAt(context, schedule.place);
  const moved = text.replace(timeAs(time), timeAs(from));
  return moved === text ? [] : [{ title: `Replace with \`${moved}\``, edits: [{ ...schedule.place, text: moved }], safe: false }];
}
