import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { killAll, must, type Outcome, run, start } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, journal, mustScript } from './generated.ts';
import { needProgram } from './machine.ts';
import { makeRoot, Server } from './server.ts';

/** A site is lost with a database, the notes of an application that needs it, and the application. */
describe('recovery of a lost site', function () {
  this.timeout(120_000);
  let server: Server;
  let root = '';
  let wanted = '';
  const notes = (): string => path.join(root, 'app/notes.db');
  const gate = (): string => path.join(root, 'web/closed');
  /** As root, or as whoever runs the tests. */
  const recover = (...args: readonly string[]): Promise<Outcome> =>
    run(path.join(root, 'out/scripts/recover-site-lost.sh'), args, server.environment, '', 'tester');

  before(async () => {
    needProgram('sqlite3', 'sqlite3');
    root = await makeRoot('near', 'far', 'app', 'state', 'web');
    server = new Server(root);
    const tester = { root, environment: server.environment, as: 'tester' as const };
    generateInto(
      server,
      `plan "Lost" { timezone "Europe/Berlin" }
       site here { kind datacenter } site there { kind datacenter }
       storage near: disk { at here; path "${root}/near" } storage far: disk { at there; path "${root}/far" }
       policy nightly { full daily at 02:00 to near; copy after full from near to far; keep 7 days }
       system orders: postgresql { at here; host "${root}/sock"; user "postgres"; database "orders"; size 1 GB; changes 1 GB/day; backup with nightly }
       system notes: sqlite { at here; path "${notes()}"; size 1 GB; changes 1 GB/day; depends on orders; backup with nightly }
       system web: application { at here; depends on notes; redeploy "test -s '${notes()}' && while test -e '${gate()}'; do sleep 0.1; done && echo up >> '${root}/web/state'" taking 1m }
       scenario site-lost { lose here; recover at there; declare within 10m; provision within 10m
         step detect "Call the site"; step verify "Order something" }`,
    );
    await server.create();
    await chmod(path.join(root, 'state'), 0o777);
    settings(root);
    for (const storage of ['near', 'far']) await mustScript(tester, 'prepare.sh', storage);
    await loadShop(server, 'orders');
    await must('sqlite3', [notes(), "create table notes (text); insert into notes values ('kept')"], {}, '', 'tester');
    for (const host of [server, tester]) {
      const system = host === server ? 'orders' : 'notes';
      await mustScript(host, `${system}/full-near.sh`);
      await mustScript(host, `${system}/copy-near-far.sh`);
    }
    wanted = await contents(server, 'orders');
    // The site burns; an empty server stands where the new machines are.
    await server.stop();
    for (const gone of ['pg', 'near', 'app']) renameSync(path.join(root, gone), path.join(root, `burnt-${gone}`));
    mkdirSync(path.join(root, 'app'));
    await server.create();
    settings(root);
  });
  after(() => server.remove());

  it('waits for a person where one has to decide, and does nothing before', async () => {
    const { code, stderr } = await recover();
    assert.equal(code, 2);
    assert.match(stderr, /Call the site\n.*nobody is there to ask/s);
  });

  it('says with --dry-run what it would do', async () => {
    const { code, stderr } = await recover('--yes', '--dry-run');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /restore orders.*dry run: nothing done.*restore notes.*dry run: nothing done.*redeploy web/s);
    assert.equal((await recover('--list')).stdout, 'nothing yet\n');
  });

  it('stops at what fails, and goes on from there when it is run again', async () => {
    const marker = path.join(root, 'far/.backupplan-storage');
    renameSync(marker, `${marker}.away`);
    const stopped = await recover('--yes');
    renameSync(`${marker}.away`, marker);
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /orders\/restore\.sh stopped/);
    assert.match((await recover('--list')).stdout, /detect-all-1\n.*declare\n.*machines\n$/s);
    const other = await recover('--yes', '--to', '2026-01-01 12:00');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /begun to the newest state: go on with that, or begin again with --anew/);
  });

  it('goes on where it was killed', async () => {
    writeFileSync(gate(), '');
    const child = start(path.join(root, 'out/scripts/recover-site-lost.sh'), ['--yes'], server.environment, 'tester');
    child.stdout?.resume();
    child.stderr?.resume();
    while (!/restore-notes/.test((await recover('--list')).stdout)) assert.equal(child.exitCode, null);
    killAll(child);
    rmSync(gate());
    const { code, stderr } = await recover('--yes');
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /Call the site|restore (orders|notes)/);
    assert.match(stderr, /redeploy web.*Order something.*all steps of site-lost are done/s);
  });

  it('has brought everything back, each after what it depends on', async () => {
    assertSame(await contents(server, 'orders'), wanted);
    assert.equal(await must('sqlite3', [notes(), 'select text from notes'], {}, '', 'tester'), 'kept\n');
    assert.equal(readFileSync(path.join(root, 'web/state'), 'utf8'), 'up\n');
    const user = (await must('id', ['-un'], {}, '', 'tester')).trim();
    const line = journal({ root, environment: server.environment }, user).at(-1);
    assert.deepEqual([line?.kind, line?.job, line?.result], ['recover', 'recover-site-lost', 'ok']);
    assert.equal(existsSync(path.join(root, `state/${user}/recover-site-lost.progress`)), false);
  });
});

/** State of its own for each user, as a host has it. Who is not root has a stand-in for `sudo`, which runs the command as whoever runs the tests. */
function settings(root: string): void {
  const shims = path.join(root, 'shims');
  mkdirSync(shims, { recursive: true });
  if (process.getuid?.() !== 0) writeFileSync(path.join(shims, 'sudo'), '#!/bin/bash\nshift 3\nexec "$@"\n', { mode: 0o755 });
  writeFileSync(path.join(root, 'env'), `BACKUPPLAN_STATE="${root}/state/$(id -un)"\nPATH='${shims}':$PATH\n`);
}
