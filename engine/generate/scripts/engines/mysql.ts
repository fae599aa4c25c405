/** MySQL: dumps with mysqldump, and the binary log that goes on from them. */
import type { Engine } from '../engine.ts';
import { serverReason } from '../text.ts';
import { databaseSettings, methodSettings, serverSettings } from './mysql-family.ts';

export const mysql: Engine = {
  name: 'mysql',
  kinds: ['mysql'],
  shares: ['mysql-family'],
  user: 'mysql',
  tools: { mysqldump: ['full', 'log'] },
  fetchesLog: true,
  physical: [],
  systemReason: serverReason,
  chainSettings: serverSettings,
  jobSettings(chain, { word }) {
    return methodSettings(chain, word === 'log' ? 'log' : 'dump');
  },
  questions({ system }) {
    return databaseSettings(system);
  },
  extras: () => [],
  checked: 'checked: … databases, … tables',
  reached: 'Connect with: mysql --socket=FOLDER/server.sock --user=backupplan',
  replaced: 'the databases are replaced; the old ones are called NAME.damaged-…',
  environment: [
    `# The user of a job needs SELECT, SHOW VIEW, TRIGGER, EVENT, RELOAD, PROCESS, REPLICATION CLIENT and REPLICATION SLAVE on *.*, and no
# more; to replace databases in place takes all there is.`,
    `# The folder of the MySQL programs (8.0.26 or newer), if they are neither on the PATH nor in /usr/sbin.
#BACKUPPLAN_MYSQL_BIN=/opt/mysql/bin`,
  ],
};
