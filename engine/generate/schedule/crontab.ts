import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from '../scripts/coverage.ts';
import { installFolder, planSlug } from '../scripts/names.ts';
import { commentText } from '../scripts/quote.ts';
import { cronLines } from './cron-lines.ts';
import { type Entry, entriesOf } from './entries.ts';

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
  const lines = cronLines(entry.when);
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
