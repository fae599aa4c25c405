/** Real systems of any size, with their generated scripts in place and the bare tool beside them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { type As, must, runner, start } from '../../test/drills/commands.ts';
import { generateInto, type Host, mustScript } from '../../test/drills/generated.ts';
import { Machine } from '../../test/drills/machine.ts';
import { MariadbServer } from '../../test/drills/mariadb-server.ts';
import { makeRoot, Server } from '../../test/drills/server.ts';

/** A system of about so many bytes that was never backed up. */
export interface Sample {
  readonly host: Host;
  /** The command that a person would type for a full backup; it writes to the folder `bare`, which is empty. */
  readonly bare: string;
  remove(): Promise<void>;
}

export interface Kind {
  readonly name: string;
  make(bytes: number): Promise<Sample>;
}

export const kinds: readonly Kind[] = [
  postgresql('pg_dump', '', (socket) => `pg_dump -h '${socket}' -U postgres -Fc -f bare/orders.dump orders`),
  postgresql('pg_basebackup', 'log continuous to nas using pg_basebackup', (socket) => {
    const checked = '-F plain -X stream -c fast --manifest-checksums=SHA256';
    return `pg_basebackup -h '${socket}' -U postgres -D bare/base ${checked}`;
  }),
  postgresql('pgbackrest', 'log continuous to nas using pgbackrest', (_, root) =>
    [
      `cd /; export PGBACKREST_PG1_PATH='${root}/pg' PGBACKREST_LOCK_PATH='${root}/state/locks/pgbackrest' PGBACKREST_LOG_LEVEL_FILE=off`,
      `pgbackrest --config='${root}/out/config/s/pgbackrest-nas.conf' --stanza=s --type=full --start-fast backup`,
    ].join('; '),
  ),
  mariadb('mariadb-dump', (login) => `mariadb-dump ${login} --single-transaction --databases orders >bare/dump.sql`),
  mariadb('mariadb-backup', (login) => `mariadb-backup ${login} --backup --target-dir=bare/files`),
  { name: 'sqlite3', make: sqlite },
  { name: 'redis-cli', make: redis },
  files('tar', (folder) => `tar --create --use-compress-program='zstd -q -T0' --file=bare/archive.tar.zst -C / '.${folder}'`),
  files('restic', (folder, root) => {
    const restic = `RESTIC_PASSWORD_FILE='${root}/password' RESTIC_CACHE_DIR='${root}/cache' restic -q -r bare/repository`;
    return `${restic} init && ${restic} backup '${folder}'`;
  }),
];

/** Half of what is in a row compresses, half does not: 640 bytes. */
const ROW = 640;

function planText(root: string, system: string, tool: string, log = ''): string {
  return `plan "Bench" { owner "x" } site here { kind datacenter } storage nas: disk { at here; path "${root}/nas" }
    system s: ${system}; backup { full daily at 02:00 to nas using ${tool}; ${log}; keep 2 last; verify restore weekly on monday at 05:00 } }`;
}

function postgresql(tool: string, log: string, bare: (socket: string, root: string) => string): Kind {
  return {
    name: tool,
    async make(bytes) {
      const root = await makeRoot('nas', 'state', 'restored', 'bare');
      const server = new Server(root);
      const physical = tool === 'pg_dump' ? '' : 'user "postgres"';
      generateInto(
        server,
        planText(
          root,
          `postgresql { at here; host "${root}/sock"; ${physical || 'user "postgres"; database "orders"'}; size 1 GB; changes 1 GB/day`,
          tool,
          log,
        ),
      );
      await server.create(tool === 'pg_dump' ? undefined : path.join(root, 'out/config/s/postgresql-archive.conf'));
      await mustScript(server, 'prepare.sh', 'nas');
      if (tool === 'pgbackrest') await mustScript(server, 's/init.sh', 'nas');
      await server.query('postgres', 'create database orders');
      await server.query(
        'orders',
        `create table orders (id bigint primary key, text text, more text);
         insert into orders select g, repeat('all the same ', 25), (select string_agg(md5(g::text || i), '') from generate_series(1, 10) i)
         from generate_series(1, ${Math.round(bytes / ROW)}) g; checkpoint`,
      );
      return { host: server, bare: bare(server.socket, root), remove: () => server.remove() };
    },
  };
}

function mariadb(tool: string, bare: (login: string) => string): Kind {
  return {
    name: tool,
    async make(bytes) {
      const server = await MariadbServer.create('nas', 'bare');
      const login = `host "${server.socket}"; credentials from "${server.credentials}"`;
      const database = tool === 'mariadb-dump' ? 'database "orders"; ' : '';
      generateInto(server, planText(server.root, `mariadb { at here; ${login}; ${database}size 1 GB; changes 1 GB/day`, tool));
      await mustScript(server, 'prepare.sh', 'nas');
      await server.query(`create database orders; use orders; create table orders (id bigint primary key, text text, more text);
        insert into orders select seq, repeat('all the same ', 25), concat(${Array.from({ length: 10 }, (_, i) => `md5(seq + ${i}e9)`).join(', ')})
        from seq_1_to_${Math.round(bytes / ROW)}`);
      const options = `--defaults-extra-file='${server.credentials}' --socket='${server.socket}'`;
      return { host: server, bare: bare(options), remove: () => server.remove() };
    },
  };
}

async function sqlite(bytes: number): Promise<Sample> {
  const machine = await Machine.create('nas', 'app', 'bare');
  const file = path.join(machine.root, 'app/notes.db');
  generateInto(machine, planText(machine.root, `sqlite { at here; path "${file}"; size 1 GB; changes 1 GB/day`, 'sqlite3'));
  await mustScript(machine, 'prepare.sh', 'nas');
  const rows = `with recursive g(n) as (select 1 union all select n + 1 from g where n < ${Math.round(bytes / ROW)})`;
  const text = `pragma journal_mode = wal; create table notes (id integer primary key, text, more); ${rows} insert into notes select n, printf('%.320c', 'x'), hex(randomblob(160)) from g;`;
  await must('sqlite3', [file, text], {}, '', 'tester');
  return { host: machine, bare: `sqlite3 '${file}' ".backup 'bare/notes.db'"`, remove: () => machine.remove() };
}

async function redis(bytes: number): Promise<Sample> {
  const root = await makeRoot('nas', 'state', 'restored', 'data', 'bare');
  const host: Host = { root, environment: { BACKUPPLAN_ENV: path.join(root, 'env') } };
  writeFileSync(path.join(root, 'env'), `BACKUPPLAN_STATE='${root}/state'\n`);
  writeFileSync(path.join(root, 'password'), 'secret\n', { mode: 0o600 });
  const { uid, gid } = runner();
  await chown(path.join(root, 'password'), uid, gid);
  const socket = path.join(root, 'r.sock');
  const settings = `port 0\nunixsocket ${socket}\ndir ${root}/data\nsave ""\nenable-debug-command yes\nrequirepass secret\nlogfile ${root}/redis.log\n`;
  writeFileSync(path.join(root, 'redis.conf'), settings, { mode: 0o644 });
  const login = `host "${socket}"; credentials from "${root}/password"`;
  generateInto(host, planText(root, `redis { at here; ${login}; size 1 GB; changes 1 GB/day`, 'redis-cli'));
  const child = start('redis-server', [path.join(root, 'redis.conf')]);
  const ask = (input: string): Promise<string> =>
    must('redis-cli', ['-s', socket, '--no-auth-warning'], { REDISCLI_AUTH: 'secret' }, input);
  for (let turn = 0; turn < 100 && !(await ask('ping').catch(() => '')).includes('PONG'); turn++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await mustScript(host, 'prepare.sh', 'nas');
  await ask(`debug populate ${Math.round(bytes / ROW)} key ${ROW}\n`);
  return {
    host,
    bare: `REDISCLI_AUTH=secret redis-cli -s '${socket}' --no-auth-warning --rdb bare/dump.rdb`,
    async remove() {
      child.kill('SIGKILL');
      await must('rm', ['-rf', root], {}, '', 'tester');
    },
  };
}

function files(tool: string, bare: (folder: string, root: string) => string): Kind {
  return {
    name: tool,
    async make(bytes) {
      const machine = await Machine.create('nas', 'uploads', 'bare');
      const { root } = machine;
      const folder = path.join(root, 'uploads');
      writeFileSync(path.join(root, 'password'), 'secret\n', { mode: 0o600 });
      const credentials = tool === 'restic' ? `credentials from "${root}/password"; ` : '';
      generateInto(machine, planText(root, `files { at here; path "${folder}"; ${credentials}size 1 GB; changes 1 GB/day`, tool));
      await mustScript(machine, 'prepare.sh', 'nas');
      if (tool === 'restic') await mustScript(machine, 's/init.sh', 'nas');
      // Files of a megabyte: half of each compresses.
      const count = Math.round(bytes / 1e6);
      for (let at = 0; at < count; at += 1000) mkdirSync(path.join(folder, `d${at / 1000}`));
      const fill = `for ((i = 0; i < ${count}; i++)); do { head -c 500000 /dev/urandom; head -c 500000 /dev/zero; } >"$1/d$((i / 1000))/f$i"; done`;
      await must('bash', ['-c', fill, 'bash', folder], {}, '', 'tester');
      return { host: machine, bare: bare(folder, root), remove: () => machine.remove() };
    },
  };
}

/** Who runs the scripts and the bare tool of a sample. */
export function userOf({ host }: Sample): As {
  return host.as ?? 'server';
}
