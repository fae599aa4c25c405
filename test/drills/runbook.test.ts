import assert from 'node:assert/strict';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { examineText, generated } from '../generate/sample.ts';
import { type Environment, must, run, runner } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { fingerprint, needProgram } from './machine.ts';
import { makeRoot, Server, serverPrograms } from './server.ts';

const example = fileURLToPath(new URL('../../examples/datacenter-failure.backupplan', import.meta.url));

/**
 * The example of a lost data centre is lost, and somebody brings it back who does what its runbook says and nothing else: the commands
 * are run as they stand there, in their order. What a reader does between them is in `reads`.
 */
describe('the runbook of the lost data centre', function () {
  this.timeout(180_000);
  let server: Server;
  let root = '';
  let runbook = '';
  const slug = `runbook-drill-${process.pid}`;
  const places = ['/opt/backupplan', '/etc/backupplan', '/var/lib/backupplan'].map((place) => path.join(place, slug));
  const at = (name: string): string => path.join(root, name);
  const configuration = (): string => ['etc/shop', 'etc/postgresql'].map((folder) => fingerprint(at(folder))).join('\n');
  const wanted = { database: '', uploads: '', configuration: '' };
  let shell: Environment = {};

  before(async () => {
    if (process.getuid?.() !== 0) throw new Error('This drill installs into /opt, /etc and /var/lib as the runbook says: run it as root.');
    for (const program of ['restic', 'rclone', 'zstd', 'age']) needProgram(program, program);
    root = await makeRoot('near', 'far', 'uploads', 'etc/shop', 'etc/postgresql', 'web', 'keys', 'shims');
    server = new Server(root);
    const files = generated(examineText(moved(readFileSync(example, 'utf8')), 'datacenter-failure.backupplan'));
    for (const { path: name, text, executable } of files.values()) {
      mkdirSync(path.dirname(at(`out/${name}`)), { recursive: true });
      writeFileSync(at(`out/${name}`), text, { mode: executable ? 0o755 : 0o644 });
    }
    runbook = files.get('documents/runbook-datacenter-failure.md')?.text ?? '';
    await must('age-keygen', ['-o', at('keys/age')], {}, '', 'tester');
    writeFileSync(at('keys/password'), 'geheim', { mode: 0o600 });
    writeFileSync(at('shop.pgpass'), '', { mode: 0o600 });
    const { uid, gid } = runner();
    for (const file of ['keys/age', 'shop.pgpass']) chownSync(at(file), uid, gid);
    await backUp();
    burn();
    await standIns();
  });
  after(async () => {
    for (const place of places) rmSync(place, { recursive: true, force: true });
    await server.remove();
  });

  /** The example as it is, but for where things lie on this machine. The bucket is a folder. */
  function moved(text: string): string {
    const changes: readonly (readonly [string | RegExp, string])[] = [
      ['plan "Data centre failure"', `plan "Runbook drill ${process.pid}"`],
      [/ {2}(?:ping|notify) .*\n/g, ''],
      ['/srv/backup', at('near')],
      [/storage vault: s3 \{(.*?) {2}bucket .*?\n {2}class .*?\n/s, `storage vault: disk {$1  path "${at('far')}"\n`],
      ['db1.shop.internal', at('sock')],
      ['credentials  from "/etc/backup/shop.pgpass"', `credentials  from "${at('shop.pgpass')}"\n  user "postgres"`],
      ['/srv/uploads', at('uploads')],
      ['"/etc/shop", "/etc/postgresql"', `"${at('etc/shop')}", "${at('etc/postgresql')}"`],
      ['terraform apply -var site=dublin', `touch ${at('web/up')}`],
    ];
    return changes.reduce((before, [from, to]) => {
      const after = before.replace(from, to);
      assert.notEqual(after, before, `the example no longer has ${from}`);
      return after;
    }, text);
  }

  /** A good day, on machines of their own: nothing that they had set up is left after it. */
  async function backUp(): Promise<void> {
    await server.create(at('out/config/database/postgresql-archive.conf'));
    const machine = (system: string, key: string): Environment => {
      const file = at(`env-${system}`);
      const state = at(`state-${system}`);
      mkdirSync(state);
      if (system === 'database') chownSync(state, runner().uid, runner().gid);
      writeFileSync(file, `BACKUPPLAN_STATE='${state}'\nkey_file[backup-key]='${at(key)}'\n`);
      return { BACKUPPLAN_ENV: file };
    };
    const database = machine('database', 'keys/age');
    writeFileSync(at('env'), readFileSync(at('env-database'), 'utf8'));
    const script = (name: string, environment: Environment, as: 'server' | 'tester', ...args: readonly string[]): Promise<string> =>
      must(at(`out/scripts/${name}`), args, environment, '', as);
    for (const storage of ['store', 'vault']) await script('prepare.sh', database, 'server', storage);
    await loadShop(server, 'shop');
    await script('database/full-store.sh', database, 'server');
    await script('vault-admin/database/copy-store-vault.sh', database, 'server');
    await server.query('shop', "insert into orders (customer, total) values ('after the base', 1)");
    await archived();
    writeFileSync(at('uploads/invoice'), 'for everybody');
    writeFileSync(at('etc/shop/secret'), 'of the shop', { mode: 0o600 });
    writeFileSync(at('etc/postgresql/setting'), 'on');
    for (const system of ['uploads', 'configuration']) {
      const environment = machine(system, 'keys/password');
      for (const storage of ['store', 'vault']) await script(`${system}/init.sh`, environment, 'tester', storage);
      await script(`${system}/full-store.sh`, environment, 'tester');
      await script(`vault-admin/${system}/copy-store-vault.sh`, environment, 'tester');
    }
    wanted.database = await contents(server, 'shop');
    wanted.uploads = fingerprint(at('uploads'));
    wanted.configuration = configuration();
    await server.stop();
  }

  async function archived(): Promise<void> {
    const segment = await server.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
    for (let turn = 0; turn < 300; turn++) {
      if ((await server.query('postgres', `select last_archived_wal >= '${segment}' from pg_stat_archiver`)) === 't') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${segment} was not archived`);
  }

  function burn(): void {
    for (const gone of ['pg', 'near', 'uploads', 'etc', 'env', 'env-database', 'env-uploads', 'env-configuration'])
      renameSync(at(gone), at(`burnt-${gone}`));
  }

  /** A machine at dublin: an empty database server, and a service manager and sudo that do here what they do elsewhere. */
  async function standIns(): Promise<void> {
    await server.create();
    rmSync(at('env'));
    for (const folder of ['uploads', 'etc/shop', 'etc/postgresql']) mkdirSync(at(folder), { recursive: true });
    const programs = serverPrograms();
    const stand = (name: string, body: string): void => writeFileSync(at(`shims/${name}`), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
    stand(
      'sudo',
      'user=root; if [[ $1 == -u ]]; then user=$2; shift 2; fi\nexec setpriv --reuid="$user" --regid="$user" --init-groups -- "$@"',
    );
    stand(
      'systemctl',
      `[[ $2 == postgresql@17-main ]] || exit 5\nexec setpriv --reuid=postgres --regid=postgres --init-groups -- ${programs}/pg_ctl -D '${server.folder}' -l '${server.folder}/server.log' -s -w -m fast "$1"`,
    );
    shell = { PATH: `${at('shims')}:${programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`, PGHOST: server.socket, PGUSER: 'postgres' };
  }

  /** What a step asks its reader to do besides the command. */
  const reads: Readonly<Record<string, () => void>> = {
    'Put the generated folder in place': () => {
      mkdirSync('/opt/backupplan', { recursive: true });
      symlinkSync(at('out'), places[0] ?? '');
    },
  };
  const fills: Readonly<Record<string, () => void>> = {
    'Fill in the settings of configuration, uploads and database': () => {
      for (const [system, key] of Object.entries({ database: 'age', uploads: 'password', configuration: 'password' })) {
        const file = path.join(places[1] ?? '', `${system}.env`);
        const text = readFileSync(file, 'utf8').replace(/^#(key_file\[.*?\])=.*$/m, `$1='${at(`keys/${key}`)}'`);
        writeFileSync(file, text);
      }
    },
  };

  it('brings everything back by what stands in it', async () => {
    const part = runbook.slice(runbook.indexOf('\n## Get ready'), runbook.indexOf('\n## Verify and open'));
    const steps = part.split(/\n### \d+\. /).slice(1);
    assert.ok(steps.length > 15);
    for (const step of steps) {
      const title = step.slice(0, step.indexOf('\n'));
      reads[title]?.();
      const command = /\n```bash\n(.*?)\n```/s.exec(step)?.[1];
      if (command !== undefined) {
        const filled = command.replace(/^DATA=$/m, `DATA='${server.folder}'`);
        const { code, stdout, stderr } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', filled], shell, '', 'tester');
        assert.equal(code, 0, `${title}\n${filled}\n${stdout}${stderr}`);
        for (const expected of expectations(step)) assert.match(`${stdout}${stderr}`, expected, title);
      }
      fills[title]?.();
    }
    assertSame(await contents(server, 'shop'), wanted.database);
    assert.equal(fingerprint(at('uploads')), wanted.uploads);
    assert.equal(configuration(), wanted.configuration);
    assert.ok(existsSync(at('web/up')));
  });
});

/** What a step says that its command prints: the texts between backticks, with `…` for anything, and an ending that a name may have. */
function expectations(step: string): RegExp[] {
  const line = /\n- \*\*Expect:\*\* (.*)/.exec(step)?.[1] ?? '';
  if (line.startsWith('an answer') || line.startsWith('exit code')) return [];
  return [...line.matchAll(/`([^`]+)`/g)].map(
    ([, text = '']) =>
      new RegExp(
        text
          .split('…')
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
          .join('.*'),
      ),
  );
}
