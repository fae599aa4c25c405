import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { needProgram } from '../machine.ts';
import { faultsOf } from './faults.ts';
import { postgresqlRig } from './postgresql.ts';

const calls = (command: string): string => `[[ " $* " == *' ${command} '* ]]`;
const push = { program: 'pgbackrest', when: calls('archive-push') } as const;

faultsOf({
  name: 'PostgreSQL, pgBackRest',
  copies: false,
  server: true,
  log: true,
  room: 800,
  slow: true,
  ownClock: true,
  phases: [
    { fault: 'killed: dump', program: 'pgbackrest', when: calls('backup') },
    { fault: 'killed: dump', program: 'pgbackrest', when: calls('backup'), script: 'incremental-nas' },
    { fault: 'killed: verify', program: 'pgbackrest', when: calls('verify') },
    // What makes a backup a point.
    { fault: 'killed: rename', program: 'pgbackrest', when: calls('annotate') },
    { fault: 'killed: prune', program: 'pgbackrest', when: calls('expire') },
  ],
  async make(folders) {
    needProgram('pgbackrest', 'pgbackrest');
    const rig = await postgresqlRig(
      folders,
      'full weekly on sunday at 02:00 to nas using pgbackrest; incremental daily at 03:00 to nas using pgbackrest;',
      {
        moments: [...Array(5).keys()].map((number) => ({ ...push, at: number < 3 ? 'before' : 'after' })),
        stored: async (server, segment) => (await server.query('postgres', 'select last_archived_wal from pg_stat_archiver')) >= segment,
      },
    );
    return {
      ...rig,
      start: async () => {
        await rig.start();
        // A full disk keeps the log of a backup away; nobody waits a minute for it here.
        appendFileSync(path.join(rig.host.root, 'env'), 'export PGBACKREST_ARCHIVE_TIMEOUT=10\n');
      },
    };
  },
});
