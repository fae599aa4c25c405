import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, start } from '../commands.ts';
import { type Far, far, keyOf } from '../fixtures/far.ts';
import { freePort } from '../fixtures/port.ts';
import { generateInto, journal, mustScript, script } from '../generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from '../machine.ts';
import { ENCRYPTED, type Proved } from '../proof.ts';
import { attributes, plant } from '../tree.ts';

/** Quotes of all sorts, a command and a percent sign: all of it only a name. */
const hostile = `o'r "$(touch bp-owned)" %d`;

/** A system of a tool: what the plan says of it, how its state is made and told, and how it is told from a folder that was restored to. */
interface Subject {
  readonly name: string;
  readonly tool: string;
  readonly version: string;
  readonly plan: string;
  readonly jobs: readonly string[];
  /** Makes the state of before the full, and what changed by the incremental. */
  fill(turn: number): Promise<void>;
  state(): Promise<string>;
  restored(folder: string): Promise<string>;
}

/** Systems without a server's user of their own, on one kind of storage: there directly, and copied from there to a folder. */
export function describeSystems(where: string, kind: 'sftp' | 's3', encrypted: boolean, proved: Proved): void {
  describe(`systems whose points lie ${where}`, function () {
    this.timeout(120_000);
    let machine: Machine;
    let vault: Far;
    const children: ReturnType<typeof start>[] = [];
    const subjects: Subject[] = [];
    const at = (name: string): string => path.join(machine.root, name);

    before(async () => {
      machine = await Machine.create('nas', 'app');
      vault = await far(machine, kind, 'vault');
      const key = await keyOf(machine, 'vault-key');
      appendFileSync(at('env'), `${vault.settings}${encrypted ? key.settings : ''}`);
      subjects.push(files(at), notes(at), code(at), directory(at), await cache(at, children), await cluster(at, children));
      generateInto(
        machine,
        `plan "All sorts" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
         storage nas: disk { at here; path "${at('nas')}" }
         storage vault: ${kind} { at here; ${vault.plan}${encrypted ? '; encrypted with vault-key' : ''} }
         ${subjects
           .map(
             ({ name, plan, tool, jobs }) => `system ${name}: ${plan}; size 1 GB; changes 1 GB/day
           backup { ${jobs.map((job) => `${job} daily at 02:00 to vault using ${tool}`).join('; ')}; copy daily at 03:00 from vault to nas; keep 9 last; verify checksum daily at 05:00 } }`,
           )
           .join('\n')}`,
      );
      for (const storage of ['nas', 'vault']) await mustScript(machine, 'prepare.sh', storage);
    });
    after(async () => {
      for (const child of children) killAll(child);
      vault.end();
      await machine.remove();
    });

    for (const [index, name] of ['uploads', 'notes', 'code', 'ldap', 'cache', 'cluster'].entries())
      it(`come back from there, and from the copy when it is lost: ${name}`, async () => {
        const subject = subjects[index];
        assert.ok(subject?.name === name);
        for (const [turn, job] of subject.jobs.entries()) {
          await subject.fill(turn);
          await mustScript(machine, `${name}/${job}-vault.sh`);
        }
        const wanted = await subject.state();
        await mustScript(machine, `${name}/restore.sh`, '--from', 'vault', '--into', at(`restored/${name}`), '--yes');
        assert.equal(await subject.restored(at(`restored/${name}`)), wanted);
        await mustScript(machine, `${name}/copy-vault-nas.sh`);
        vault.leave();
        try {
          await mustScript(machine, `${name}/restore.sh`, '--into', at(`restored/${name}-copy`), '--yes');
        } finally {
          await vault.comeBack();
        }
        assert.equal(await subject.restored(at(`restored/${name}-copy`)), wanted);
        for (const job of subject.jobs) proved(subject.tool, job, kind, `${subject.version}${encrypted ? ENCRYPTED : ''}`);
        assert.equal(existsSync(at('app/bp-owned')), false);
      });

    it('go on incrementally without fetching the base, and with it where this host has lost what it knew', async () => {
      const incremental = async (): Promise<string> => {
        await subjects[0]?.fill(2);
        return mustScript(machine, 'uploads/incremental-vault.sh');
      };
      assert.doesNotMatch(await incremental(), /fetching/);
      rmSync(at('state/views'), { recursive: true });
      assert.match(await incremental(), /fetching \S+-incremental from vault/);
      await mustScript(machine, 'uploads/restore.sh', '--from', 'vault', '--into', at('restored/chain'), '--yes');
      assert.equal(await subjects[0]?.restored(at('restored/chain')), await subjects[0]?.state());
      await mustScript(machine, 'uploads/verify-checksum.sh');
    });

    it('do not come back from a chain with a damaged link', async () => {
      const full = (await vault.objects()).find((object) => /^uploads\/.*-full\/point/.test(object)) ?? '';
      await vault.write(full, 'damaged');
      const { code, stderr } = await script(machine, 'uploads/restore.sh', '--from', 'vault', '--into', at('restored/broken'), '--yes');
      assert.equal(code, 1);
      assert.match(stderr, /-full on vault is not what was written/);
      assert.equal(journal(machine).at(-1)?.result, 'failed');
    });
  });
}

const planText = (text: string): string => JSON.stringify(text).replaceAll('$', '\\u{24}');
const own = (command: string, ...args: readonly string[]): Promise<string> => must(command, args, {}, '', 'tester');

function files(at: (name: string) => string): Subject {
  needProgram('zstd', 'zstd');
  const source = at(`app/${hostile}`);
  return {
    name: 'uploads',
    tool: 'tar',
    version: versionOf('files, with GNU tar', 'tar'),
    plan: `files { at here; path ${planText(source)}`,
    jobs: ['full', 'incremental'],
    async fill(turn) {
      if (turn === 0) {
        mkdirSync(source);
        await plant(source);
        return;
      }
      writeFileSync(path.join(source, `new ${turn}`), 'new');
      if (turn > 1) return;
      rmSync(path.join(source, 'empty'));
      renameSync(path.join(source, 'deep'), path.join(source, 'deeper'));
    },
    state: async () => fingerprint(source) + (await attributes(source)),
    restored: async (folder) => fingerprint(path.join(folder, source)) + (await attributes(path.join(folder, source))),
  };
}

function notes(at: (name: string) => string): Subject {
  needProgram('sqlite3', 'sqlite3');
  const file = at(`app/${hostile}.db`);
  return {
    name: 'notes',
    tool: 'sqlite3',
    version: versionOf('SQLite', 'sqlite3'),
    plan: `sqlite { at here; path ${planText(file)}`,
    jobs: ['full'],
    async fill() {
      await own(
        'sqlite3',
        '-bail',
        file,
        "create table notes (id integer primary key, text, raw); insert into notes (text, raw) values ('o''r', x'00ff')",
      );
    },
    state: () => own('sqlite3', file, '.dump'),
    restored: (folder) => own('sqlite3', path.join(folder, file), '.dump'),
  };
}

function code(at: (name: string) => string): Subject {
  needProgram('git', 'git');
  const folder = at(`app/repository ${hostile}`);
  const git = (where: string, ...args: readonly string[]): Promise<string> =>
    own('git', '-c', 'user.name=x', '-c', 'user.email=x@y.example', '-c', 'safe.directory=*', '-C', where, ...args);
  const refs = async (where: string): Promise<string> =>
    (await git(where, 'for-each-ref', '--format=%(objectname) %(refname)')) +
    (await git(where, 'rev-parse', '--symbolic-full-name', 'HEAD'));
  return {
    name: 'code',
    tool: 'git',
    version: versionOf('Git', 'git'),
    plan: `git { at here; path ${planText(folder)}`,
    jobs: ['full'],
    async fill() {
      await own('git', 'init', '-q', '-b', 'trunk', '--', folder);
      writeFileSync(path.join(folder, 'file'), 'one\n');
      await git(folder, 'add', '.');
      await git(folder, 'commit', '-q', '-m', 'one');
      await git(folder, 'branch', `o'r"$(id)%`);
      await git(folder, 'tag', '-a', 'v1', '-m', 'one');
    },
    state: () => refs(folder),
    restored: (into) => refs(path.join(into, folder)),
  };
}

function directory(at: (name: string) => string): Subject {
  const file = at(`app/directory ${hostile}`);
  const quoted = `'${file.replaceAll("'", String.raw`'\''`)}'`;
  return {
    name: 'ldap',
    tool: 'custom',
    version: versionOf('Bash', 'bash'),
    plan: `custom { at here; dump with ${planText(`cat ${quoted}`)}; load with ${planText(`cat > ${quoted}`)}`,
    jobs: ['full'],
    async fill() {
      writeFileSync(file, 'dn: cn=one\n'.repeat(10_000));
    },
    state: async () => readFileSync(file, 'utf8'),
    restored: async (folder) => readFileSync(path.join(folder, 'dump'), 'utf8'),
  };
}

async function cache(at: (name: string) => string, children: ReturnType<typeof start>[]): Promise<Subject> {
  needProgram('redis-server', 'redis-server');
  const ask = (socket: string, input: string): Promise<string> => must('redis-cli', ['-s', socket], {}, input, 'tester');
  const said = 'dbsize\nget word\nlrange list 0 -1\nhgetall hash\n';
  const live = at('r.sock');
  mkdirSync(at('app/redis'));
  children.push(start('redis-server', ['--port', '0', '--unixsocket', live, '--dir', at('app/redis'), '--save', ''], {}, 'tester'));
  await until(() => ask(live, 'info persistence').then((text) => text.includes('loading:0')));
  return {
    name: 'cache',
    tool: 'redis-cli',
    version: versionOf('Redis', 'redis-server'),
    plan: `redis { at here; host ${planText(live)}`,
    jobs: ['full'],
    async fill() {
      await ask(
        live,
        String.raw`set word "o'r \"$(touch bp-owned)\" %d \n \x00\xff"
rpush list a b c
hset hash a 1
`,
      );
    },
    state: () => ask(live, said),
    async restored(folder) {
      const text = await ask(path.join(folder, 'server.sock'), said);
      await ask(path.join(folder, 'server.sock'), 'shutdown nosave');
      return text;
    },
  };
}

async function cluster(at: (name: string) => string, children: ReturnType<typeof start>[]): Promise<Subject> {
  needProgram('etcd', 'etcd-server');
  needProgram('etcdctl', 'etcd-client');
  const [port, peer] = [await freePort(), await freePort()];
  const [client, other] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peer}`];
  const etcdctl = (folder: string, endpoint: string, ...args: readonly string[]): Promise<string> =>
    must(
      'sh',
      ['-c', 'cd "$1"; shift; exec etcdctl "$@"', 'sh', folder, `--endpoints=${endpoint}`, ...args],
      { ETCDCTL_API: '3' },
      '',
      'tester',
    );
  const pairs = (text: string): string => JSON.stringify(JSON.parse(text).kvs);
  children.push(
    start(
      'etcd',
      [
        ...['--data-dir', at('app/etcd'), '--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', other, '--initial-advertise-peer-urls', other, '--initial-cluster', `default=${other}`],
      ],
      {},
      'tester',
    ),
  );
  await until(() => etcdctl('/', client, 'endpoint', 'health').then(() => true));
  return {
    name: 'cluster',
    tool: 'etcdctl',
    version: versionOf('etcd', 'etcd'),
    plan: `etcd { at here; host "127.0.0.1"; port ${port}`,
    jobs: ['full'],
    async fill() {
      await etcdctl('/', client, 'put', '--', `/${hostile}`, hostile);
      await etcdctl('/', client, 'put', '--', '/other', 'x');
    },
    state: async () => pairs(await etcdctl('/', client, 'get', '', '--prefix', '-w', 'json')),
    async restored(folder) {
      const text = await etcdctl(folder, 'unix://localhost:2379', 'get', '', '--prefix', '-w', 'json');
      process.kill(Number(readFileSync(path.join(folder, 'server.pid'), 'utf8')));
      return pairs(text);
    },
  };
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    if (await ready().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('a server of the drill does not start');
}
