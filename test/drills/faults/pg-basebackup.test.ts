import { existsSync } from 'node:fs';
import path from 'node:path';
import { hostile, inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';
import { type Moment, postgresqlRig } from './postgresql.ts';

const around = (program: string, when: string): Moment[] => [
  { program, when, at: 'before' },
  { program, when, at: 'after' },
];

faultsOf({
  name: 'PostgreSQL, base and log',
  copies: true,
  server: true,
  log: true,
  room: 800,
  slow: true,
  phases: [
    { fault: 'killed: dump', program: 'pg_basebackup', when: '[[ $1 != --version ]]' },
    { fault: 'killed: verify', program: 'pg_verifybackup' },
    ...inFolders,
  ],
  make: (folders) =>
    postgresqlRig(folders, 'full daily at 02:00 to nas using pg_basebackup;', {
      moments: [...around('cp', '[[ $* == */log/* ]]'), ...around('sync', '[[ $* == */log/* ]]'), ...around('mv', '[[ $* == */log/* ]]')],
      stored: async ({ root }, segment) => existsSync(path.join(root, `nas ${hostile}`, 'shop/log', segment)),
    }),
});
