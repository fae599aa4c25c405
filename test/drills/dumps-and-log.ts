import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BinlogServer, numbers, type Product } from './binlog-server.ts';
import { killAll, run, start } from './commands.ts';
import { assertSame } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import type { Proved } from './proof.ts';

/** Quotes of all sorts, a command, an option, a percent sign, a new line: all of it only a name. */
const hostile = `--a'; $(touch /tmp/bp-owned) \`id\` "x" %d \n rm ü`;
const quoted = `\`${hostile.replaceAll('`', '``')}\``;

/** Dumps of a whole server and its log, in folders: restored to an instant, copied, damaged, killed. */
export function describeDumps(product: Product, proved: Proved): void {
  describe(`dumps of a ${product.name} server with its binary log`, function () {
    this.timeout(120_000);
    let server: BinlogServer;
    let wanted: string[] = [];
    let instant = '';
    const log = (storage = 'nas'): string => path.join(server.root, storage, 'shop/log');
    const files = (storage = 'nas'): string[] => readdirSync(log(storage)).filter((name) => /\.bin\.\d+$/.test(name));
    const points = (): string[] => readdirSync(path.join(server.root, 'nas/shop/points')).sort();
    const into = (name: string): string => path.join(server.root, 'restored', name);
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2100));
    const state = async (socket?: string, user?: string): Promise<string[]> => [
      await server.contents('orders', socket, user),
      await server.contents(hostile, socket, user),
      await server.accounts(socket, user),
    ];

    before(async () => {
      server = await product.create('nas', 'usb');
      const { root } = server;
      generateInto(
        server,
        `plan "Shop of '${product.name}'" { timezone "America/New_York" } site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" } storage usb: removable { at here; path "${root}/usb" }
       system shop: ${product.kind} { at here; host "${server.socket}"; credentials from "${server.credentials}"; size 1 GB; changes 1 GB/day
         database "orders", ${JSON.stringify(hostile).replace('ü', '\\u{fc}')}
         backup { full daily at 02:00 to nas; log continuous to nas; copy hourly from nas to usb; keep 3 last
                  verify restore weekly on monday at 05:00 expect "select count(*) from orders" } }`,
      );
      for (const storage of ['nas', 'usb']) await mustScript(server, 'prepare.sh', storage);
      await server.query(`
      ${product.knowZone}; create role reader; create user shop@'%' identified by 'x'; create user 'o''neill'@localhost identified by 'y';
      create database orders; create database ${quoted}; create database other;
      create table other.t (x int); create table ${quoted}.\`t\`\`; drop\` (x int); insert into ${quoted}.\`t\`\`; drop\` values (42);
      use orders;
      create table orders (id int auto_increment primary key, customer text, raw blob);
      insert into orders (customer, raw) select sha2(seq, 256), unhex(sha2(seq, 256)) from ${numbers(5000)};
      insert into orders (customer, raw) values ('new\\nline, ''quotes'', \\\\ and \\0', x'00ff0a0d1a');
      create table items (id int primary key, order_id int, foreign key (order_id) references orders (id));
      insert into items values (1, 1);
      create table old (a int) engine=${product.plain}; insert into old values (1);
      create view big as select * from orders where id > 100;
      delimiter //
      create procedure p() begin select 'a', "b"; end //
      create trigger tr before insert on items for each row set new.id = new.id + 0 //
      create event ev on schedule every 1 day do delete from old where a = 0 //
      delimiter ;
      grant select on orders.* to reader; grant reader to shop@'%'; grant insert (id) on orders.orders to 'o''neill'@localhost;`);
      await mustScript(server, 'shop/full-nas.sh');
      await mustScript(server, 'shop/log-nas.sh');
      await server.query(`use orders; set time_zone = '${product.zone}'; insert into orders (customer) select 'after the full' from ${numbers(700)};
      update orders set customer = 'changed' where id = 3; create table late (a int, at timestamp default '2020-06-01 12:00:00'); insert into late (a) values (1); insert into other.t values (1);
      create user late@localhost identified by 'z'; grant select on orders.late to late@localhost`);
      await mustScript(server, 'shop/log-nas.sh');
      await server.query(`use orders; insert into items values (2, 2)`);
      await pause();
      wanted = await state();
      instant = await server.query("select date_format(convert_tz(now(), @@time_zone, '-05:00'), '%Y-%m-%d %H:%i:%s-05:00')");
      await pause();
      await server.query(`use orders; delete from items; drop table late; drop database ${quoted}; drop user 'o''neill'@localhost`);
      await mustScript(server, 'shop/log-nas.sh');
    });
    after(() => server.remove());

    it('come back to the instant before the mistake, row by row, with accounts, routines, triggers and events', async () => {
      const said = await mustScript(server, 'shop/restore.sh', '--to', instant, '--into', into('a'), '--yes');
      const socket = path.join(into('a'), 'server.sock');
      assert.match(said, /checked: 3 databases/);
      assert.match(said, new RegExp(`Connect with: ${product.client} --socket=`));
      const found = await state(socket, 'backupplan');
      for (const [index, text] of wanted.entries()) assertSame(found[index] ?? '', text);
      for (const job of ['full', 'log']) proved(product.tool, job, 'local', server.version);
      assert.equal(await server.query('select x from other.t', socket, 'backupplan'), '1');
      assert.equal(await server.query('select @@event_scheduler, @@skip_networking', socket, 'backupplan'), 'OFF\t1');
      assert.equal(existsSync('/tmp/bp-owned'), false);
      await server.endRestored(into('a'));
    });

    it('come back to the newest state, and are tested by a restore', async () => {
      await mustScript(server, 'shop/restore.sh', '--into', into('b'), '--yes');
      assert.equal(await server.query('select count(*) from orders.items', path.join(into('b'), 'server.sock'), 'backupplan'), '0');
      await server.endRestored(into('b'));
      await mustScript(server, 'shop/verify-restore.sh');
      assert.equal(journal(server).at(-1)?.result, 'ok');
    });

    it('end no log file where nothing was written, and still know how far the log goes', async () => {
      const before = files();
      await mustScript(server, 'shop/log-nas.sh');
      await mustScript(server, 'shop/log-nas.sh');
      assert.deepEqual(files(), before);
      // One line an hour, however often it runs.
      assert.equal(journal(server).filter(({ kind, result }) => kind === 'log' && result === 'ok').length, 1);
      assert.match(await mustScript(server, 'shop/restore.sh', '--list'), /nas: log up to \d{4}-/);
      await pause();
      const { code, stderr } = await script(server, 'shop/restore.sh', '--to', '1 second ago', '--into', into('c'), '--yes');
      assert.equal(code, 1);
      assert.match(stderr, /the log does not reach .*, only \d{4}-/);
    });

    it('come back from the copy after the first storage is gone', async () => {
      await mustScript(server, 'shop/copy-nas-usb.sh');
      assert.deepEqual(files('usb'), files());
      renameSync(path.join(server.root, 'nas'), path.join(server.root, 'lost'));
      try {
        await mustScript(server, 'shop/restore.sh', '--to', instant, '--into', into('d'), '--yes');
      } finally {
        renameSync(path.join(server.root, 'lost'), path.join(server.root, 'nas'));
      }
      assertSame((await state(path.join(into('d'), 'server.sock'), 'backupplan'))[0] ?? '', wanted[0] ?? '');
      await server.endRestored(into('d'));
    });

    it('replace the databases of the plan when the system is named, and keep the damaged ones', async () => {
      assert.equal((await script(server, 'shop/restore.sh', '--to', instant, '--in-place', '--i-understand', 'other')).code, 2);
      const said = await mustScript(server, 'shop/restore.sh', '--to', instant, '--in-place', '--i-understand', 'shop');
      const found = await state();
      for (const [index, text] of wanted.entries()) assertSame(found[index] ?? '', text);
      const stamp = /NAME\.damaged-(\w+)/.exec(said)?.[1];
      assert.equal(await server.query(`select count(*) from \`orders.damaged-${stamp}\`.items`), '0');
      assert.equal(await server.query('select count(*) from other.t'), '1');
      assert.deepEqual(
        readdirSync(path.join(server.root, 'state')).filter((name) => name.startsWith('.scratch')),
        [],
      );
    });

    it('are whole when read again; a hole in the log and a damaged file of it are found', async () => {
      await mustScript(server, 'shop/full-nas.sh');
      await mustScript(server, 'shop/log-nas.sh');
      await mustScript(server, 'shop/verify-checksum.sh');
      const [first = '', second = ''] = files();
      renameSync(path.join(log(), second), path.join(server.root, second));
      const hole = await script(server, 'shop/verify-checksum.sh');
      assert.match(hole.stderr, /the log on nas has a hole before/);
      writeFileSync(path.join(log(), second), 'damaged');
      const damaged = await script(server, 'shop/verify-checksum.sh');
      assert.match(damaged.stderr, new RegExp(`log ${second} on nas is damaged`));
      // The copy still has it whole.
      await mustScript(server, 'shop/restore.sh', '--to', instant, '--into', into('e'), '--yes');
      await server.endRestored(into('e'));
      rmSync(path.join(log(), second));
      renameSync(path.join(server.root, second), path.join(log(), second));
      assert.ok(first < second);
    });

    it('lose nothing when the fetching of log is killed at any time', async () => {
      for (const wait of [100, 250, 400, 550, 700]) {
        await server.query(`insert into orders.orders (customer) values ('killed after ${wait}')`);
        const child = start(path.join(server.root, 'out/scripts/shop/log-nas.sh'), [], server.environment);
        await new Promise((resolve) => setTimeout(resolve, wait));
        killAll(child);
      }
      await mustScript(server, 'shop/log-nas.sh');
      await mustScript(server, 'shop/restore.sh', '--from', 'nas', '--into', into('k'), '--yes');
      const count = "select count(*) from orders.orders where customer like 'killed%'";
      assert.equal(await server.query(count, path.join(into('k'), 'server.sock'), 'backupplan'), '5');
      await server.endRestored(into('k'));
    });

    it('say so when the server has begun its log anew, and go on with it', async () => {
      await server.query(`${product.anew}; insert into orders.items values (77, 1)`);
      const { code, stderr } = await script(server, 'shop/log-nas.sh');
      assert.equal(code, 1);
      assert.match(stderr, /begun its binary log anew.*Take a full now/);
      await mustScript(server, 'shop/full-nas.sh');
      await server.query('insert into orders.items values (78, 1)');
      await mustScript(server, 'shop/log-nas.sh');
      await mustScript(server, 'shop/restore.sh', '--from', 'nas', '--into', into('f'), '--yes');
      assert.equal(
        await server.query('select count(*) from orders.items where id > 70', path.join(into('f'), 'server.sock'), 'backupplan'),
        '2',
      );
      await server.endRestored(into('f'));
    });

    it('leave the old points alone when the server is gone, a database is gone, or the disk is full', async () => {
      const before = points();
      await server.query('rename table other.t to orders.t; drop database other; create database other');
      const full = path.join(server.root, 'out/scripts/shop/full-nas.sh');
      assert.equal((await run('bash', ['-c', `ulimit -f 100; exec '${full}'`], server.environment)).code, 1);
      assert.match(String(journal(server).at(-1)?.stage), /dump/);
      await server.query(`drop database ${quoted}`);
      assert.match((await script(server, 'shop/full-nas.sh')).stderr, /the server has no database/);
      server.kill();
      assert.match((await script(server, 'shop/full-nas.sh')).stderr, /the server does not answer/);
      assert.equal((await script(server, 'shop/log-nas.sh')).code, 1);
      assert.deepEqual(points(), before);
      await server.start();
    });
  });
}
