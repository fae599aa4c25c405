import { inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';
import { mariadbRig } from './mariadb.ts';

faultsOf({
  name: 'MariaDB, dump and binary log',
  copies: true,
  server: true,
  log: true,
  room: 64,
  slow: true,
  phases: [
    { fault: 'killed: dump', program: 'mariadb-dump', when: '[[ $* == *--databases* ]]' },
    {
      fault: 'killed: verify',
      program: 'tail',
      when: '[[ $* == *.sql ]]',
      instants: [
        { call: 1, at: 'before' },
        { call: 1, at: 'after' },
        { call: 2, at: 'before' },
        { call: 2, at: 10 },
        { call: 2, at: 'after' },
      ],
    },
    ...inFolders,
  ],
  make: (folders) => mariadbRig(folders, 'full daily at 02:00 to nas;'),
});
