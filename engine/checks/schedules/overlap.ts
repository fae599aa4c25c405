import { sayInstant } from '../../assess/say.ts';
import type { BackupBlock, Copy, Job, System } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { clockOf } from '../loss/culprit.ts';
import { lessLost } from '../loss/less-lost.ts';
import { firstTime, textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { type Collision, collisions, laterThan } from './collision.ts';
import { secondsOfRun, startsInYear } from './timing.ts';

const id = { code: 'overlap', severity: 'warning' } as const;

export const overlap: Check = {
  ...id,
  group: 'schedules',
  summary: 'A copy starts before what it should carry is there, or a job whenever a stronger one of its chain runs.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const block of system.blocks) {
        for (const copy of block.copies) {
          const found = tooEarly(context, system, block, copy);
          if (found !== undefined && isFirst(copy.place)) yield found;
        }
        for (const collision of collisions(context, system, block)) {
          if (isFirst(collision.job.place)) yield collided(context, system, collision);
        }
      }
    }
  },
  brings({ about = '' }, before, after) {
    return lessLost(about, before, after);
  },
};

function collided(context: CheckContext, system: System, collision: Collision): Finding {
  const { job, schedule, by, starts, dropped, together } = collision;
  const runs = dropped === starts ? 'never runs' : `does not run ${dropped} of ${starts} times a year`;
  const when = together
    ? `it starts when the ${by.word} does, and of those the ${by.word} runs alone`
    : `the ${by.word} is still going then`;
  const message = `The ${job.word} of \`${system.name}\` to ${job.to} ${runs}: ${when}, since the jobs of a block share a lock. Give it another time.`;
  return finding(id, schedule.place, message, {
    severity: tempered(id.severity, context.plan, system),
    about: system.name,
    related: [{ place: by.place, message: `The ${by.word} that runs instead.` }],
    fixes: laterThan(context, collision),
  });
}

function tooEarly(context: CheckContext, system: System, block: BackupBlock, copy: Copy): Finding | undefined {
  const schedule = clockOf(copy);
  if (schedule === undefined || copy.managedBy !== undefined) return undefined;
  const copies = startsInYear(schedule);
  for (const job of block.jobs) {
    const takes = job.to === copy.from && job.word !== 'log' ? secondsOfRun(context, system, block, job) : undefined;
    const meets = takes === undefined ? undefined : firstMeeting(job, takes, copies);
    if (meets === undefined) continue;
    const time = (instant: number) => sayInstant(instant, context.plan.timezone.value).split(' ').at(-1);
    const message = `The copy from ${copy.from} to ${copy.to} starts at ${time(meets.copy)}, and the ${job.word} of \`${system.name}\` is not on ${copy.from} before ${time(meets.end)}: the copy carries the one before it. Say \`after ${job.word}\`.`;
    return finding(id, schedule.place, message, {
      severity: tempered(id.severity, context.plan, system),
      about: system.name,
      related: [{ place: job.place, message: `The ${job.word} that it should carry.` }],
      fixes: [
        {
          title: `Copy after each ${job.word} instead of ${textAt(context, schedule.place)}`,
          edits: [{ ...schedule.place, text: `after ${job.word}` }],
          safe: false,
        },
      ],
    });
  }
  return undefined;
}

/** Where most runs of a job are still going when a copy that runs as seldom as they do starts: the first time. */
function firstMeeting(job: Job, takes: number, copies: Float64Array): { readonly copy: number; readonly end: number } | undefined {
  const schedule = clockOf(job);
  const starts = schedule === undefined ? new Float64Array() : startsInYear(schedule);
  // A copy that comes round again soon carries it then, and one that carries many runs at once does not wait for the last.
  if (copies.length === 0 || copies.length > starts.length || starts.length > 2 * copies.length) return undefined;
  let met = 0;
  let first: { copy: number; end: number } | undefined;
  let next = 0;
  for (const copy of copies) {
    while ((starts[next + 1] ?? Infinity) <= copy) next++;
    const start = starts[next] ?? Infinity;
    if (start > copy || start + takes <= copy) continue;
    met++;
    first ??= { copy, end: start + takes };
  }
  return met > copies.length / 2 ? first : undefined;
}
