import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, run, start } from './commands.ts';
import { assertSame } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { needProgram, versionOf } from './machine.ts';
import { MariadbServer } from './mariadb-server.ts';
import { proofsOf } from './proof.ts';

const hostile = `a'; $(touch bp-owned) "x" %d - ü`;

const proved = proofsOf(import.meta);

describe('backups of the files of a MariaDB server', function () {
  this.timeout(120_000);
  let server: MariadbServer;
  let wanted: string[] = [];
  const into = (name: string): string => path.join(server.root, 'restored', name);
  const points = (storage = 'nas'): string[] => readdirSync(path.join(server.root, storage, 'shop/points')).sort();
  const state = async (socket?: string, user?: string): Promise<string[]> => [
    await server.contents('orders', socket, user),
    await server.contents(hostile, socket, user),
    await server.accounts(socket, user),
  ];
  const restoredState = (name: string): Promise<string[]> => state(path.join(into(name), 'server.sock'), 'backupplan');
  const same = (found: readonly string[]): void => {
    for (const [index, text] of wanted.entries()) assertSame(found[index] ?? '', text);
  };

  before(async () => {
    needProgram('mariadb-backup', 'mariadb-backup');
    server = await MariadbServer.create('nas', 'usb');
    const { root } = server;
    generateInto(
      server,
      `plan "Files of MariaDB" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" } storage usb: removable { at here; path "${root}/usb" }
       system shop: mariadb { at here; host "${server.socket}"; credentials from "${server.credentials}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using mariadb-backup; incremental hourly to nas using mariadb-backup; log continuous to nas
                  copy hourly from nas to usb; keep 2 last; verify restore weekly on monday at 05:00 } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(server, 'prepare.sh', storage);
    await server.query(`create user shop@'%' identified by 'x'; create database orders; create database \`${hostile}\`;
      create table \`${hostile}\`.\`t%\` (x int); insert into \`${hostile}\`.\`t%\` values (42);
      use orders; create table orders (id int auto_increment primary key, customer text);
      insert into orders (customer) select md5(seq) from seq_1_to_5000; create table old (a int) engine=Aria; insert into old values (1)`);
    assert.match((await script(server, 'shop/incremental-nas.sh')).stderr, /run the full first/);
    await mustScript(server, 'shop/full-nas.sh');
    await server.query("use orders; insert into orders (customer) select 'first' from seq_1_to_500; insert into old values (2)");
    await mustScript(server, 'shop/incremental-nas.sh');
    await server.query(
      "use orders; delete from orders where id < 100; create table second (a int); create user late@localhost identified by 'z'",
    );
    await mustScript(server, 'shop/incremental-nas.sh');
    wanted = await state();
    await mustScript(server, 'shop/log-nas.sh');
    await mustScript(server, 'shop/copy-nas-usb.sh');
  });
  after(() => server.remove());

  it('come back from the full and its incrementals, table by table, from the copy too', async () => {
    assert.match(points().join(' '), /-full .*-incremental .*-incremental$/);
    for (const storage of ['nas', 'usb']) {
      const point = points(storage).at(-1) ?? '';
      const said = await mustScript(server, 'shop/restore.sh', '--from', storage, '--point', point, '--into', into(storage), '--yes');
      assert.match(said, /checked: 2 databases, 4 tables/);
      same(await restoredState(storage));
      for (const job of ['full', 'incremental']) proved('mariadb-backup', job, 'local', versionOf('MariaDB', 'mariadbd'));
      await server.endRestored(into(storage));
    }
    await mustScript(server, 'shop/verify-restore.sh');
    assert.equal(journal(server).at(-1)?.result, 'ok');
    await mustScript(server, 'shop/verify-checksum.sh');
  });

  it('go on with the log to the newest state', async () => {
    await server.query("use orders; insert into orders (customer) values ('only in the log')");
    await mustScript(server, 'shop/log-nas.sh');
    const newest = await state();
    await mustScript(server, 'shop/restore.sh', '--from', 'nas', '--into', into('log'), '--yes');
    assertSame((await restoredState('log'))[0] ?? '', newest[0] ?? '');
    proved('mariadb-backup', 'log', 'local', versionOf('MariaDB', 'mariadbd'));
    await server.endRestored(into('log'));
  });

  it('take the place of a data directory whose server has been stopped', async () => {
    const call = ['--in-place', '--i-understand', 'shop', '--point', points().at(-1) ?? ''];
    assert.equal((await script(server, 'shop/restore.sh', ...call)).code, 2);
    call.push('--data-directory', server.folder);
    await server.query('drop database orders');
    assert.match((await script(server, 'shop/restore.sh', ...call)).stderr, /a server is running in/);
    server.kill();
    assert.match(await mustScript(server, 'shop/restore.sh', ...call), /data is replaced; the old one is .*data\.damaged-/);
    await server.start();
    same(await state());
    assert.equal(await server.query("select count(*) from mysql.user where user = 'backupplan'"), '0');
  });

  it('keep a full as long as an incremental that rests on it, and lose the incremental with it', async () => {
    await mustScript(server, 'shop/full-nas.sh');
    await mustScript(server, 'shop/incremental-nas.sh');
    // `keep 2 last`: the new full and its incremental; the old chain is gone.
    assert.match(points().join(' '), /^\S+-full \S+-incremental$/);
    const [full = '', incremental = ''] = points();
    await must('bash', ['-c', `printf X | dd of='${server.root}/nas/shop/points/${full}/backup/ibdata1' bs=1 seek=50000 conv=notrunc`]);
    assert.match((await script(server, 'shop/verify-checksum.sh')).stderr, new RegExp(`${full} on nas .* is DAMAGED`));
    const said = await script(server, 'shop/restore.sh', '--from', 'nas', '--point', incremental, '--into', into('none'), '--yes');
    assert.match(said.stderr, /no good point fits/);
    assert.match((await script(server, 'shop/incremental-nas.sh')).stderr, /run the full first/);
    await mustScript(server, 'shop/full-nas.sh');
  });

  it('leave no point when killed, or when the disk is full', async () => {
    const before = points();
    const file = path.join(server.root, 'out/scripts/shop/full-nas.sh');
    assert.equal((await run('bash', ['-c', `ulimit -f 1000; exec '${file}'`], server.environment)).code, 1);
    const child = start(file, [], server.environment);
    // As soon as it writes.
    for (let turn = 0; turn < 2000 && !points().some((name) => name.startsWith('.')); turn++)
      await new Promise((resolve) => setTimeout(resolve, 5));
    killAll(child);
    await once(child, 'close');
    assert.ok(
      points().some((name) => name.startsWith('.')),
      'it was killed before it wrote anything, or when it was done',
    );
    assert.deepEqual(
      points().filter((name) => !name.startsWith('.')),
      before,
    );
    await mustScript(server, 'shop/full-nas.sh');
    assert.deepEqual(
      points().filter((name) => name.startsWith('.')),
      [],
    );
    // Lost storage: nothing is written under its mount point.
    renameSync(path.join(server.root, 'nas'), path.join(server.root, 'lost'));
    assert.match((await script(server, 'shop/full-nas.sh')).stderr, /storage nas is not there/);
    rmSync(path.join(server.root, 'nas'), { recursive: true, force: true });
    renameSync(path.join(server.root, 'lost'), path.join(server.root, 'nas'));
  });
});
