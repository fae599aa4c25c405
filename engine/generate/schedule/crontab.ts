import { type MonthDay, type Plan, type Schedule, spanSeconds } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from '../scripts/coverage.ts';
import { installFolder, planSlug } from '../scripts/names.ts';
import { commentText } from '../scripts/quote.ts';
import { type Entry, entriesOf } from './entries.ts';

/** Five fields, and a test that a day of the month has to pass where five fields cannot say it. */
interface Line {
  readonly fields: string;
  readonly onlyIf?: string;
}

export function crontab(plan: Plan, covered: readonly Chain[]): Artifact {
  const entries = covered.flatMap((chain) => entriesOf(plan, chain));
  const text = `# Install as /etc/cron.d/backupplan-${planSlug(plan)}, owned by root.
# Cron reads times in the zone of the host (cronie also obeys CRON_TZ): run this on a host in ${plan.timezone.value}. When clocks change, cron may
# run a job late, twice or not at all, where systemd timers with the same plan would not.
SHELL=/bin/bash
CRON_TZ=${plan.timezone.value}
${entries.flatMap((entry) => blockOf(plan, entry, entries)).join('\n')}
`;
  return { path: `schedule/backupplan-${planSlug(plan)}`, text, executable: false };
}

function blockOf(plan: Plan, entry: Entry, all: readonly Entry[]): string[] {
  const head = `# ${commentText(`${entry.id}: ${entry.words}`)}`;
  if ('follows' in entry.when) {
    if (entry.when.afterLogOf.length === 0) return [`${head} (started by the line of ${entry.when.follows.map(commentText).join(', ')})`];
    return [`${head}; cron cannot wait for log, so every minute`, `* * * * * ${entry.user} ${command(plan, entry, all)}`];
  }
  const lines = linesOf(entry.when);
  if (lines.length === 0) return [`${head}: CRON CANNOT DO THIS, use systemd timers`];
  // In a crontab a percent sign ends the command.
  return [
    head,
    ...lines.map(
      ({ fields, onlyIf }) =>
        `${fields} ${entry.user} ${`${onlyIf === undefined ? '' : `${onlyIf} && `}${command(plan, entry, all)}`.replaceAll('%', '\\%')}`,
    ),
  ];
}

/** A script, and then those that follow it. */
function command(plan: Plan, entry: Entry, all: readonly Entry[]): string {
  const followers = all.filter(({ when }) => 'follows' in when && when.follows.includes(entry.id));
  const own = `${installFolder(plan)}/${entry.script}`;
  if (followers.length === 0) return own;
  return `${own} && { ${followers.map((follower) => `${command(plan, follower, all)};`).join(' ')} }`;
}

function linesOf({ form }: Schedule): Line[] {
  switch (form.form) {
    case 'hourly':
      return [{ fields: `${form.minute} * * * *` }];
    case 'every': {
      const step = spanSeconds(form.span);
      if (step < 60 || step % 60 !== 0) return [];
      if (step < 3600) return [{ fields: `*/${step / 60} * * * *` }];
      return at(
        Array.from({ length: Math.floor(86_400 / step) }, (_, index) => index * step),
        '* * *',
      );
    }
    case 'daily':
      return at(form.times, '* * *');
    case 'weekdays':
      return at(form.times, '* * 1-5');
    case 'weekly':
      return at(form.times, `* * ${form.weekdays.join(',')}`);
    case 'monthly':
      return form.days.flatMap((day) => monthly(day, form.times));
    case 'yearly':
      return form.dates.flatMap(({ month, day }) => at(form.times, `${day} ${month} *`));
    case 'cron':
      return [{ fields: form.expression.trim().replace(/\s+/g, ' ') }];
  }
}

function monthly(day: MonthDay, times: readonly number[]): Line[] {
  if ('day' in day) return at(times, `${day.day} * *`);
  if ('last' in day) return at(times, '28-31 * *', '[ "$(date -d tomorrow +%d)" = 01 ]');
  const weekday = `[ "$(date +%u)" = ${day.weekday} ]`;
  if (day.nth === 'last') return at(times, '22-31 * *', `${weekday} && [ "$(date -d +7days +%m)" != "$(date +%m)" ]`);
  return at(times, `${day.nth * 7 - 6}-${day.nth * 7} * *`, weekday);
}

function at(times: readonly number[], days: string, onlyIf?: string): Line[] {
  return [...new Set(times)]
    .sort((a, b) => a - b)
    .map((time) => ({ fields: `${Math.floor(time / 60) % 60} ${Math.floor(time / 3600)} ${days}`, onlyIf }));
}
