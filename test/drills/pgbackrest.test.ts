import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { killAll, must, runner, start } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { needProgram } from './machine.ts';
import { proofsOf } from './proof.ts';
import { makeRoot, Server } from './server.ts';
import { Shims } from './shims.ts';

const secret = 'hunter2 "with $(quotes)" %d';
/** A storage's folder, and a database: all of it only names. */
const hostileFolder = `na's $(touch bp-owned) %d`;
const hostile = `or"ders' $(touch bp-owned)`;

const proved = proofsOf(import.meta);

describe('PostgreSQL with pgBackRest', function () {
  this.timeout(120_000);
  let server: Server;
  let shims: Shims;
  let root = '';
  let wanted = '';
  let instant = '';
  const at = (name: string): string => path.join(root, name);
  const repository = (storage: string): string => at(`${storage === 'nas' ? hostileFolder : storage}/orders`);
  const log = (storage: string): string => path.join(repository(storage), 'archive/orders/15-1');
  const segments = (storage: string): string[] =>
    readdirSync(log(storage), { recursive: true, encoding: 'utf8' })
      .filter((name) => /[0-9A-F]{24}-[0-9a-f]{40}/.test(name))
      .sort();
  /** As `restore.sh --list` names them. */
  const points = async (storage: string): Promise<string[]> =>
    (await mustScript(server, 'orders/restore.sh', '--list'))
      .split('\n')
      .flatMap((line) => new RegExp(`^${storage}: (\\d{8}-\\d{6}F\\S*) `).exec(line)?.[1] ?? []);
  const archived = async (): Promise<void> => {
    // After three failures the server waits for a minute, or for the next segment: an empty one is not switched.
    await server.query('postgres', "select pg_create_restore_point('archived')");
    const segment = await server.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
    for (let turn = 0; turn < 200; turn++) {
      if ((await server.query('postgres', 'select last_archived_wal from pg_stat_archiver')) >= segment) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${segment} was not archived`);
  };
  const add = (words: string): Promise<string> =>
    server.query(hostile, `insert into orders (customer, total) select '${words} ' || g, g from generate_series(1, 300) g`);

  before(async () => {
    needProgram('pgbackrest', 'pgbackrest');
    needProgram('zstd', 'zstd');
    root = await makeRoot(hostileFolder, 'usb', 'state', 'restored');
    server = new Server(root);
    const { uid, gid } = runner();
    writeFileSync(at('vault-key'), `${secret}\n`, { mode: 0o600 });
    await chown(at('vault-key'), uid, gid);
    const text = (name: string): string => JSON.stringify(name).replaceAll('$', '\\u{24}');
    generateInto(
      server,
      `plan "Drill" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
       storage nas: disk { at here; path ${text(at(hostileFolder))}; encrypted with vault-key }
       storage usb: removable { at here; path "${root}/usb" }
       system orders: postgresql {
         at here; host "${root}/sock"; user "postgres"; database ${text(hostile)}; size 1 GB; changes 1 GB/day
         backup {
           incremental hourly to nas using pgbackrest
           full weekly on sunday at 02:00 to nas using pgbackrest
           differential daily at 02:00 to nas using pgbackrest
           log continuous to nas, usb
           full weekly on saturday at 02:00 to usb using pgbackrest
           keep on nas 3 last
           keep on usb 1 last
           verify checksum daily at 06:00
           verify restore weekly on monday at 05:00 expect "select count(*) >= 5000 from orders"
         }
       }`,
    );
    await server.create(at('out/config/orders/postgresql-archive.conf'));
    shims = await Shims.before(server);
    writeFileSync(at('env'), `${readFileSync(at('env'), 'utf8')}key_file[vault-key]='${root}/vault-key'\n`);
    for (const storage of ['nas', 'usb']) await mustScript(server, 'prepare.sh', storage);
  });
  after(() => server.remove());

  it('is not written anywhere before a repository was made', async () => {
    const { code, stderr } = await script(server, 'orders/full-nas.sh');
    assert.equal(code, 1);
    assert.match(stderr, /finds no repository on nas .* run init\.sh nas/);
    for (const storage of ['nas', 'usb']) await mustScript(server, 'orders/init.sh', storage);
    const early = await script(server, 'orders/incremental-nas.sh');
    assert.match(early.stderr, /there is no full on nas that the incremental could rest on/);
  });

  it('comes back to the instant before the database was dropped, row by row, with its roles', async () => {
    await loadShop(server, hostile);
    await mustScript(server, 'orders/full-nas.sh');
    await mustScript(server, 'orders/full-usb.sh');
    await add('after the full');
    await mustScript(server, 'orders/differential-nas.sh');
    await add('after the differential');
    await mustScript(server, 'orders/incremental-nas.sh');
    const [full = '', differential = '', incremental = ''] = await points('nas');
    assert.deepEqual([full.slice(-1), differential.slice(-1), incremental.slice(-1)], ['F', 'D', 'I']);
    assert.match(differential, new RegExp(`^${full}_`));
    await add('after the incremental');
    wanted = await contents(server, hostile);
    instant = await server.query('postgres', "select to_char(clock_timestamp() at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.US')");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await server.query('postgres', `drop database "${hostile.replaceAll('"', '""')}"`);
    await archived();

    const into = at('restored/a');
    const said = await mustScript(server, 'orders/restore.sh', '--to', instant, '--into', into, '--yes');
    assert.match(said, new RegExp(`restore orders from nas, point ${incremental}`));
    assertSame(await contents(server, hostile, into), wanted);
    for (const job of ['full', 'differential', 'incremental', 'log']) proved('pgbackrest', job, 'local', await server.version());
    await server.stop(path.join(into, 'server'));
    const line = journal(server).at(-1);
    assert.deepEqual([line?.kind, line?.result, line?.exitCode, line?.point], ['restore', 'ok', 0, incremental]);
    assert.equal(existsSync(path.join(server.folder, 'bp-owned')), false);
  });

  it('has no secret in what was generated, in the repository, or in the journal', async () => {
    const found = await must('grep', ['-rlF', 'hunter2', root], {}, '', 'tester');
    assert.equal(found.trim(), at('vault-key'));
    await must('chmod', ['644', at('vault-key')], {}, '', 'tester');
    assert.match((await script(server, 'orders/incremental-nas.sh')).stderr, /others can read .*vault-key/);
    await must('chmod', ['600', at('vault-key')], {}, '', 'tester');
  });

  it('comes back from the second repository after the first storage is gone', async () => {
    renameSync(at(hostileFolder), at('lost'));
    try {
      const into = at('restored/b');
      const said = await mustScript(server, 'orders/restore.sh', '--to', instant, '--into', into, '--yes');
      assert.match(said, /storage nas is not there/);
      assertSame(await contents(server, hostile, into), wanted);
      await server.stop(path.join(into, 'server'));
      // What cannot be stored on both is kept by the server, and the other storage gets it all the same.
      const before = segments('usb').length;
      await server.query('postgres', 'create table filler as select 1; select pg_switch_wal()');
      for (let turn = 0; turn < 100 && segments('usb').length === before; turn++) await new Promise((resolve) => setTimeout(resolve, 100));
      assert.ok(segments('usb').length > before);
      assert.ok((await script(server, 'orders/full-nas.sh')).stderr.includes('storage nas is not there'));
    } finally {
      renameSync(at('lost'), at(hostileFolder));
    }
    await archived();
    const names = (storage: string): string[] => segments(storage).map((name) => name.slice(17, 41));
    assert.deepEqual(
      names('usb').filter((name) => !names('nas').includes(name)),
      [],
    );
  });

  it('is replaced in place, with what was there kept, and is archived and backed up again', async () => {
    await server.stop();
    writeFileSync(path.join(server.folder, 'global/pg_control'), 'broken');
    const options = ['--to', instant, '--in-place', '--i-understand', 'orders', '--data-directory', server.folder];
    const said = await mustScript(server, 'orders/restore.sh', ...options);
    assert.match(said, /pg is replaced; the old one is .*pg\.damaged-/);
    const damaged = readdirSync(root).find((name) => name.startsWith('pg.damaged-')) ?? '';
    assert.equal(readFileSync(at(`${damaged}/global/pg_control`), 'utf8'), 'broken');
    await server.start();
    assertSame(await contents(server, hostile), wanted);
    assert.equal(await server.query('postgres', 'show archive_mode'), 'on');
    assert.doesNotMatch(readFileSync(path.join(server.folder, 'postgresql.auto.conf'), 'utf8'), /restored copy|recovery_target/);
    rmSync(at(damaged), { recursive: true });
    for (const job of ['full-nas', 'differential-nas']) await mustScript(server, `orders/${job}.sh`);
    await mustScript(server, 'orders/verify-restore.sh');
    assert.match(await mustScript(server, 'orders/verify-checksum.sh'), /points are as they were written/);
  });

  it('is pruned as the plan says, with the bases of what is kept, and the log back to the oldest', async () => {
    // 3 last: the two of the new timeline and the incremental before them, which rests on a differential and a full.
    const before = await points('nas');
    assert.deepEqual(
      before.map((name) => name.slice(-1)),
      ['F', 'D', 'I', 'F', 'D'],
    );
    await mustScript(server, 'orders/incremental-nas.sh');
    assert.deepEqual(
      (await points('nas')).map((name) => name.slice(-1)),
      ['F', 'D', 'I'],
    );
    assert.equal((await points('nas'))[0], before[3]);
    const text = await must(
      'pgbackrest',
      [`--config=${at('out/config/orders/pgbackrest-usb.conf')}`, '--stanza=orders', 'info', '--output=json'],
      {},
    );
    await mustScript(server, 'orders/full-usb.sh');
    const oldest = /"archive":\{"start":"([0-9A-F]{24})"/.exec(text)?.[1] ?? '';
    assert.equal((await points('usb')).length, 1);
    assert.ok(segments('usb').every((name) => name.slice(25, 41) > oldest.slice(8)));
  });

  it('has a hole in its log found', async () => {
    await add('before the hole');
    const segment = await server.query('postgres', 'select pg_walfile_name(pg_current_wal_lsn())');
    await archived();
    await add('after the hole');
    await archived();
    const file = path.join(log('nas'), segments('nas').find((name) => name.includes(segment)) ?? '');
    renameSync(file, at('segment'));
    const { code, stderr } = await script(server, 'orders/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /the log on nas has a hole of 1 segments/);
    // The other storage still has it.
    const into = at('restored/hole');
    await mustScript(server, 'orders/restore.sh', '--from', 'nas', '--into', into, '--yes');
    assertSame(await contents(server, hostile, into), await contents(server, hostile));
    await server.stop(path.join(into, 'server'));
    renameSync(at('segment'), file);
    assert.equal((await script(server, 'orders/verify-checksum.sh')).code, 0);
  });

  it('has damaged log found', async () => {
    const file = path.join(log('usb'), segments('usb').at(-1) ?? '');
    const whole = readFileSync(file);
    await must('bash', ['-c', `printf XXXXXXXX | dd of='${file}' bs=1 seek=100 conv=notrunc`], {}, '', 'tester');
    const { code, stderr } = await script(server, 'orders/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /log [0-9A-F]{24} on usb is damaged/);
    writeFileSync(file, whole);
  });

  /** Kills a script and all that it started while `program` hangs; then the last good point is chosen, and the next run works. */
  async function killedWhile(when: string): Promise<void> {
    const good = await points('nas');
    await shims.hang('pgbackrest', when);
    const child = start(at('out/scripts/orders/incremental-nas.sh'), [], server.environment);
    await shims.reached();
    killAll(child);
    await once(child, 'close');
    await shims.remove('pgbackrest');
    assert.deepEqual(await points('nas'), good);
    assert.match(await mustScript(server, 'orders/restore.sh', '--dry-run', '--from', 'nas'), new RegExp(`point ${good.at(-1)}`));
    await mustScript(server, 'orders/incremental-nas.sh');
    assert.equal(
      readdirSync(path.join(repository('nas'), 'backup/orders')).filter((name) => /^\d/.test(name)).length,
      (await points('nas')).length,
    );
  }
  it('survives kill -9 before a backup', () => killedWhile('[[ "$*" == *" backup "* ]]'));
  it('survives kill -9 after a backup, before it is read', () => killedWhile('[[ "$*" == *" verify "* ]]'));
  it('survives kill -9 before it is made a point', () => killedWhile('[[ "$*" == *" annotate "* ]]'));
  it('survives kill -9 in the middle of a backup', async () => {
    await add('more to write');
    const good = await points('nas');
    const child = start(at('out/scripts/orders/full-nas.sh'), [], server.environment);
    const unfinished = (): boolean =>
      readdirSync(path.join(repository('nas'), 'backup/orders'), { encoding: 'utf8' }).some(
        (name) => /^\d/.test(name) && !existsSync(path.join(repository('nas'), 'backup/orders', name, 'backup.manifest')),
      );
    for (let turn = 0; turn < 1000 && !unfinished(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
    killAll(child);
    await once(child, 'close');
    assert.ok(unfinished(), 'it was killed too late');
    assert.deepEqual(await points('nas'), good);
    await mustScript(server, 'orders/full-nas.sh');
    assert.equal(unfinished(), false);
  });

  it('has damage in a point found, which is not restored from any more', async () => {
    for (const job of ['differential-nas', 'incremental-nas']) await mustScript(server, `orders/${job}.sh`);
    const all = await points('nas');
    const differential = all.filter((name) => name.endsWith('D')).at(-1) ?? '';
    const bundle = path.join(repository('nas'), 'backup/orders', differential, 'bundle/1');
    await must('bash', ['-c', `printf XXXXXXXXXXXXXXXX | dd of="$0" bs=1 seek=64 conv=notrunc`, bundle], {}, '', 'tester');
    const { code, stderr } = await script(server, 'orders/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${differential} on nas .* is DAMAGED`));
    const left = await points('nas');
    assert.ok(left.length > 0 && !left.some((name) => name === differential || name.endsWith('I')));
    // Nothing more rests on what is damaged.
    assert.match((await script(server, 'orders/incremental-nas.sh')).stderr, /no full on nas that the incremental could rest on/);
    await mustScript(server, 'orders/full-nas.sh');
  });

  it('fails loudly on a full disk, which the log then still has room on', async () => {
    const good = await points('usb');
    await shims.put('pgbackrest', 'if [[ "$*" == *" backup "* ]]; then ulimit -f 512; trap "" XFSZ; fi\nreal "$@"');
    const { code, stderr } = await script(server, 'orders/full-usb.sh');
    await shims.remove('pgbackrest');
    assert.equal(code, 1);
    assert.match(stderr, /FAILED: pgBackRest ended with \d+/);
    assert.equal(journal(server).at(-1)?.result, 'failed');
    assert.deepEqual(await points('usb'), good);
    assert.deepEqual(
      readdirSync(path.join(repository('usb'), 'backup/orders')).filter((name) => /^\d/.test(name)),
      good,
    );
    await mustScript(server, 'orders/full-usb.sh');
  });
});
