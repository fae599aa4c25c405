/** A MariaDB server for the two tools that back it up. */
import path from 'node:path';
import { mustScript } from '../generated.ts';
import { MariadbServer } from '../mariadb-server.ts';
import type { Instant } from '../shims.ts';
import { hostile, type Phase, planText, type Rig } from './engine.ts';
import { killedAt } from './kill.ts';

const storing = { fault: 'killed: log', script: 'log-nas' } as const;
const fetching: Phase = { ...storing, program: 'mariadb-binlog', when: '[[ $* == *--raw* ]]' };
const naming: Phase = { ...storing, program: 'mv', when: '[[ $* == *.partial-* ]]' };
const syncing: Phase = { ...storing, program: 'sync' };
const moments: readonly (readonly [Phase, Instant])[] = [
  [fetching, { call: 1, at: 'before' }],
  [fetching, { call: 1, at: 10 }],
  [fetching, { call: 1, at: 'after' }],
  [syncing, { call: 1, at: 'before' }],
  [naming, { call: 1, at: 'before' }],
  [naming, { call: 1, at: 'after' }],
  [syncing, { call: 2, at: 'before' }],
];

export async function mariadbRig(folders: readonly string[], jobs: string): Promise<Rig> {
  const server = await MariadbServer.create(...folders);
  const table = `\`${hostile}\`.orders`;
  const rows = (socket?: string, user?: string): Promise<string> => server.query(`select * from ${table} order by id`, socket, user);
  return {
    host: server,
    system: `system shop: mariadb { at here; host "${server.socket}"; credentials from "${server.credentials}"; database ${planText(hostile)};`,
    jobs: `${jobs} log continuous to nas;`,
    hostile: 1,
    start: async () => {
      await server.query(`create database \`${hostile}\`; create table ${table} (id int auto_increment primary key, customer text);`);
    },
    change: async () => {
      await server.query(`insert into ${table} (customer) select md5(rand()) from \`${hostile}\`.seq_1_to_100`);
    },
    live: () => rows(),
    restored: async (into) => {
      const found = await rows(path.join(into, 'server.sock'), 'backupplan');
      await server.endRestored(into);
      return found;
    },
    server: { folder: server.folder, again: () => server.start() },
    log: {
      kills: moments.length,
      kill: async (number, shims) => {
        const [phase, instant] = moments[number] ?? [fetching, { call: 1, at: 'before' }];
        await killedAt(server, shims, phase, instant);
      },
      settle: async () => {
        await mustScript(server, 'shop/log-nas.sh');
      },
    },
    remove: () => server.remove(),
  };
}
