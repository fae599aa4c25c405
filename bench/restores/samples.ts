/** Real systems of the tools that scripts are written for, small or large, each with its generated scripts in place. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { killAll, must, runner, start } from '../../test/drills/commands.ts';
import { generateInto, type Host, mustScript } from '../../test/drills/generated.ts';
import { fingerprint, Machine } from '../../test/drills/machine.ts';
import { MariadbServer } from '../../test/drills/mariadb-server.ts';
import { makeRoot, Server } from '../../test/drills/server.ts';

/** A system called `s` with its storage `nas`, a folder of the host. */
export interface Sample {
  readonly host: Host;
  /** What a command line needs to reach it: options of a client, a file, a folder. */
  readonly reach: string;
  /** Changes a little of what it holds. */
  change(): Promise<void>;
  /** What it holds, as text that is compared; `into` is a folder that it was restored into, where a server may run: it is ended. */
  holds(into?: string): Promise<string>;
  remove(): Promise<void>;
}

export interface Kind {
  /** As the catalogue names the tool. */
  readonly tool: string;
  /** A system of about so many bytes that was never backed up. */
  make(bytes: number): Promise<Sample>;
}

/** Half of what is in a row compresses, half does not: bytes. */
const ROW = 640;

/** A name is data, whatever is in it. */
export const odd = `o'r "$(touch bp-owned)" %d`;

export const kinds: readonly Kind[] = [
  postgresql('pg_dump'),
  postgresql('pg_basebackup'),
  postgresql('pgbackrest'),
  mariadb('mariadb-dump'),
  mariadb('mariadb-backup'),
  { tool: 'sqlite3', make: sqlite },
  { tool: 'redis-cli', make: redis },
  files('tar'),
  files('restic'),
  { tool: 'custom', make: custom },
];

/** `system` is the statement up to its backup block, without the closing brace. */
async function install(host: Host, tool: string, system: string): Promise<void> {
  const { root } = host;
  const using = tool === 'custom' ? '' : `using ${tool}`;
  const log = ['pg_basebackup', 'pgbackrest'].includes(tool) ? `log continuous to nas ${using};` : '';
  generateInto(
    host,
    `plan "Samples" { owner "x" } site here { kind datacenter } storage nas: disk { at here; path "${root}/nas" }
     system s: ${system}; size 1 GB; changes 1 GB/day
       backup { full daily at 02:00 to nas ${using}; ${log} keep 2 last
                verify checksum daily at 04:00; verify restore weekly on monday at 05:00 } }`,
  );
}

async function prepare(host: Host, tool: string): Promise<void> {
  await mustScript(host, 'prepare.sh', 'nas');
  if (['restic', 'pgbackrest'].includes(tool)) await mustScript(host, 's/init.sh', 'nas');
}

function text(name: string): string {
  return JSON.stringify(name).replaceAll('$', '\\u{24}');
}

function postgresql(tool: string): Kind {
  const database = tool === 'pg_dump' ? `database ${text(odd)}; ` : '';
  return {
    tool,
    async make(bytes) {
      const root = await makeRoot('nas', 'state', 'restored', 'bare');
      const server = new Server(root);
      await install(server, tool, `postgresql { at here; host "${root}/sock"; user "postgres"; ${database}`);
      await server.create(tool === 'pg_dump' ? undefined : path.join(root, 'out/config/s/postgresql-archive.conf'));
      await server.query('postgres', `create database "${odd.replaceAll('"', '""')}"`);
      await server.query(
        odd,
        `create table orders (id bigint primary key, text text, more text);
         insert into orders select g, repeat('all the same ', 25), (select string_agg(md5(g::text || i), '') from generate_series(1, 10) i)
         from generate_series(1, ${Math.round(bytes / ROW)}) g; checkpoint`,
      );
      await prepare(server, tool);
      let changes = 0;
      return {
        host: server,
        reach: `-h '${server.socket}' -U postgres`,
        async change() {
          await server.query(odd, `update orders set text = 'change ${++changes}' where id = 1`);
        },
        async holds(into) {
          const answer = await server.query(odd, 'select count(*), sum(hashtext(id || text || more)) from orders', into);
          if (into !== undefined) await server.stop(path.join(into, 'server'));
          return answer;
        },
        remove: () => server.remove(),
      };
    },
  };
}

function mariadb(tool: string): Kind {
  const database = tool === 'mariadb-dump' ? 'database "orders"; ' : '';
  return {
    tool,

    async make(bytes) {
      const server = await MariadbServer.create('nas', 'bare');
      await install(server, tool, `mariadb { at here; host "${server.socket}"; credentials from "${server.credentials}"; ${database}`);
      await server.query(`create database orders; use orders; create table orders (id bigint primary key, text text, more text);
        insert into orders select seq, repeat('all the same ', 25), concat(${Array.from({ length: 10 }, (_, i) => `md5(seq + ${i}e9)`).join(', ')})
        from seq_1_to_${Math.round(bytes / ROW)}`);
      await prepare(server, tool);
      let changes = 0;
      return {
        host: server,
        reach: `--defaults-extra-file='${server.credentials}' --socket='${server.socket}'`,
        async change() {
          await server.query(`update orders.orders set text = 'change ${++changes}' where id = 1`);
        },
        async holds(into) {
          const question = 'checksum table orders.orders extended';
          if (into === undefined) return server.query(question);
          const answer = await server.query(question, path.join(into, 'server.sock'), 'backupplan');
          await server.endRestored(into);
          return answer;
        },
        remove: () => server.remove(),
      };
    },
  };
}

async function sqlite(bytes: number): Promise<Sample> {
  const machine = await Machine.create('nas', 'app', 'bare');
  const file = path.join(machine.root, 'app', `${odd}.db`);
  const ask = (where: string, sql: string): Promise<string> => must('sqlite3', ['-bail', where, sql], {}, '', 'tester');
  await install(machine, 'sqlite3', `sqlite { at here; path ${text(file)}`);
  const rows = `with recursive g(n) as (select 1 union all select n + 1 from g where n < ${Math.round(bytes / ROW)})`;
  await ask(
    file,
    `pragma journal_mode = wal; create table notes (id integer primary key, text, more);
     ${rows} insert into notes select n, printf('%.320c', 'x'), hex(randomblob(160)) from g;`,
  );
  await prepare(machine, 'sqlite3');
  let changes = 0;
  return {
    host: machine,
    reach: file,
    async change() {
      await ask(file, `update notes set text = 'change ${++changes}' where id = 1`);
    },
    holds: (into = '') => ask(`${into}${file}`, 'select count(*), max(more), (select text from notes where id = 1) from notes'),
    remove: () => machine.remove(),
  };
}

async function redis(bytes: number): Promise<Sample> {
  const root = await makeRoot('nas', 'state', 'restored', 'data', 'bare');
  const host: Host = { root, environment: { BACKUPPLAN_ENV: path.join(root, 'env') } };
  writeFileSync(path.join(root, 'env'), `BACKUPPLAN_STATE='${root}/state'\n`);
  writeFileSync(path.join(root, 'password'), `${odd}\n`, { mode: 0o600 });
  const { uid, gid } = runner();
  await chown(path.join(root, 'password'), uid, gid);
  const socket = path.join(root, 'r.sock');
  const password = `requirepass ${JSON.stringify(odd)}`;
  const settings = ['port 0', `unixsocket ${socket}`, `dir ${root}/data`, 'appendonly yes', 'enable-debug-command yes', password];
  writeFileSync(path.join(root, 'redis.conf'), `${settings.join('\n')}\nlogfile ${root}/redis.log\n`, { mode: 0o644 });
  await install(host, 'redis-cli', `redis { at here; host "${socket}"; credentials from "${root}/password"`);
  const ask = async (input: string, at = socket, login: Record<string, string> = { REDISCLI_AUTH: odd }): Promise<string> =>
    (await must('redis-cli', ['-s', at, '--no-auth-warning'], login, input)).trimEnd();
  const child = start('redis-server', [path.join(root, 'redis.conf')]);
  const serves = async (): Promise<void> => {
    for (let turn = 0; turn < 200 && !(await ask('info persistence').catch(() => '')).includes('loading:0'); turn++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await serves();
  await ask(`debug populate ${Math.round(bytes / ROW)} key ${ROW}\nset version 0\n`);
  await prepare(host, 'redis-cli');
  let changes = 0;
  return {
    host,
    reach: socket,
    async change() {
      await ask(`set version ${++changes}`);
    },
    async holds(into) {
      const question = 'dbsize\nget version\nget key:7\n';
      if (into === undefined) return ask(question);
      const at = path.join(into, 'server.sock');
      const answer = await ask(question, at, {});
      await ask('shutdown nosave', at, {}).catch(() => '');
      return answer;
    },
    async remove() {
      killAll(child);
      await must('rm', ['-rf', root], {}, '', 'tester');
    },
  };
}

function files(tool: string): Kind {
  return {
    tool,

    async make(bytes) {
      const machine = await Machine.create('nas', 'uploads', 'bare');
      const { root } = machine;
      const folder = path.join(root, 'uploads');
      writeFileSync(path.join(root, 'password'), 'secret\n', { mode: 0o600 });
      const credentials = tool === 'restic' ? `credentials from "${root}/password"` : '';
      await install(machine, tool, `files { at here; path "${folder}"; ${credentials}`);
      // Files of up to a megabyte: half of each compresses.
      const count = Math.max(4, Math.round(bytes / 1e6));
      const half = Math.round(bytes / count / 2);
      for (let at = 0; at < count; at += 1000) mkdirSync(path.join(folder, `d${at / 1000}`));
      const fill = `for ((i = 0; i < ${count}; i++)); do { head -c ${half} /dev/urandom; head -c ${half} /dev/zero; } >"$1/d$((i / 1000))/f$i"; done`;
      await must('bash', ['-c', fill, 'bash', folder], {}, '', 'tester');
      writeFileSync(path.join(folder, odd), '0');
      await prepare(machine, tool);
      return {
        host: machine,
        reach: folder,
        async change() {
          writeFileSync(path.join(folder, odd), randomBytes(50_000));
        },
        async holds(into = '') {
          return fingerprint(`${into}${folder}`);
        },
        remove: () => machine.remove(),
      };
    },
  };
}

async function custom(bytes: number): Promise<Sample> {
  const machine = await Machine.create('nas', 'app', 'bare');
  const file = path.join(machine.root, 'app', odd);
  const quoted = `'${file.replaceAll("'", String.raw`'\''`)}'`;
  await install(machine, 'custom', `custom { at here; dump with ${text(`cat ${quoted}`)}; load with ${text(`cat > ${quoted}`)}`);
  writeFileSync(file, randomBytes(bytes));
  await prepare(machine, 'custom');
  return {
    host: machine,
    reach: file,
    async change() {
      appendFileSync(file, randomBytes(100));
    },
    async holds(into) {
      return readFileSync(into === undefined ? file : path.join(into, 'dump')).toString('base64');
    },
    remove: () => machine.remove(),
  };
}
