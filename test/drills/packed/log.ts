import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { run, runner } from '../commands.ts';
import { assertSame, contents, loadShop } from '../contents.ts';
import { type Far, type FarKind, far, keyOf } from '../fixtures/far.ts';
import { generateInto, mustScript, script } from '../generated.ts';
import { ENCRYPTED, type Proved } from '../proof.ts';
import { makeRoot, Server } from '../server.ts';

/** A base backup of PostgreSQL with its log, on one kind of storage. */
export function describeLog(where: string, kind: FarKind, encrypted: boolean, proved: Proved): void {
  describe(`a base backup with its log ${where}`, function () {
    this.timeout(120_000);
    let server: Server;
    let vault: Far;
    let wanted = '';
    let instant = '';
    const at = (name: string): string => path.join(server.root, name);
    /** Ends the running segment and waits until it is on the vault. */
    const archived = async (): Promise<string> => {
      const segment = await server.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
      for (let turn = 0; turn < 150; turn++) {
        if (existsSync(at(`state/views/vault/orders/log/${segment}`))) return segment;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`${segment} was not archived`);
    };

    before(async () => {
      server = new Server(await makeRoot('nas', 'state', 'restored'));
      vault = await far(server, kind, 'vault');
      const key = await keyOf(server, 'vault-key');
      generateInto(
        server,
        `plan "Drill" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
         storage vault: ${kind} { at here; ${vault.plan}${encrypted ? '; encrypted with vault-key' : ''} }
         storage nas: disk { at here; path "${at('nas')}" }
         system orders: postgresql { at here; host "${at('sock')}"; user "postgres"; database "orders"; size 1 GB; changes 1 GB/day
           backup { full daily at 02:00 to vault using pg_basebackup; log continuous to vault; copy every 30m from vault to nas; keep daily for 31 days, monthly for 13 months
                    verify checksum daily at 06:00; verify restore weekly on monday at 05:00 expect "select count(*) >= 5000 from orders" } }`,
      );
      await server.create();
      appendFileSync(at('env'), `${vault.settings}${encrypted ? key.settings : ''}`);
      for (const storage of ['nas', 'vault']) await mustScript(server, 'prepare.sh', storage);
      appendFileSync(
        path.join(server.folder, 'postgresql.conf'),
        `include_if_exists = '${at('out/config/orders/postgresql-archive.conf')}'\n`,
      );
      await server.stop();
      await server.start();
      await loadShop(server, 'orders');
      await mustScript(server, 'orders/full-vault.sh');
      await server.query('orders', "insert into orders (customer, total) select 'after the base ' || g, g from generate_series(1, 700) g");
      wanted = await contents(server, 'orders');
      instant = await server.query(
        'postgres',
        "select to_char(clock_timestamp() at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.US')",
      );
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await server.query('postgres', 'drop database orders');
      await archived();
    });
    after(async () => {
      vault.end();
      await server.remove();
    });

    async function comesBack(name: string, ...options: readonly string[]): Promise<string> {
      const into = at(`restored/${name}`);
      const said = await mustScript(server, 'orders/restore.sh', '--to', instant, '--into', into, '--yes', ...options);
      assertSame(await contents(server, 'orders', into), wanted);
      await server.stop(path.join(into, 'server'));
      return said;
    }

    it('comes back to the instant before the database was dropped', async () => {
      assert.match(await comesBack('a'), /the log is replayed up to .* CES?T/);
      for (const job of ['full', 'log']) proved('pg_basebackup', job, kind, `${await server.version()}${encrypted ? ENCRYPTED : ''}`);
    });

    it('comes back from its copy in a folder after the storage is lost, and is whole there and here', async () => {
      await mustScript(server, 'orders/copy-vault-nas.sh');
      vault.leave();
      try {
        assert.match(await comesBack('b'), /storage vault is not there/);
      } finally {
        await vault.comeBack();
      }
      assert.match(await mustScript(server, 'orders/verify-checksum.sh'), /2 points are as they were written/);
    });

    it('takes an identical segment again, and never a different one', async () => {
      const segment = await archived();
      const file = at('segment');
      copyFileSync(path.join(server.folder, 'pg_wal', segment), file);
      await chown(file, runner().uid, runner().gid);
      const before = await vault.objects();
      await mustScript(server, 'orders/archive-wal.sh', file, segment);
      appendFileSync(file, 'x');
      const { code, stderr } = await script(server, 'orders/archive-wal.sh', file, segment);
      assert.equal(code, 1);
      assert.match(stderr, /with other contents: it stays as it is/);
      assert.deepEqual(await vault.objects(), before);
    });

    it('keeps the segment when the storage is not reached, and half a one is none', async () => {
      const file = at('other');
      writeFileSync(file, 'a segment');
      await chown(file, runner().uid, runner().gid);
      const name = '00000009000000000000000A';
      vault.leave();
      assert.equal((await script(server, 'orders/archive-wal.sh', file, name)).code, 1);
      // Nobody knows whether there is more log: PostgreSQL takes a code above 125 for that, and all others for the end.
      assert.equal((await script(server, 'orders/restore-wal.sh', name, at('fetched'))).code, 126);
      await vault.comeBack();
      // Killed on the way: only a part has arrived.
      await vault.write(`orders/log/.partial-${name}.1.2`, 'half');
      assert.equal((await script(server, 'orders/restore-wal.sh', name, at('fetched'))).code, 1);
      await mustScript(server, 'orders/archive-wal.sh', file, name);
      await mustScript(server, 'orders/restore-wal.sh', name, at('fetched'));
      assert.equal((await run('cmp', [file, at('fetched')])).code, 0);
      await vault.remove(...(await vault.objects()).filter((object) => object.includes(name)));
    });

    it('has a hole and damage in the log found', async () => {
      await server.query('postgres', 'create table filler as select 1');
      const middle = await archived();
      await server.query('postgres', 'insert into filler values (2)');
      await archived();
      await mustScript(server, 'orders/verify-checksum.sh');
      const object = (await vault.objects()).find((each) => each.includes(`/${middle}.`)) ?? '';
      await vault.write(object, 'damaged');
      const damaged = await script(server, 'orders/verify-checksum.sh');
      assert.equal(damaged.code, 1);
      assert.match(damaged.stderr, new RegExp(`log ${middle} on vault is damaged`));
      await vault.remove(object);
      const hole = await script(server, 'orders/verify-checksum.sh');
      assert.equal(hole.code, 1);
      assert.match(hole.stderr, /the log on vault has a hole of 1 segments/);
      rmSync(at('state/views'), { recursive: true });
      assert.match(await mustScript(server, 'orders/restore.sh', '--list'), /vault: log up to \d{4}-/);
    });

    if (kind === 'sftp')
      it('is pruned with its log from the oldest end, which no copy brings back', async () => {
        const segments = async (): Promise<string[]> =>
          (await vault.objects()).flatMap((object) => /\/log\/\w+\/(\w{24})\.\d{9,}\./.exec(object)?.[1] ?? []).sort();
        const [oldest = ''] = await segments();
        assert.notEqual(oldest, '');
        // By the day: the full of before gives way.
        await mustScript(server, 'orders/full-vault.sh');
        assert.equal((await segments()).includes(oldest), false);
        assert.ok((await segments()).length > 0);
        assert.ok((await vault.objects()).includes('orders/log/pruned-before'));
        await mustScript(server, 'orders/verify-checksum.sh');
        await mustScript(server, 'orders/copy-vault-nas.sh');
        assert.equal((await segments()).includes(oldest), false);
      });
  });
}
