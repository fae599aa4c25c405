import assert from 'node:assert/strict';
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { killAll, must, run, runner, start } from './commands.ts';
import { generateInto, type Host, journal, mustScript, script } from './generated.ts';
import { needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { makeRoot } from './server.ts';

const secret = 'ge"heim $(touch bp-owned)';

const proved = proofsOf(import.meta);

describe('Redis servers', function () {
  this.timeout(60_000);
  let host: Host;
  let root = '';
  let child: ReturnType<typeof start> | undefined;
  const into = (name: string): string => path.join(root, 'restored', name);
  const points = (storage = 'nas'): string[] => readdirSync(path.join(root, storage, 'cache/points')).sort();
  const ask = async (socket: string, input: string, password = ''): Promise<string> =>
    (await must('redis-cli', ['-s', socket, '--no-auth-warning'], password === '' ? {} : { REDISCLI_AUTH: password }, input)).trimEnd();
  const live = (input: string): Promise<string> => ask(path.join(root, 'r.sock'), input, secret);
  const digest = 'debug digest\nselect 3\ndebug digest\n';
  const serve = async (): Promise<void> => {
    child = start('redis-server', [path.join(root, 'redis.conf')]);
    for (let turn = 0; turn < 100 && !(await live('info persistence').catch(() => '')).includes('loading:0'); turn++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  };

  before(async () => {
    needProgram('redis-server', 'redis-server');
    root = await makeRoot('nas', 'usb', 'state', 'restored', 'data');
    host = { root, environment: { BACKUPPLAN_ENV: path.join(root, 'env') } };
    writeFileSync(path.join(root, 'env'), `BACKUPPLAN_STATE='${root}/state'\n`);
    writeFileSync(path.join(root, 'password'), `${secret}\n`, { mode: 0o600 });
    writeFileSync(
      path.join(root, 'redis.conf'),
      `port 0\nunixsocket ${root}/r.sock\ndir ${root}/data\nappendonly yes\ndatabases 20\nenable-debug-command yes\nrequirepass ${JSON.stringify(secret)}\nlogfile ${root}/redis.log\n`,
      { mode: 0o644 },
    );
    const { uid, gid } = runner();
    await chown(path.join(root, 'password'), uid, gid);
    generateInto(
      host,
      `plan "Cache" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" } storage usb: removable { at here; path "${root}/usb" }
       system cache: redis { at here; host "${root}/r.sock"; credentials from "${root}/password"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas; copy after full from nas to usb; keep 2 last
                  verify restore weekly on monday at 05:00 expect "exists word" } }`,
    );
    await serve();
    for (const storage of ['nas', 'usb']) await mustScript(host, 'prepare.sh', storage);
    await live(
      String.raw`debug populate 20000 key 50
set word "o'r \"$(touch bp-owned)\" %d \n \x00\xff"
rpush list a b c
hset hash a 1 b 2
zadd sorted 1 a 2 b
xadd stream * a 1
set gone soon px 1
set later x ex 100000
select 3
set other database
`,
    );
    await mustScript(host, 'cache/full-nas.sh');
    await mustScript(host, 'cache/copy-nas-usb.sh');
  });
  after(async () => {
    if (child !== undefined) killAll(child);
    await must('rm', ['-rf', root], {}, '', 'tester');
  });

  it('come back key by key, in all their databases, from the copy too', async () => {
    const wanted = await live(digest);
    for (const storage of ['nas', 'usb']) {
      const said = await mustScript(host, 'cache/restore.sh', '--from', storage, '--into', into(storage), '--yes');
      assert.match(said, /checked: 20007 keys/);
      const socket = path.join(into(storage), 'server.sock');
      assert.equal(await ask(socket, 'config get appendonly'), 'appendonly\nno');
      assert.equal(await ask(socket, 'select 3\nget other'), 'OK\ndatabase');
      // DEBUG is switched off there: the same file, loaded by a server that has it, has the digest.
      await ask(socket, 'shutdown nosave');
      const other = start('redis-server', [
        '--port',
        '0',
        '--unixsocket',
        `${root}/d.sock`,
        '--dir',
        `${into(storage)}/server`,
        '--databases',
        '20',
        '--enable-debug-command',
        'yes',
        '--save',
        '',
      ]);
      for (let turn = 0; turn < 100 && !(await ask(`${root}/d.sock`, 'info persistence').catch(() => '')).includes('loading:0'); turn++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(await ask(`${root}/d.sock`, digest), wanted);
      proved('redis-cli', 'full', 'local', versionOf('Redis', 'redis-server'));
      killAll(other);
    }
    await mustScript(host, 'cache/verify-restore.sh');
    assert.equal(journal(host).at(-1)?.result, 'ok');
  });

  it('are replaced when they have been stopped, and start with what was restored although they read an append-only file', async () => {
    const wanted = await live(digest);
    await live('flushall');
    const data = path.join(root, 'data');
    const call = ['--in-place', '--i-understand', 'cache', '--data-directory', data];
    assert.equal((await script(host, 'cache/restore.sh', '--in-place', '--i-understand', 'cache')).code, 2);
    assert.match((await script(host, 'cache/restore.sh', ...call)).stderr, /a server is running in/);
    await live('shutdown nosave').catch(() => '');
    const said = await mustScript(host, 'cache/restore.sh', ...call);
    assert.match(said, /is replaced; the old one is .*\.damaged-/);
    await serve();
    assert.equal(await live(digest), wanted);
    assert.ok(readdirSync(data).some((name) => name.startsWith('appendonlydir.damaged-')));
  });

  it('leave no point when the disk is full, the password is wrong or the server is gone', async () => {
    const before = points();
    const full = path.join(root, 'out/scripts/cache/full-nas.sh');
    assert.equal((await run('bash', ['-c', `ulimit -f 100; exec '${full}'`], host.environment)).code, 1);
    assert.equal(journal(host).at(-1)?.stage, 'dump');
    await live('config set requirepass other');
    assert.match((await script(host, 'cache/full-nas.sh')).stderr, /does not let us in/);
    if (child !== undefined) killAll(child);
    assert.equal((await script(host, 'cache/full-nas.sh')).code, 1);
    assert.deepEqual(points(), before);
    await serve();
  });

  it('have a point that was cut short found', async () => {
    const newest = points().at(-1) ?? '';
    truncateSync(path.join(root, 'nas/cache/points', newest, 'dump.rdb'), 10_000);
    const { code, stderr } = await script(host, 'cache/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${newest} on nas .* is DAMAGED`));
  });
});
