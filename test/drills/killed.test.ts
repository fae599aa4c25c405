import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { killAll, start } from './commands.ts';
import { loadShop } from './contents.ts';
import { generateInto, mustScript } from './generated.ts';
import { makeRoot, Server } from './server.ts';
import { Shims } from './shims.ts';

describe('kill -9', function () {
  this.timeout(60_000);
  let server: Server;
  let shims: Shims;

  before(async () => {
    const root = await makeRoot('nas', 'usb', 'state');
    server = new Server(root);
    generateInto(
      server,
      `plan "Killed" { owner "x" } site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" }
       storage usb: disk { at here; path "${root}/usb" }
       system shop: postgresql { at here; host "${root}/sock"; user "postgres"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_dump; copy hourly from nas to usb; keep 2 last } }
       system orders: postgresql { at here; host "${root}/sock"; user "postgres"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_basebackup; keep 2 last } }`,
    );
    await server.create();
    shims = await Shims.before(server);
    await mustScript(server, 'prepare.sh', 'nas');
    await mustScript(server, 'prepare.sh', 'usb');
    await loadShop(server, 'orders');
    await mustScript(server, 'shop/full-nas.sh');
    await mustScript(server, 'orders/full-nas.sh');
    await mustScript(server, 'shop/copy-nas-usb.sh');
  });
  after(() => server.remove());

  /** Kills a script and all that it started while `program` hangs; then the last good point is still chosen, and the next run works. */
  async function killedIn(script: string, program: string, points: string, when?: string, published = false): Promise<void> {
    const folder = path.join(server.root, points);
    const good = readdirSync(folder).sort();
    await shims.hang(program, when);
    const child = start(path.join(server.root, 'out/scripts', script), [], server.environment);
    await shims.reached();
    killAll(child);
    await once(child, 'close');
    await shims.remove(program);
    const visible = readdirSync(folder).filter((name) => !name.startsWith('.'));
    assert.ok(visible.includes(good.at(-1) ?? ''), 'the last good point is gone');
    const added = visible.filter((name) => !good.includes(name));
    assert.equal(added.length, published ? 1 : 0, `points that were not there before: ${added.join(' ')}`);
    const system = script.slice(0, script.indexOf('/'));
    const newest = [...good, ...added].sort().at(-1);
    if (!points.startsWith('usb'))
      assert.match(await mustScript(server, `${system}/restore.sh`, '--dry-run'), new RegExp(`point ${newest}`));
    await mustScript(server, script);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
      'what the killed run left is still there',
    );
  }

  it('while a database is dumped', () => killedIn('shop/full-nas.sh', 'pg_dump', 'nas/shop/points'));
  it('while the roles are dumped', () => killedIn('shop/full-nas.sh', 'pg_dumpall', 'nas/shop/points'));
  it('while the new dump is verified', () => killedIn('shop/full-nas.sh', 'pg_restore', 'nas/shop/points', '[[ $1 != --version ]]'));
  it('just before the new point gets its name', () => killedIn('shop/full-nas.sh', 'mv', 'nas/shop/points', '[[ $4 == *.partial* ]]'));
  it('while old points are removed', () => killedIn('shop/full-nas.sh', 'rm', 'nas/shop/points', '[[ $4 == *.retired* ]]', true));
  it('while a base backup is taken', () => killedIn('orders/full-nas.sh', 'pg_basebackup', 'nas/orders/points', '[[ $1 != --version ]]'));
  it('while a base backup is verified', () => killedIn('orders/full-nas.sh', 'pg_verifybackup', 'nas/orders/points'));
  it('while a point is copied', () => killedIn('shop/copy-nas-usb.sh', 'cp', 'usb/shop/points'));
  it('while a copy is read back', async () => {
    await mustScript(server, 'shop/full-nas.sh');
    await killedIn('shop/copy-nas-usb.sh', 'cmp', 'usb/shop/points');
  });
});
