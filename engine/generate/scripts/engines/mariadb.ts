/** MariaDB: dumps with mariadb-dump, backups of files with mariadb-backup, and the binary log that goes on from them. */
import type { System } from '../../../plan/model.ts';
import type { Engine } from '../engine.ts';
import { shellArray, shellQuote } from '../quote.ts';
import { serverReason } from '../text.ts';

export const mariadb: Engine = {
  name: 'mariadb',
  user: 'mysql',
  tools: { 'mariadb-dump': ['full', 'log'], mysqldump: ['full', 'log'], 'mariadb-backup': ['full', 'incremental', 'log'] },
  fetchesLog: true,
  physical: ['mariadb-backup'],
  systemReason(system) {
    return system.kind === 'mariadb' ? serverReason(system) : `the scripts have been tried on MariaDB alone, not on ${system.kind}`;
  },
  /** How the server is reached. No password is among it: the programs read the credentials file. */
  chainSettings({ system: { host, port, user, credentials } }) {
    return [
      ...(host === undefined ? [] : [`mariadb_host=${shellQuote(host)}`]),
      ...(port === undefined ? [] : [`mariadb_port=${port}`]),
      ...(user === undefined ? [] : [`mariadb_user=${shellQuote(user)}`]),
      ...(credentials === undefined ? [] : [`credentials=${shellQuote(credentials)}`]),
    ];
  },
  jobSettings({ system, logs }, { word, tool }) {
    const full = tool?.value === 'mariadb-backup' ? 'backup' : 'dump';
    return [...databaseSettings(system), `method=${word === 'log' ? 'log' : full}`, `whole_server=${logs.length > 0 ? 'yes' : 'no'}`];
  },
  questions({ system }) {
    return databaseSettings(system);
  },
  extras: () => [],
  checked: 'checked: … databases, … tables',
  reached: 'Connect with: mariadb --socket=FOLDER/server.sock --user=backupplan',
  replaced: 'the databases are replaced; the old ones are called NAME.damaged-…',
  environment: [
    `# The folder of the MariaDB programs, if they are neither on the PATH nor in /usr/sbin.
#BACKUPPLAN_MARIADB_BIN=/opt/mariadb/bin`,
  ],
};

function databaseSettings({ databases }: System): string[] {
  return databases.length === 0 ? [] : [`databases=${shellArray(databases)}`];
}
