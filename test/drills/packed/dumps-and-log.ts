import assert from 'node:assert/strict';
import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type BinlogServer, numbers, type Product } from '../binlog-server.ts';
import { killAll, start } from '../commands.ts';
import { assertSame } from '../contents.ts';
import { type Far, type FarKind, far, keyOf } from '../fixtures/far.ts';
import { generateInto, journal, mustScript, script } from '../generated.ts';
import { needProgram } from '../machine.ts';
import { ENCRYPTED, type Proved } from '../proof.ts';

/** Quotes of all sorts, a command, an option, a percent sign, a new line: all of it only a name. */
const hostile = `--a'; $(touch /tmp/bp-owned) \`id\` "x" %d \n rm ü`;
const quoted = `\`${hostile.replaceAll('`', '``')}\``;

/** A server of MariaDB or MySQL, on one kind of storage: dumps, log, and backups of files where it has them. */
export function describeDumps(product: Product, where: string, kind: FarKind, encrypted: boolean, proved: Proved): void {
  describe(`a ${product.name} server whose points and log lie ${where}`, function () {
    this.timeout(120_000);
    let server: BinlogServer;
    let vault: Far;
    let wanted: string[] = [];
    let instant = '';
    const { files } = product;
    const systems = files === undefined ? ['shop'] : ['shop', 'whole'];
    const at = (name: string): string => path.join(server.root, name);
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2100));
    const state = async (socket?: string, user?: string): Promise<string[]> => [
      await server.contents('orders', socket, user),
      await server.contents(hostile, socket, user),
      await server.accounts(socket, user),
    ];

    before(async () => {
      if (files !== undefined) needProgram(files, files);
      server = await product.create('nas');
      if (product.least !== undefined)
        await server.query(`revoke all, grant option from backup@localhost; grant ${product.least} on *.* to backup@localhost`);
      vault = await far(server, kind, 'vault');
      const key = await keyOf(server, 'vault-key');
      appendFileSync(at('env'), `${vault.settings}${encrypted ? key.settings : ''}`);
      const database = JSON.stringify(hostile).replace('ü', '\\u{fc}').replaceAll('$', '\\u{24}');
      const about = `at here; host "${server.socket}"; credentials from "${server.credentials}"; size 1 GB; changes 1 GB/day`;
      generateInto(
        server,
        `plan "Shop" { timezone "America/New_York" } site here { kind datacenter } key vault-key { kept at here }
         storage nas: disk { at here; path "${at('nas')}" }
         storage vault: ${kind} { at here; ${vault.plan}${encrypted ? '; encrypted with vault-key' : ''} }
         system shop: ${product.kind} { ${about}; database "orders", ${database}
           backup { full daily at 02:00 to vault; log continuous to vault; copy hourly from vault to nas; keep 3 last; verify checksum daily at 04:00 } }
         ${
           files === undefined
             ? ''
             : `system whole: ${product.kind} { ${about}
           backup { full daily at 02:00 to vault using ${files}; incremental hourly to vault using ${files}; log continuous to vault; copy hourly from vault to nas; keep 3 last } }`
         }`,
      );
      for (const storage of ['nas', 'vault']) await mustScript(server, 'prepare.sh', storage);
      await server.query(`create user shop@'%' identified by 'x'; create database orders; create database ${quoted};
        create table ${quoted}.\`t%\` (x int); insert into ${quoted}.\`t%\` values (42);
        use orders; create table orders (id int auto_increment primary key, customer text);
        insert into orders (customer) select sha2(seq, 256) from ${numbers(5000)}`);
      for (const system of systems) await mustScript(server, `${system}/full-vault.sh`);
      await mustScript(server, 'shop/log-vault.sh');
      await server.query(
        `use orders; insert into orders (customer) select 'after the full' from ${numbers(700)}; create user late@localhost identified by 'z'`,
      );
      if (files !== undefined) await mustScript(server, 'whole/incremental-vault.sh');
      await mustScript(server, 'shop/log-vault.sh');
      await server.query("use orders; update orders set customer = 'changed' where id = 3");
      await pause();
      wanted = await state();
      instant = await server.query("select date_format(convert_tz(now(), @@time_zone, '-05:00'), '%Y-%m-%d %H:%i:%s-05:00')");
      await pause();
      await server.query(`use orders; delete from orders where id > 10; drop database ${quoted}`);
      for (const system of systems) await mustScript(server, `${system}/log-vault.sh`);
    });
    after(async () => {
      vault.end();
      await server.remove();
    });

    async function comesBack(system: string, name: string, ...options: readonly string[]): Promise<void> {
      const into = at(`restored/${name}`);
      await mustScript(server, `${system}/restore.sh`, '--to', instant, '--into', into, '--yes', ...options);
      const found = await state(path.join(into, 'server.sock'), 'backupplan');
      for (const [index, text] of wanted.entries()) assertSame(found[index] ?? '', text);
      await server.endRestored(into);
    }

    it(`comes back to the instant before the mistake, from a dump${files === undefined ? '' : ' and from its files'}`, async () => {
      const into = `${server.version}${encrypted ? ENCRYPTED : ''}`;
      await comesBack('shop', 'shop');
      for (const job of ['full', 'log']) proved(product.tool, job, kind, into);
      if (files === undefined) return;
      await comesBack('whole', 'whole');
      for (const job of ['full', 'incremental', 'log']) proved(files, job, kind, into);
    });

    it('stores no file of log again that is there, and says how far the log goes', async () => {
      await mustScript(server, 'shop/log-vault.sh');
      const before = await vault.objects();
      await mustScript(server, 'shop/log-vault.sh');
      assert.deepEqual(await vault.objects(), before);
      rmSync(at('state/views'), { recursive: true });
      await mustScript(server, 'shop/log-vault.sh');
      assert.deepEqual(await vault.objects(), before);
      assert.match(await mustScript(server, 'shop/restore.sh', '--list'), /vault: log up to \d{4}-/);
    });

    // What follows is the same for both, and tried with the one that has more.
    if (files === undefined) return;

    it('comes back from the copy in a folder when the storage is lost', async () => {
      for (const system of systems) await mustScript(server, `${system}/copy-vault-nas.sh`);
      vault.leave();
      try {
        for (const system of systems) await comesBack(system, `${system}-copy`);
      } finally {
        await vault.comeBack();
      }
    });

    it('has damage and a hole in the log found', async () => {
      await mustScript(server, 'shop/verify-checksum.sh');
      const [, second = ''] = (await vault.objects()).filter((object) => /^shop\/log\/\d{8}\//.test(object));
      await vault.write(second, 'damaged');
      const damaged = await script(server, 'shop/verify-checksum.sh');
      assert.equal(damaged.code, 1);
      assert.match(damaged.stderr, /log \S+ on vault is damaged/);
      // The copy still has it whole.
      await comesBack('shop', 'whole-elsewhere');
      await vault.remove(second);
      const hole = await script(server, 'shop/verify-checksum.sh');
      assert.match(hole.stderr, /the log on vault has a hole before/);
    });

    it('loses nothing when the fetching of log is killed at any time', async () => {
      for (const wait of [200, 500, 900]) {
        await server.query(`insert into orders.orders (customer) values ('killed after ${wait}')`);
        const child = start(at('out/scripts/whole/log-vault.sh'), [], server.environment);
        await new Promise((resolve) => setTimeout(resolve, wait));
        killAll(child);
      }
      await mustScript(server, 'whole/log-vault.sh');
      await mustScript(server, 'whole/restore.sh', '--from', 'vault', '--into', at('restored/k'), '--yes');
      const count = "select count(*) from orders.orders where customer like 'killed%'";
      assert.equal(await server.query(count, at('restored/k/server.sock'), 'backupplan'), '3');
      await server.endRestored(at('restored/k'));
      assert.equal(journal(server).at(-1)?.result, 'ok');
    });
  });
}
