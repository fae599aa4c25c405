import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { assertSame, contents, loadShop, quoted } from '../contents.ts';
import { type Far, type FarKind, far, keyOf } from '../fixtures/far.ts';
import { generateInto, journal, mustScript } from '../generated.ts';
import { ENCRYPTED, type Proved } from '../proof.ts';
import { makeRoot, Server } from '../server.ts';

/** Quotes of all sorts, a command, an option, a connection string, a percent sign, a new line: all of it only a name. */
const hostile = `--a'; $(touch /tmp/bp-owned) \`id\` "x" %d host=/ \n rm -rf / ü`;

/** Dumps of a PostgreSQL server, on one kind of storage: copied there, and written there. */
export function describeDumps(where: string, kind: FarKind, encrypted: boolean, proved: Proved): void {
  describe(`dumps of a server ${where}`, function () {
    this.timeout(120_000);
    let server: Server;
    let vault: Far;
    const at = (name: string): string => path.join(server.root, name);

    before(async () => {
      server = new Server(await makeRoot('nas', 'state', 'restored'));
      vault = await far(server, kind, 'vault');
      const key = await keyOf(server, 'vault-key');
      generateInto(
        server,
        `plan "Drill of 'packed dumps'" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
         storage nas: disk { at here; path "${at('nas')}" }
         storage vault: ${kind === 'local' ? 'disk' : kind} { at here; ${vault.plan}${encrypted ? '; encrypted with vault-key' : ''} }
         system shop: postgresql { at here; host "${at('sock')}"; user "postgres"; database "orders", ${JSON.stringify(hostile).replace('ü', '\\u{fc}').replaceAll('$', '\\u{24}')}; size 1 GB; changes 1 GB/day
           backup { full daily at 02:00 to nas using pg_dump; copy after full from nas to vault; keep 2 last; verify restore weekly on monday at 05:00 } }
         system direct: postgresql { at here; host "${at('sock')}"; user "postgres"; database "orders"; size 1 GB; changes 1 GB/day
           backup { full daily at 02:00 to vault using pg_dump; copy after full from vault to nas; keep 1 last; verify checksum daily at 06:00 } }`,
      );
      await server.create();
      appendFileSync(at('env'), `${vault.settings}${encrypted ? key.settings : ''}`);
      for (const storage of ['nas', 'vault']) await mustScript(server, 'prepare.sh', storage);
      await loadShop(server, 'orders');
      await server.query('postgres', `create database ${quoted(hostile)}`);
      await server.query(hostile, 'create table t as select generate_series(1, 10) as row');
    });
    after(async () => {
      vault.end();
      await server.remove();
    });

    const pointsOn = async (system: string, storage: string): Promise<string[]> =>
      ((await mustScript(server, `${system}/restore.sh`, '--list')).match(new RegExp(`(?<=^${storage}: )\\d\\S+`, 'gm')) ?? []).sort();

    it('are copied there, and come back from there when the first storage is lost', async () => {
      await mustScript(server, 'shop/full-nas.sh');
      const wanted = [await contents(server, 'orders'), await contents(server, hostile)];
      await mustScript(server, 'shop/copy-nas-vault.sh');
      renameSync(at('nas'), at('lost'));
      const into = at('restored/copy');
      await mustScript(server, 'shop/restore.sh', '--into', into, '--yes');
      renameSync(at('lost'), at('nas'));
      assertSame(await contents(server, 'orders', into), wanted[0] ?? '');
      assertSame(await contents(server, hostile, into), wanted[1] ?? '');
      assert.equal(existsSync('/tmp/bp-owned'), false);
      await server.stop(path.join(into, 'server'));
    });

    it('are written there directly, copied from there to a folder, pruned there and replaced in place', async () => {
      for (let turn = 0; turn < 2; turn++) await mustScript(server, 'direct/full-vault.sh');
      // What the lock still holds stays.
      assert.equal((await pointsOn('direct', 'vault')).length, kind === 's3' ? 2 : 1);
      await mustScript(server, 'direct/copy-vault-nas.sh');
      assert.equal((await pointsOn('direct', 'nas')).length, 1);
      await mustScript(server, 'direct/verify-checksum.sh');
      const wanted = await contents(server, 'orders');
      const into = at('restored/direct');
      await mustScript(server, 'direct/restore.sh', '--from', 'vault', '--into', into, '--yes');
      assertSame(await contents(server, 'orders', into), wanted);
      await server.stop(path.join(into, 'server'));
      await server.query('orders', 'delete from orders');
      await mustScript(server, 'direct/restore.sh', '--from', 'vault', '--in-place', '--i-understand', 'direct');
      assertSame(await contents(server, 'orders'), wanted);
      await server.query(
        'postgres',
        "select format('drop database %I', datname) from pg_database where datname like '%.damaged-%' \\gexec",
      );
      if (kind !== 'local') proved('pg_dump', 'full', kind, `${await server.version()}${encrypted ? ENCRYPTED : ''}`);
    });

    it('leave nothing of what was fetched behind, and nothing readable where they are encrypted', async () => {
      assert.deepEqual(readdirSync(at('state/spool')), []);
      const [archive = ''] = (await vault.objects()).filter((name) => name.includes('point.tar.zst'));
      assert.equal(archive.endsWith('.age'), encrypted);
      if (encrypted) assert.match(await vault.read(archive), /^age-encryption.org/);
      assert.equal(
        journal(server).every(({ result }) => result === 'ok'),
        true,
      );
    });
  });
}
