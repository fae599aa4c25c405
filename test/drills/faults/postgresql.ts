/** A PostgreSQL server for the three tools that back it up. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { quoted } from '../contents.ts';
import { makeRoot, Server } from '../server.ts';
import type { Shims } from '../shims.ts';
import { hostile, planText, type Rig } from './engine.ts';

/** Ends the archive command that called it, and all between them, as kill -9 does; PostgreSQL's archiver lives. */
const end = `process=$$; all=()
while [[ $(</proc/$process/comm) != postgres ]]; do all+=("$process"); process=$(/bin/sed -n 's/^PPid:\\t//p' /proc/$process/status); done
kill -9 "\${all[@]}"`;

/** A program that an archive command calls, and when in that call it is killed. */
export interface Moment {
  readonly program: string;
  readonly when: string;
  readonly at: 'before' | 'after';
}

/** `log`: where its segments are killed on their way, and how all of it is waited for. */
export async function postgresqlRig(
  folders: readonly string[],
  jobs: string,
  log?: { readonly moments: readonly Moment[]; stored(server: Server, segment: string): Promise<boolean> },
): Promise<Rig> {
  const root = await makeRoot(...folders);
  const server = new Server(root);
  const rows = (socket?: string): Promise<string> => server.query(hostile, 'select * from orders order by id', socket);
  const change = async (): Promise<void> => {
    await server.query(hostile, 'insert into orders (customer) select md5(random()::text) from generate_series(1, 100)');
  };
  const until = async (what: () => Promise<boolean>): Promise<void> => {
    for (let turn = 0; turn < 600; turn++) {
      if (await what()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the log was not archived');
  };
  const next = (): Promise<string> => server.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
  return {
    host: server,
    system: `system shop: postgresql { at here; host "${root}/sock"; user "postgres"; database ${planText(hostile)};`,
    jobs: log === undefined ? jobs : `${jobs} log continuous to nas;`,
    hostile: 1,
    start: async () => {
      // Small segments: each backup ends one.
      await server.create(log === undefined ? undefined : path.join(root, 'out/config/shop/postgresql-archive.conf'), ['--wal-segsize=1']);
      await server.query('postgres', `create database ${quoted(hostile)}`);
      await server.query(hostile, 'create table orders (id serial primary key, customer text)');
    },
    change,
    live: () => rows(),
    restored: async (into) => {
      const found = await rows(into);
      await server.stop(path.join(into, 'server'));
      return found;
    },
    server: {
      folder: server.folder,
      again: async () => {
        // The process that they name is gone, but may still wait for its parent.
        for (const file of [path.join(server.folder, 'postmaster.pid'), path.join(server.socket, '.s.PGSQL.5432.lock')])
          rmSync(file, { force: true });
        await server.start();
      },
    },
    ...(log === undefined
      ? {}
      : {
          log: {
            kills: log.moments.length,
            kill: async (number: number, shims: Shims) => {
              const { program, when, at } = log.moments[number] ?? { program: '', when: '', at: 'before' };
              const note = `echo killed >>${shims.folder}/reached`;
              const once = `${when} && [[ ! -e ${shims.folder}/reached ]]`;
              await shims.put(
                program,
                `if ! { ${once}; }; then real "$@"; exit; fi\n${at === 'after' ? 'real "$@"\n' : ''}${note}\n${end}`,
              );
              const segment = await next();
              await shims.reached();
              await until(() => log.stored(server, segment));
              await shims.remove(program);
            },
            settle: async () => {
              const segment = await next();
              await until(() => log.stored(server, segment));
            },
          },
        }),
    remove: () => server.remove(),
  };
}
