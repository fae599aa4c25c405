import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { proofsOf } from './proof.ts';
import { makeRoot, Server } from './server.ts';

const proved = proofsOf(import.meta);

describe('a base backup with its log', function () {
  this.timeout(120_000);
  let server: Server;
  let wanted = '';
  let instant = '';

  before(async () => {
    const root = await makeRoot('nas', 'usb', 'state', 'restored');
    server = new Server(root);
    generateInto(
      server,
      `plan "Drill" { timezone "Europe/Berlin" }
       site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" }
       storage usb: removable { at here; path "${root}/usb" }
       system orders: postgresql {
         at here; host "${root}/sock"; user "postgres"; database "orders"; size 1 GB; changes 1 GB/day
         backup {
           full daily at 02:00 to nas using pg_basebackup
           log  continuous to nas
           copy every 30m from nas to usb
           keep daily for 31 days, monthly for 13 months
           verify checksum daily at 06:00
           verify restore weekly on monday at 05:00 expect "select count(*) >= 5000 from orders"
         }
       }`,
    );
    await server.create(path.join(root, 'out/config/orders/postgresql-archive.conf'));
    await mustScript(server, 'prepare.sh', 'nas');
    await mustScript(server, 'prepare.sh', 'usb');
    await loadShop(server, 'orders');
    await mustScript(server, 'orders/full-nas.sh');
    await server.query('orders', "insert into orders (customer, total) select 'after the base ' || g, g from generate_series(1, 700) g");
    wanted = await contents(server, 'orders');
    instant = await server.query('postgres', "select to_char(clock_timestamp() at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.US')");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await server.query('postgres', 'drop database orders');
    await server.archiveNow(path.join(root, 'nas/orders/log'));
  });
  after(() => server.remove());

  it('comes back to the instant before the database was dropped, row by row, with its roles', async () => {
    const into = path.join(server.root, 'restored/a');
    const said = await mustScript(server, 'orders/restore.sh', '--to', instant, '--into', into, '--yes');
    assert.match(said, /the log is replayed up to .* CES?T/);
    assertSame(await contents(server, 'orders', into), wanted);
    proved('pg_basebackup', 'full', 'local', await server.version());
    proved('pg_basebackup', 'log', 'local', await server.version());
    // A sequence may be ahead after recovery, and never behind.
    assert.ok(Number(await server.query('orders', "select nextval('orders_id_seq')", into)) > 5700);
    await server.stop(path.join(into, 'server'));
    const line = journal(server).at(-1);
    assert.deepEqual([line?.kind, line?.result, line?.exitCode], ['restore', 'ok', 0]);
    assert.ok(Number(line?.finished) >= Number(line?.started));
  });

  it('comes back from the copy after the first storage is gone', async () => {
    await mustScript(server, 'orders/copy-nas-usb.sh');
    renameSync(path.join(server.root, 'nas'), path.join(server.root, 'lost'));
    try {
      const into = path.join(server.root, 'restored/b');
      const said = await mustScript(server, 'orders/restore.sh', '--to', instant, '--into', into, '--yes');
      assert.match(said, /storage nas is not there/);
      assertSame(await contents(server, 'orders', into), wanted);
      await server.stop(path.join(into, 'server'));
    } finally {
      renameSync(path.join(server.root, 'lost'), path.join(server.root, 'nas'));
    }
  });

  it('says how far the log goes when asked for more', async () => {
    const into = path.join(server.root, 'restored/c');
    const { code, stderr } = await script(server, 'orders/restore.sh', '--to', '5 seconds ago', '--into', into, '--yes');
    assert.equal(code, 1);
    assert.match(stderr, /the log does not reach|no later transaction/);
  });

  it('is whole when read again', async () => {
    assert.match(await mustScript(server, 'orders/verify-checksum.sh'), /2 points are as they were written/);
  });

  it('notices a hole in the log', async () => {
    const log = path.join(server.root, 'nas/orders/log');
    const segment = await server.query('postgres', 'select pg_walfile_name(pg_current_wal_lsn())');
    await server.query('postgres', 'create table filler as select 1');
    await server.archiveNow(log);
    await server.query('postgres', 'insert into filler values (2)');
    await server.archiveNow(log);
    renameSync(path.join(log, segment), path.join(server.root, segment));
    const { code, stderr } = await script(server, 'orders/verify-checksum.sh');
    renameSync(path.join(server.root, segment), path.join(log, segment));
    assert.equal(code, 1);
    assert.match(stderr, /the log on nas has a hole of 1 segments/);
  });
});
