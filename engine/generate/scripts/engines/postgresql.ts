/** PostgreSQL: logical dumps with pg_dump, base backups with pg_basebackup and the log that goes on from them. */
import type { Job, System } from '../../../plan/model.ts';
import { scheduleWords } from '../../documents/schedule.ts';
import { bash } from '../bash.generated.ts';
import type { Engine } from '../engine.ts';
import { scriptFolder } from '../names.ts';
import { shellArray, shellQuote } from '../quote.ts';
import { withLogs } from '../settings.ts';
import { hasControl } from '../text.ts';
import { archiveSettings } from './postgresql-archive.ts';

export const postgresql: Engine = {
  name: 'postgresql',
  user: 'postgres',
  tools: { pg_dump: ['full'], pg_basebackup: ['full', 'log'] },
  fetchesLog: false,
  physical: ['pg_basebackup'],
  systemReason({ databases, host, user, credentials }) {
    if (databases.some((name) => name.includes('\0'))) return 'a database name holds a NUL character';
    if (databases.includes('')) return 'a database name is empty';
    return [host, user, credentials].some((text) => text !== undefined && hasControl(text))
      ? 'its host, user or credentials hold control characters'
      : undefined;
  },
  /** How the server is reached. No password is among it: libpq reads the credentials file. */
  chainSettings({ system: { host, port, user, credentials } }) {
    return [
      ...(host === undefined ? [] : [`pg_host=${shellQuote(host)}`]),
      ...(port === undefined ? [] : [`pg_port=${port}`]),
      ...(user === undefined ? [] : [`pg_user=${shellQuote(user)}`]),
      ...(credentials === undefined ? [] : [`pg_passfile=${shellQuote(credentials)}`]),
    ];
  },
  jobSettings({ system }, { tool }) {
    return [...databaseSettings(system), `method=${tool?.value === 'pg_dump' ? 'dump' : 'base'}`];
  },
  questions({ system }) {
    return databaseSettings(system);
  },
  extras(plan, chain, make) {
    if (chain.logs.length === 0) return [];
    const home = `scripts/${scriptFolder(chain.system, chain.block)}`;
    return [
      make(
        `${home}/archive-wal.sh`,
        [...chain.logs.map(logWords), "The server's archive_command: stores one finished log segment."],
        [`log_storages=${shellArray(chain.logs.map(({ to }) => to))}`],
        bash['postgresql-archive-wal'],
      ),
      make(
        `${home}/restore-wal.sh`,
        ["A restored server's restore_command: fetches one log segment from any storage that has it."],
        [`log_storages=${shellArray(withLogs(chain))}`],
        bash['postgresql-restore-wal'],
      ),
      archiveSettings(plan, chain),
    ];
  },
  checked: 'checked: … databases, … tables',
  reached: 'Connect with: psql -h FOLDER -p 5432 -U …',
  replaced: 'the databases are replaced; the old ones are called NAME.damaged-…',
  environment: [
    '# Where the plan names no file with the password, it is read from ~/.pgpass.',
    `# The data directory that restore.sh --in-place replaces, for restores of base backups.
#BACKUPPLAN_DATA_DIRECTORY=/var/lib/postgresql/15/main`,
    `# The PostgreSQL programs, if they are neither in /usr/lib/postgresql/VERSION/bin nor in /usr/pgsql-VERSION/bin nor on the PATH.
#BACKUPPLAN_PG_BIN=/opt/postgresql/bin`,
    `# Parallel jobs of pg_restore, and the database to connect to for questions to the server.
#BACKUPPLAN_RESTORE_JOBS=2
#BACKUPPLAN_MAINTENANCE_DATABASE=postgres`,
  ],
};

function databaseSettings({ databases }: System): string[] {
  return databases.length === 0 ? [] : [`databases=${shellArray(databases)}`];
}

function logWords({ schedule, lag, to }: Job): string {
  return `log ${schedule === 'continuous' ? `continuous, at most ${lag?.value ?? 60} seconds behind,` : scheduleWords(schedule)} to ${to}`;
}
