import { longestGap } from '../../../assess/schedule/runs.ts';
import type { Job, Plan } from '../../../plan/model.ts';
import type { Artifact } from '../../artifact.ts';
import { scheduleWords } from '../../documents/schedule.ts';
import { bash } from '../bash.generated.ts';
import type { Chain } from '../coverage.ts';
import type { MakeScript } from '../engine.ts';
import { archiveConf, installFolder, scriptFolder } from '../names.ts';
import { shellArray } from '../quote.ts';
import { withLogs } from '../settings.ts';

/**
 * What servers call for `log` jobs, and the settings that make them. `archiver` is the name of the script that stores a segment:
 * pgBackRest looks for its own name in the server's archive_command.
 */
export function archiveArtifacts(plan: Plan, chain: Chain, make: MakeScript, archiver = 'archive-wal.sh'): Artifact[] {
  const home = `scripts/${scriptFolder(chain.system, chain.block)}`;
  return [
    make(
      `${home}/${archiver}`,
      [...chain.logs.map(logWords), "The server's archive_command: stores one finished log segment."],
      [`log_storages=${shellArray(chain.logs.map(({ to }) => to))}`, `log_jobs=${shellArray(chain.logs.map(({ id }) => id))}`],
      bash['postgresql-archive-wal'],
    ),
    make(
      `${home}/restore-wal.sh`,
      ["A restored server's restore_command: fetches one log segment from any storage that has it."],
      [`log_storages=${shellArray(withLogs(chain))}`],
      bash['postgresql-restore-wal'],
    ),
    archiveSettings(plan, chain, archiver),
  ];
}

/**
 * The server's part of a `log` job. The path of the command is fixed (`/opt/backupplan/PLAN`, or BACKUPPLAN_HOME in the server's
 * environment), so no text of the plan but file names stands in it.
 */
function archiveSettings(plan: Plan, { system, block, logs }: Chain, archiver: string): Artifact {
  const path = archiveConf(system, block);
  const text = `# Log archiving for ${logs.map(({ to }) => to).join(', ')}. Add to the server's postgresql.conf, then restart it:
#   include_if_exists = '${installFolder(plan)}/${path}'
wal_level = replica
archive_mode = on
# A segment that is not full is archived after this many seconds.
archive_timeout = ${Math.min(...logs.map(archiveTimeout))}
archive_command = '"\${BACKUPPLAN_HOME:-${installFolder(plan)}}"/scripts/${scriptFolder(system, block)}/${archiver} %p %f'
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

function logWords({ schedule, lag, to }: Job): string {
  return `log ${schedule === 'continuous' ? `continuous, at most ${lag?.value ?? 60} seconds behind,` : scheduleWords(schedule)} to ${to}`;
}
