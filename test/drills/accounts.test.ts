import assert from 'node:assert/strict';
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, type Outcome, run } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, type Host, journal, mustScript, script } from './generated.ts';
import { makeRoot, Server } from './server.ts';

/** Debian has this user; it stands for whoever holds the credentials of the second storage. */
const keeper = { user: 'backup', groups: ['postgres'] };
/** Production as it is given the second storage to read, on the day of the disaster. */
const rescuer = { user: 'postgres', groups: ['backup'] };

/** Who has all that production has can destroy production and its own storage, and nothing on the one that another account keeps. */
describe('a copy under another account', function () {
  this.timeout(120_000);
  let server: Server;
  let root = '';
  let other: Host;
  let wanted = '';
  const intruder = (command: string): Promise<Outcome> => run('bash', ['-c', command], {}, '', 'server');

  before(async () => {
    if (process.getuid?.() !== 0) throw new Error('This drill plays two users against each other: run it as root.');
    root = await makeRoot('near', 'far', 'state', 'restored');
    server = new Server(root);
    const tester: Host = { root, environment: server.environment, as: 'tester' };
    other = { root, environment: server.environment, as: keeper };
    generateInto(
      server,
      `plan "Accounts" { timezone "Europe/Berlin" } site here { kind datacenter } site there { kind datacenter }
       storage near: disk { at here; path "${root}/near" } storage far: disk { at there; path "${root}/far"; account vault-keeper }
       system shop: postgresql { at here; host "${root}/sock"; user "postgres"; database "orders"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to near using pg_basebackup; log continuous to near; copy after full, log from near to far; keep 7 days } }`,
    );
    await server.create(path.join(root, 'out/config/shop/postgresql-archive.conf'));
    writeFileSync(path.join(root, 'env'), `BACKUPPLAN_STATE="${root}/state/$(id -un)"\nBACKUPPLAN_RESTORE="${root}/restored"\n`);
    for (const user of ['postgres', keeper.user]) {
      const folder = path.join(root, 'state', user);
      mkdirSync(folder);
      const id = async (flag: string): Promise<number> => Number(await must('id', [flag, user]));
      chownSync(folder, await id('-u'), await id('-g'));
    }
    chownSync(path.join(root, 'far'), 0, 0);
    await mustScript(tester, 'prepare.sh', 'near', '--readers', 'postgres');
    await mustScript(tester, 'prepare.sh', 'far', '--owner', keeper.user, '--readers', keeper.user);
    await loadShop(server, 'orders');
    await mustScript(server, 'shop/full-near.sh');
    await server.query('orders', "insert into orders (customer, total) values ('after the base', 1)");
    await server.archiveNow(path.join(root, 'near/shop/log'));
    wanted = await contents(server, 'orders');
    await mustScript(other, 'vault-keeper/shop/copy-near-far.sh');
  });
  after(() => server.remove());

  it('looks as often as it likes, and tells only of what it brings', async () => {
    const told = (): number => journal(other, keeper.user).length;
    const before = told();
    for (let turn = 0; turn < 3; turn++) await mustScript(other, 'vault-keeper/shop/copy-near-far.sh');
    assert.equal(told(), before);
  });

  it('is made with the credentials of that account alone, which can only read what production has', async () => {
    const refused = await script(server, 'vault-keeper/shop/copy-near-far.sh');
    assert.equal(refused.code, 1);
    assert.match((await run('bash', ['-c', `rm -rf '${root}/near/shop/points'`], {}, '', keeper)).stderr, /Permission denied/);
    assert.equal(readdirSync(path.join(root, 'near/shop/points')).length, 1);
  });

  it('survives who has taken production over, and restores from there', async () => {
    await server.stop();
    const { stderr } = await intruder(
      `rm -rf '${root}/pg' '${root}/near/shop' '${root}/far/shop' '${root}'/far/*; echo > '${root}/far/.backupplan-storage'`,
    );
    assert.match(stderr, /far.*Permission denied/s);
    assert.equal(existsSync(path.join(root, 'near/shop')), false);
    assert.equal(readdirSync(path.join(root, 'far/shop/points')).length, 1);
    const into = path.join(root, 'restored/a');
    const said = await mustScript({ root, environment: server.environment, as: rescuer }, 'shop/restore.sh', '--into', into, '--yes');
    assert.match(said, /restore shop from far/);
    assertSame(await contents(server, 'orders', into), wanted);
    await server.stop(path.join(into, 'server'));
  });

  it('does not take over what the intruder made of a point', async () => {
    const near = path.join(root, 'near/shop/points');
    const far = path.join(root, 'far/shop/points');
    const [good = ''] = readdirSync(far);
    await must('mkdir', ['-p', near]);
    const forged = path.join(near, '20991231T000000Z-full');
    await must('cp', ['-r', path.join(far, good), forged], {}, '', rescuer);
    await must('bash', ['-c', `echo 'drop table orders' >>'${forged}/base/global/pg_control'; chmod -R a+rX '${root}/near/shop'`]);
    const { code, stderr } = await script(other, 'vault-keeper/shop/copy-near-far.sh');
    assert.equal(code, 1);
    assert.match(stderr, /is not what was sent/);
    assert.deepEqual(
      readdirSync(far).filter((name) => !name.startsWith('.')),
      [good],
    );
  });
});
