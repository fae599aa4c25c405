/** MariaDB: dumps with mariadb-dump, backups of files with mariadb-backup, and the binary log that goes on from them. */
import type { Engine } from '../engine.ts';
import { serverReason } from '../text.ts';
import { databaseSettings, methodSettings, serverSettings } from './mysql-family.ts';

export const mariadb: Engine = {
  name: 'mariadb',
  kinds: ['mariadb'],
  shares: ['mysql-family'],
  user: 'mysql',
  // MariaDB's mysqldump is mariadb-dump under its old name.
  tools: { 'mariadb-dump': ['full', 'log'], mysqldump: ['full', 'log'], 'mariadb-backup': ['full', 'incremental', 'log'] },
  fetchesLog: true,
  physical: ['mariadb-backup'],
  systemReason: serverReason,
  chainSettings: serverSettings,
  jobSettings(chain, { word, tool }) {
    const full = tool?.value === 'mariadb-backup' ? 'backup' : 'dump';
    return methodSettings(chain, word === 'log' ? 'log' : full);
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
