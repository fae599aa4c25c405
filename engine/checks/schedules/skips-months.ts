import type { BackupBlock, Copy, Job, MonthDay, Schedule, System, Verify } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { firstTime, textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { startsInYear } from './timing.ts';

const id = { code: 'skips-months', severity: 'warning' } as const;

export const skipsMonths: Check = {
  ...id,
  group: 'schedules',
  summary: 'A monthly schedule does not run in the months that are too short for its day.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const run of system.blocks.flatMap(runsOf)) {
        const found = report(context, system, run);
        if (found !== undefined && isFirst(found)) yield found;
      }
    }
  },
};

type Run = Job | Copy | Verify;

function runsOf({ jobs, copies, verifies }: BackupBlock): Run[] {
  return [...jobs, ...copies, ...verifies];
}

function report(context: CheckContext, system: System, run: Run): Finding | undefined {
  if (run.schedule === 'continuous' || !('form' in run.schedule)) return undefined;
  const { form, place } = run.schedule;
  if (form.form !== 'monthly' || form.days.some((rule) => !('day' in rule) && !('nth' in rule))) return undefined;
  const day = Math.max(...form.days.map((rule) => dayOf(rule)));
  if (day < 29) return undefined;
  const missing = { 29: 'February of most years', 30: 'February', 31: 'five months of the year' }[day];
  const ordinal = day === 31 ? '31st' : `${day}th`;
  const message = `\`${textAt(context, place)}\` ${form.days.length === 1 ? 'does not run' : 'runs less often'} in ${missing}, which ${day === 31 ? 'have' : 'has'} no ${ordinal}. Say \`last\` for the last day of every month.`;
  return finding(id, place, message, {
    severity: tempered(id.severity, context.plan, system),
    about: system.name,
    fixes: onLast(context, run.schedule, day, 'managedBy' in run && run.managedBy !== undefined),
  });
}

function dayOf(rule: MonthDay): number {
  return 'day' in rule ? rule.day : 0;
}

/** The last day is the 31st wherever there is one, so nothing else changes; what somebody else runs has to change there too. */
function onLast(context: CheckContext, schedule: Schedule, day: number, managed: boolean): Fix[] {
  const text = textAt(context, schedule.place);
  const runs = startsInYear(schedule).length;
  const skipped = (day === 31 ? 5 : 1) * ('times' in schedule.form ? schedule.form.times.length : 1);
  const mended = text.replace(new RegExp(`\\b${day}\\b(?!:)`), 'last');
  return [
    {
      title: `Replace with \`${mended}\`: ${runs + skipped} runs a year instead of ${runs}`,
      edits: [{ ...schedule.place, text: mended }],
      safe: day === 31 && !managed,
    },
  ];
}
