/** PostgreSQL: logical dumps with pg_dump, base backups with pg_basebackup and the log that goes on from them. */
import type { Engine } from '../engine.ts';
import { serverReason } from '../text.ts';
import { archiveArtifacts } from './postgresql-archive.ts';
import { connectionSettings, databaseSettings, serverUser } from './postgresql-server.ts';

export const postgresql: Engine = {
  name: 'postgresql',
  user: serverUser,
  tools: { pg_dump: ['full'], pg_basebackup: ['full', 'log'] },
  fetchesLog: false,
  physical: ['pg_basebackup'],
  systemReason: serverReason,
  chainSettings: ({ system }) => connectionSettings(system),
  jobSettings({ system }, { tool }) {
    return [...databaseSettings(system), `method=${tool?.value === 'pg_dump' ? 'dump' : 'base'}`];
  },
  questions({ system }) {
    return databaseSettings(system);
  },
  extras(plan, chain, make) {
    return chain.logs.length === 0 ? [] : archiveArtifacts(plan, chain, make);
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
