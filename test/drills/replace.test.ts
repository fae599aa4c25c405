import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { runner } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { makeRoot, Server } from './server.ts';

describe('a server that asks for passwords, with its log on two storages', function () {
  this.timeout(120_000);
  let server: Server;
  let root = '';
  const log = (storage: string): string => path.join(root, storage, 'orders/log');
  const segments = (storage: string): string[] =>
    readdirSync(log(storage))
      .filter((name) => /^[0-9A-F]{24}$/.test(name))
      .sort();

  before(async () => {
    root = await makeRoot('nas', 'second', 'usb', 'state', 'restored');
    server = new Server(root);
    const passwords = path.join(root, 'pgpass');
    writeFileSync(passwords, '*:*:*:postgres:geheim-4711\n', { mode: 0o600 });
    const { uid, gid } = runner();
    await chown(passwords, uid, gid);
    generateInto(
      server,
      `plan "Replace" { timezone "America/New_York" } site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" }
       storage second: disk { at here; path "${root}/second" }
       storage usb: removable { at here; path "${root}/usb" }
       system orders: postgresql { at here; host "${root}/sock"; user "postgres"; credentials from "${passwords}"; database "orders"; service "no-such@drill"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_basebackup; log continuous to nas, second; move after full from nas to usb; keep on nas 1 last; keep on usb 2 last
                  verify restore weekly on monday at 05:00 expect "select count(*) > 999999 from orders" } }`,
    );
    await server.create(path.join(root, 'out/config/orders/postgresql-archive.conf'));
    for (const storage of ['nas', 'second', 'usb']) await mustScript(server, 'prepare.sh', storage);
    await loadShop(server, 'orders');
    await server.query('postgres', "alter role postgres password 'geheim-4711'");
    const hba = path.join(server.folder, 'pg_hba.conf');
    writeFileSync(hba, 'local all all scram-sha-256\nlocal replication all scram-sha-256\n');
    await server.stop();
    await server.start(passwords);
    await mustScript(server, 'orders/full-nas.sh');
  });
  after(() => server.remove());

  it('stores every segment on both', async () => {
    await server.query('orders', 'create table filler as select generate_series(1, 1000) as n');
    await server.archiveNow(log('second'));
    await server.archiveNow(log('nas'));
    assert.ok(segments('second').length >= segments('nas').length);
  });

  it('says so when the query of the plan does not hold in the restored server', async () => {
    const { code, stderr } = await script(server, 'orders/verify-restore.sh');
    assert.equal(code, 1);
    assert.match(stderr, /the plan's query gave "f"/);
    assert.equal(journal(server).at(-1)?.result, 'failed');
    assert.deepEqual(
      readdirSync(path.join(root, 'state')).filter((name) => name.startsWith('.scratch')),
      [],
    );
  });

  it('is replaced in place, and the damaged one is kept', async () => {
    const wanted = await contents(server, 'orders');
    await server.archiveNow(log('nas'));
    await server.stop();
    const damaged = path.join(server.folder, 'base');
    rmSync(damaged, { recursive: true });
    const unnamed = await script(server, 'orders/restore.sh', '--in-place', '--data-directory', server.folder);
    assert.equal(unnamed.code, 2);
    // The log of one storage is enough.
    rmSync(log('nas'), { recursive: true });
    const said = await mustScript(server, 'orders/restore.sh', '--in-place', '--i-understand', 'orders', '--data-directory', server.folder);
    assert.match(said, /as root, systemctl start no-such@drill/);
    await server.start();
    assertSame(await contents(server, 'orders'), wanted);
    assert.equal(await server.query('orders', 'show archive_mode'), 'on');
    assert.doesNotMatch(readFileSync(path.join(server.folder, 'postgresql.auto.conf'), 'utf8'), /restored copy|recovery_target/);
    assert.equal(readdirSync(root).filter((name) => name.startsWith('pg.damaged-')).length, 1);
  });

  it('refuses to replace a server that runs', async () => {
    const { code, stderr } = await script(
      server,
      'orders/restore.sh',
      '--in-place',
      '--i-understand',
      'orders',
      '--data-directory',
      server.folder,
    );
    assert.equal(code, 1);
    assert.match(stderr, /a server is running in/);
  });

  it('goes on with backups on its new timeline, prunes the log back to the oldest base, and moves points', async () => {
    await mustScript(server, 'orders/full-nas.sh');
    const points = (storage: string): string[] => readdirSync(path.join(root, storage, 'orders/points')).sort();
    const [kept = ''] = points('nas');
    assert.equal(points('nas').length, 1);
    const start =
      /"walStart": "([0-9A-F]{24})"/.exec(readFileSync(path.join(root, 'nas/orders/points', kept, 'manifest.json'), 'utf8'))?.[1] ?? '';
    assert.match(start, /^00000002/);
    await server.archiveNow(log('nas'));
    assert.ok(segments('nas').every((name) => name.slice(8) >= start.slice(8)));
    await mustScript(server, 'orders/move-nas-usb.sh');
    assert.deepEqual([points('nas'), points('usb')], [[], [kept]]);
    assert.ok(segments('usb').length > 0);
    const into = path.join(root, 'restored/moved');
    await mustScript(server, 'orders/restore.sh', '--into', into, '--yes');
    assertSame(await contents(server, 'orders', into), await contents(server, 'orders'));
  });

  it('asks for an offset where the clocks show a time twice', async () => {
    const { code, stderr } = await script(server, 'orders/restore.sh', '--to', '2025-11-02 01:30', '--dry-run');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /clocks in America\/New_York show 2025-11-02 01:30 twice: add the offset, for instance "2025-11-02 01:30 -0[45]:00"/,
    );
    const gap = await script(server, 'orders/restore.sh', '--to', '2026-03-08 02:30', '--dry-run');
    assert.equal(gap.code, 2);
    assert.match(gap.stderr, /not an instant in America\/New_York/);
  });
});
