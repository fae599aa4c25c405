import { needProgram } from '../machine.ts';
import { mariadb } from '../mariadb-server.ts';
import { binlogRig } from './binlog.ts';
import { inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';

faultsOf({
  name: 'MariaDB, mariadb-backup and binary log',
  copies: true,
  server: true,
  log: true,
  room: 200,
  slow: true,
  phases: [
    { fault: 'killed: dump', program: 'mariadb-backup', when: '[[ $* == *--backup* ]]' },
    { fault: 'killed: dump', program: 'mariadb-backup', when: '[[ $* == *--backup* ]]', script: 'incremental-nas' },
    { fault: 'killed: verify', program: 'b2sum', when: '[[ $* == *--check* ]]' },
    ...inFolders,
  ],
  make(folders) {
    needProgram('mariadb-backup', 'mariadb-backup');
    return binlogRig(mariadb, folders, 'full daily at 02:00 to nas using mariadb-backup; incremental hourly to nas using mariadb-backup;');
  },
});
