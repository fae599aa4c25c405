import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './commands.ts';
import { assertSame, contents, loadShop, quoted } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { proofsOf } from './proof.ts';
import { makeRoot, Server } from './server.ts';

/** Quotes of all sorts, a command, an option, a connection string, a percent sign, a new line: all of it only a name. */
const hostile = `--a'; $(touch /tmp/bp-owned) \`id\` "x" %d host=/ \n rm -rf / ü`;

const proved = proofsOf(import.meta);

describe('dumps of a server', function () {
  this.timeout(120_000);
  let server: Server;
  let points = '';

  before(async () => {
    const root = await makeRoot('nas', 'usb', 'state', 'restored', 'metrics');
    server = new Server(root);
    points = path.join(root, 'nas/shop/points');
    generateInto(
      server,
      `plan "Drill of 'dumps'" { timezone "Europe/Berlin"; metrics "${root}/metrics"; ping "http://127.0.0.1:9/nobody" }
       site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" }
       storage usb: removable { at here; path "${root}/usb" }
       system shop: postgresql {
         at here; host "${root}/sock"; user "postgres"; database "orders", ${JSON.stringify(hostile).replace('ü', '\\u{fc}')}; size 1 GB; changes 1 GB/day
         backup {
           full daily at 02:00 to nas using pg_dump
           copy after full from nas to usb
           keep 2 last
           verify restore weekly on monday at 05:00
         }
       }`,
    );
    await server.create();
    await mustScript(server, 'prepare.sh', 'nas');
    await mustScript(server, 'prepare.sh', 'usb');
    await loadShop(server, 'orders');
    await server.query('postgres', `create database ${quoted(hostile)}`);
    await server.query(hostile, 'create table t as select generate_series(1, 10) as row');
    await mustScript(server, 'shop/full-nas.sh');
  });
  after(() => server.remove());

  it('holds every database whatever its name, and the roles', async () => {
    const into = path.join(server.root, 'restored/a');
    const wanted = [await contents(server, 'orders'), await contents(server, hostile)];
    await mustScript(server, 'shop/restore.sh', '--into', into, '--yes');
    assertSame(await contents(server, 'orders', into), wanted[0] ?? '');
    assertSame(await contents(server, hostile, into), wanted[1] ?? '');
    proved('pg_dump', 'full', 'local', await server.version());
    assert.equal(existsSync('/tmp/bp-owned'), false);
    await server.stop(path.join(into, 'server'));
  });

  it('journals what it did as JSON, and a dead monitor does not make it fail', () => {
    const line = journal(server).find(({ kind }) => kind === 'run');
    assert.equal(line?.plan, "Drill of 'dumps'");
    assert.equal(line?.result, 'ok');
    assert.match(String(line?.sha256), /^[0-9a-f]{64}$/);
    assert.match(String(line?.tool), /^pg_dump \(PostgreSQL\)/);
    const metrics = readdirSync(path.join(server.root, 'metrics')).map((name) =>
      readFileSync(path.join(server.root, 'metrics', name), 'utf8'),
    );
    assert.match(metrics.join(''), new RegExp(`backup_recovery_point_timestamp_seconds\\{.*job="shop/full-nas".*\\} ${line?.captured}`));
  });

  it('writes nothing with --dry-run', async () => {
    const before = [readdirSync(points), journal(server).length];
    for (const name of ['full-nas.sh', 'copy-nas-usb.sh', 'verify-checksum.sh', 'verify-restore.sh']) {
      assert.match(await mustScript(server, `shop/${name}`, '--dry-run'), /would|no new/);
    }
    assert.match(await mustScript(server, 'shop/restore.sh', '--dry-run'), /nothing done/);
    assert.deepEqual([readdirSync(points), journal(server).length], before);
    assert.equal(
      existsSync(path.join(server.root, 'usb/shop/points')) && readdirSync(path.join(server.root, 'usb/shop/points')).length > 0,
      false,
    );
  });

  it('replaces the databases in place only when the system is named, and keeps the damaged ones', async () => {
    const wanted = await contents(server, 'orders');
    await server.query('orders', 'delete from orders where id > 10');
    await server.query('postgres', 'alter role shop superuser');
    const refused = await script(server, 'shop/restore.sh', '--in-place', '--i-understand', 'orders');
    assert.equal(refused.code, 2);
    await mustScript(server, 'shop/restore.sh', '--in-place', '--i-understand', 'shop');
    assertSame(await contents(server, 'orders'), wanted);
    const names = await server.query('postgres', "select datname from pg_database where datname like 'orders.damaged-%'");
    assert.equal(await server.query(names, 'select count(*) from orders'), '10');
  });

  it('finds a damaged point, restores the one before, and does not let it push good ones out', async () => {
    await mustScript(server, 'shop/full-nas.sh');
    const [first = '', second = ''] = readdirSync(points).sort();
    const dump = path.join(points, second, 'database-001.dump');
    truncateSync(dump, Math.floor(statSync(dump).size / 2));
    const checked = await script(server, 'shop/verify-checksum.sh');
    assert.equal(checked.code, 1);
    assert.match(checked.stderr, new RegExp(`${second} on nas .* is DAMAGED`));
    await mustScript(server, 'shop/full-nas.sh');
    await mustScript(server, 'shop/full-nas.sh');
    // `keep 2 last`: two good points; the damaged one is left for a person.
    const left = readdirSync(points).sort();
    assert.equal(left.includes(first), false);
    assert.equal(left.includes(second), true);
    assert.equal(left.length, 3);
    const said = await mustScript(server, 'shop/restore.sh', '--point', second, '--dry-run').catch(String);
    assert.match(said, /no good point fits/);
  });

  it('copies, reads back, and does not copy again what the target has pruned', async () => {
    await mustScript(server, 'shop/copy-nas-usb.sh');
    const copies = path.join(server.root, 'usb/shop/points');
    const copied = readdirSync(copies).sort();
    assert.equal(copied.length, 2);
    await mustScript(server, 'shop/full-nas.sh');
    await mustScript(server, 'shop/copy-nas-usb.sh');
    await mustScript(server, 'shop/copy-nas-usb.sh');
    assert.equal(readdirSync(copies).includes(copied[0] ?? ''), false);
    assert.equal(readdirSync(copies).length, 2);
  });

  it('fails loudly when a database of the plan is gone, and leaves no point', async () => {
    const before = readdirSync(points);
    await server.query('postgres', `alter database ${quoted(hostile)} rename to elsewhere`);
    const { code, stderr } = await script(server, 'shop/full-nas.sh');
    await server.query('postgres', `alter database elsewhere rename to ${quoted(hostile)}`);
    assert.equal(code, 1);
    assert.match(stderr, /the server has no database/);
    assert.deepEqual(readdirSync(points), before);
    const line = journal(server).at(-1);
    assert.deepEqual([line?.result, line?.exitCode], ['failed', 1]);
    assert.match(String(line?.error), /the server has no database "--a'; \$\(touch/);
  });

  it('leaves the old points alone when the disk is full', async () => {
    const before = readdirSync(points);
    await server.query('orders', 'insert into orders (customer, total) select md5(random()::text), g from generate_series(1, 20000) g');
    const full = path.join(server.root, 'out/scripts/shop/full-nas.sh');
    const { code } = await run('bash', ['-c', `ulimit -f 300; exec '${full}'`], server.environment);
    assert.equal(code, 1);
    assert.deepEqual(readdirSync(points), before);
    assert.match(String(journal(server).at(-1)?.stage), /^dump database-001/);
  });

  it('refuses credentials that others can read', async () => {
    const file = path.join(server.root, 'pgpass');
    writeFileSync(file, 'x', { mode: 0o644 });
    generateInto(
      server,
      `plan "P" { owner "x" } site here { kind datacenter } storage nas: disk { at here; path "${server.root}/nas" }
       system loose: postgresql { at here; host "${server.root}/sock"; credentials from "${file}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_dump; keep 2 last } }`,
    );
    const { code, stderr } = await script(server, 'loose/full-nas.sh');
    assert.equal(code, 1);
    assert.match(stderr, /can be read by others: chmod 600/);
  });
});
