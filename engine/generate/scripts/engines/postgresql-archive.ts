import { longestGap } from '../../../assess/schedule/runs.ts';
import type { Job, Plan } from '../../../plan/model.ts';
import type { Artifact } from '../../artifact.ts';
import type { Chain } from '../coverage.ts';
import { installFolder, scriptFolder } from '../names.ts';

/**
 * The server's part of a `log` job. The path of the command is fixed (`/opt/backupplan/PLAN`, or BACKUPPLAN_HOME in the server's
 * environment), so no text of the plan but file names stands in it.
 */
export function archiveSettings(plan: Plan, { system, block, logs }: Chain): Artifact {
  const path = `config/${scriptFolder(system, block)}/postgresql-archive.conf`;
  const text = `# Log archiving for ${logs.map(({ to }) => to).join(', ')}. Add to the server's postgresql.conf, then restart it:
#   include_if_exists = '${installFolder(plan)}/${path}'
wal_level = replica
archive_mode = on
# A segment that is not full is archived after this many seconds.
archive_timeout = ${Math.min(...logs.map(archiveTimeout))}
archive_command = '"\${BACKUPPLAN_HOME:-${installFolder(plan)}}"/scripts/${scriptFolder(system, block)}/archive-wal.sh %p %f'
`;
  return { path, text, executable: false };
}

/**
 * Seconds. A continuous log may be `lag` behind: three quarters of it for a segment to end, the rest to store it. A log with a
 * schedule is archived as often as that, and hourly at least; it is never further behind than the plan says.
 */
function archiveTimeout({ schedule, lag }: Job): number {
  if (schedule === 'continuous') return Math.max(1, Math.floor((lag?.value ?? 60) * 0.75));
  return Math.min(3600, longestGap(schedule)?.seconds ?? 3600);
}
