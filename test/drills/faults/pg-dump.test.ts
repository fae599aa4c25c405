import { inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';
import { postgresqlRig } from './postgresql.ts';

faultsOf({
  name: 'PostgreSQL, pg_dump',
  copies: true,
  server: true,
  room: 32,
  slow: true,
  phases: [
    { fault: 'killed: dump', program: 'pg_dump', when: '[[ $1 != --version ]]' },
    { fault: 'killed: verify', program: 'pg_restore', when: '[[ $1 != --version ]]' },
    ...inFolders,
  ],
  make: (folders) => postgresqlRig(folders, 'full daily at 02:00 to nas using pg_dump;'),
});
