/** A server of MariaDB or MySQL, for the tools that back them up. */
import path from 'node:path';
import { numbers, type Product } from '../binlog-server.ts';
import { mustScript } from '../generated.ts';
import type { Instant } from '../shims.ts';
import { hostile, type Phase, planText, type Rig } from './engine.ts';
import { killedAt } from './kill.ts';

const storing = { fault: 'killed: log', script: 'log-nas' } as const;
const naming: Phase = { ...storing, program: 'mv', when: '[[ $* == *.partial-* ]]' };
const syncing: Phase = { ...storing, program: 'sync' };
const moments = (fetching: Phase): readonly (readonly [Phase, Instant])[] => [
  [fetching, { call: 1, at: 'before' }],
  [fetching, { call: 1, at: 10 }],
  [fetching, { call: 1, at: 'after' }],
  [syncing, { call: 1, at: 'before' }],
  [naming, { call: 1, at: 'before' }],
  [naming, { call: 1, at: 'after' }],
  [syncing, { call: 2, at: 'before' }],
];

export async function binlogRig(product: Product, folders: readonly string[], jobs: string): Promise<Rig> {
  const server = await product.create(...folders);
  const kills = moments({ ...storing, program: product.reader, when: '[[ $* == *--raw* ]]' });
  const table = `\`${hostile}\`.orders`;
  const rows = (socket?: string, user?: string): Promise<string> => server.query(`select * from ${table} order by id`, socket, user);
  return {
    host: server,
    system: `system shop: ${product.kind} { at here; host "${server.socket}"; credentials from "${server.credentials}"; database ${planText(hostile)};`,
    jobs: `${jobs} log continuous to nas;`,
    hostile: 1,
    start: async () => {
      await server.query(`create database \`${hostile}\`; create table ${table} (id int auto_increment primary key, customer text);`);
    },
    change: async () => {
      await server.query(`insert into ${table} (customer) select sha2(rand(), 256) from ${numbers(100)}`);
    },
    live: () => rows(),
    restored: async (into) => {
      const found = await rows(path.join(into, 'server.sock'), 'backupplan');
      await server.endRestored(into);
      return found;
    },
    server: { folder: server.folder, again: () => server.start() },
    log: {
      kills: kills.length,
      kill: async (number, shims) => {
        const chosen = kills[number];
        if (chosen === undefined) throw new Error(`there is no kill ${number}`);
        await killedAt(server, shims, ...chosen);
      },
      settle: async () => {
        await mustScript(server, 'shop/log-nas.sh');
      },
    },
    remove: () => server.remove(),
  };
}
