import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, chown } from 'node:fs/promises';
import path from 'node:path';
import { standbys } from '../../engine/generate/proof/proof.ts';
import { killAll, must, type Outcome, run, runner, start } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, type Host, journal, mustScript, script } from './generated.ts';
import { needProgram } from './machine.ts';
import { Shims } from './shims.ts';
import { StandbyPair } from './standby-pair.ts';

const pairFolder = 'orders/standby-there';
/** Quotes and a command: a role that a plan may name. */
const role = `o'ps "$(touch bp-owned)" \\`;

/** A site is lost with a database that has a standby, notes that need it, and an application; later the site comes back. */
describe('a PostgreSQL standby', function () {
  this.timeout(120_000);
  let pair: StandbyPair;
  let root = '';
  let wanted = '';
  let user = '';
  let shims: Shims;
  const notes = (): string => path.join(root, 'app/notes.db');
  const ops = (): Host => ({ root, environment: { BACKUPPLAN_ENV: path.join(root, 'env') }, as: 'tester' });
  const at = (host: Host, name: string, ...args: readonly string[]): Promise<Outcome> => script(host, `${pairFolder}/${name}`, ...args);
  const mustAt = (host: Host, name: string, ...args: readonly string[]): Promise<string> =>
    mustScript(host, `${pairFolder}/${name}`, ...args);
  const recover = (...args: readonly string[]): Promise<Outcome> =>
    run(path.join(root, 'out/scripts/recover-site-lost.sh'), args, ops().environment, '', 'tester');
  const timeline = (host: Host): Promise<string> =>
    (host === pair.east ? pair.east : pair.west).query('postgres', 'select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)');
  const dark = (): string => path.join(root, 'dark');

  before(async () => {
    needProgram('sqlite3', 'sqlite3');
    pair = await StandbyPair.make('near', 'far', 'app', 'web', 'state', 'restored');
    const { east } = pair;
    ({ root } = pair);
    const { uid, gid } = runner();
    const passwords = path.join(root, "it's.pgpass");
    writeFileSync(passwords, `*:*:*:${role.replaceAll('\\', '\\\\')}:geheim-4711\n*:*:*:postgres:\n`, { mode: 0o600 });
    await chown(passwords, uid, gid);
    const text = (value: string): string => JSON.stringify(value).replaceAll('$', '\\u{24}');
    generateInto(
      ops(),
      `plan "Lost" { timezone "Europe/Berlin" }
       site here { kind datacenter } site there { kind datacenter }
       storage near: disk { at here; path "${root}/near" } storage far: disk { at there; path "${root}/far" }
       system orders: postgresql { at here; host ${text(pair.hosts[0])}; user ${text(role)}; credentials from ${text(passwords)}
         database "orders"; size 1 GB; changes 1 GB/day; standby at there host ${text(pair.hosts[1])} lag 1s failover 5m
         backup { full daily at 02:00 to far using pg_basebackup; log continuous to far; keep 7 days } }
       system notes: sqlite { at here; path "${notes()}"; size 1 GB; changes 1 GB/day; depends on orders
         backup { full daily at 02:00 to near; copy after full from near to far; keep 7 days } }
       system web: application { at here; depends on orders, notes; redeploy "test -s '${notes()}' && cp '${root}/clients' '${root}/web/state'" taking 1m }
       scenario site-lost { lose here; recover at there; declare within 10m; provision within 10m }`,
    );
    const programs = path.join(root, 'programs');
    mkdirSync(programs);
    const asUser = process.getuid?.() === 0 ? 'user=$2; shift 3; exec runuser -u "$user" -- "$@"' : 'shift 3; exec "$@"';
    writeFileSync(path.join(programs, 'sudo'), `#!/bin/bash\n${asUser}\n`, { mode: 0o755 });
    user = (await must('id', ['-un'], {}, '', 'tester')).trim();
    writeFileSync(
      path.join(root, 'env'),
      `BACKUPPLAN_STATE="${root}/state/$(id -un)"\nPATH='${programs}':$PATH\ndeclare -gA machine\nmachine[orders]='${root}/ssh west'\nexport PATH\n`,
    );
    await chmod(path.join(root, 'state'), 0o777);
    await east.create(path.join(root, 'out/config/orders/postgresql-archive.conf'));
    for (const storage of ['near', 'far']) await mustScript(ops(), 'prepare.sh', storage);
    await loadShop(east, 'orders');
    await east.query(
      'postgres',
      `create role ${identifier(role)} login replication password 'geheim-4711'; grant pg_monitor to ${identifier(role)}`,
    );
    writeFileSync(
      path.join(east.folder, 'pg_hba.conf'),
      'local all postgres trust\nlocal replication postgres trust\nlocal all all scram-sha-256\nlocal replication all scram-sha-256\n',
    );
    await east.query('postgres', 'select pg_reload_conf()');
    await pair.follow();
    shims = await Shims.before(east);
    await mustScript(east, 'orders/full-far.sh');
    await must('sqlite3', [notes(), "create table notes (text); insert into notes values ('kept')"], {}, '', 'tester');
    await mustScript(ops(), 'notes/full-near.sh');
    await mustScript(ops(), 'notes/copy-near-far.sh');
  });
  after(() => pair.remove());

  it('is looked at, and fails when it is further behind than the plan says', async () => {
    const { east, west } = pair;
    assert.match(
      await mustAt(west, 'status.sh'),
      /slot standby_there of .* in use, reserved.*follows, [01] seconds behind \(0 bytes of log\); the plan reckons with at most 1/s,
    );
    await west.query('postgres', 'select pg_wal_replay_pause()');
    await east.query('orders', 'create table pause as select 1');
    const { code, stderr } = await at(west, 'status.sh');
    await west.query('postgres', 'select pg_wal_replay_resume()');
    assert.equal(code, 1);
    assert.match(stderr, /seconds behind \(\d+ bytes of log\); the plan reckons with at most 1/);
    assert.deepEqual([journal(west).at(-1)?.kind, journal(west).at(-1)?.result], ['status', 'failed']);
    assert.match(readFileSync(path.join(west.root, 'state', metricsFile(west.root)), 'utf8'), /^standby_lag_bytes\{.*\} [1-9]/m);
  });

  it('is not promoted while the primary lives', async () => {
    const { east, west } = pair;
    assert.match((await at(west, 'promote.sh', '--i-understand', 'orders')).stderr, /has not been fenced today/);
    writeFileSync(dark(), '');
    const fence = await at(west, 'fence.sh', '--switched-off', 'orders');
    assert.equal(fence.code, 1);
    assert.match(fence.stderr, /answers, and this machine has no way to stop it/);
    // Its name leads nowhere from here, but the standby still hears from it.
    const away = `${pair.hosts[0]}.away`;
    renameSync(pair.hosts[0], away);
    const silent = await at(west, 'fence.sh', '--switched-off', 'orders');
    renameSync(away, pair.hosts[0]);
    assert.equal(silent.code, 1);
    assert.match(silent.stderr, /has heard from .* seconds ago: it is alive/);
    assert.equal(await west.query('postgres', 'select pg_is_in_recovery()'), 't');
    assert.equal(await east.query('postgres', 'select pg_is_in_recovery()'), 'f');
  });

  /** Takes the fence of the east away again. */
  async function letGo(): Promise<void> {
    await mustAt(pair.east, 'fence.sh', '--here', '--lift');
    await mustAt(pair.west, 'fence.sh', '--lift');
    await pair.east.start();
  }

  it('is not promoted over a replay that somebody has paused', async () => {
    const { east, west } = pair;
    rmSync(dark());
    await west.query('postgres', 'select pg_wal_replay_pause()');
    await east.query('orders', 'create table mistake as select 1');
    await mustAt(west, 'fence.sh');
    const { code, stderr } = await at(west, 'promote.sh', '--i-understand', 'orders');
    assert.equal(code, 1);
    assert.match(stderr, /nothing is lost.*replay is paused, \d+ bytes before its end: .*Nothing was promoted/s);
    assert.equal(await west.query('orders', "select to_regclass('mistake') is null"), 't');
    await letGo();
    await west.query('postgres', 'select pg_wal_replay_resume()');
    await pair.caughtUp(east, west);
  });

  it('is not promoted where that would lose what need not be lost, and the primary goes on', async () => {
    const { east, west } = pair;
    const followed = await west.query('postgres', 'show primary_conninfo');
    const follow = (whom: string): Promise<string> =>
      west.query('postgres', `alter system set primary_conninfo = $$${whom}$$; select pg_reload_conf()`);
    await follow('');
    while ((await west.query('postgres', 'select count(*) from pg_stat_wal_receiver')) !== '0');
    await east.query('orders', "insert into orders (customer, total) values ('not sent yet', 1)");
    assert.match(await mustAt(west, 'fence.sh'), /fenced: .*ea'st is stopped/);
    await assert.rejects(east.start());
    const refused = await at(west, 'promote.sh', '--i-understand', 'orders', '--nothing-lost');
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /wrote at least \d+ bytes of log that never came here: they are lost.*nothing was promoted: start .* again/s,
    );
    await letGo();
    await follow(followed);
    await pair.caughtUp(east, west);
    assert.equal(await west.query('orders', "select count(*) from orders where customer = 'not sent yet'"), '1');
    assert.match((await at(west, 'promote.sh', '--i-understand', 'orders')).stderr, /has not been fenced today/);
    writeFileSync(dark(), '');
  });

  it('takes over when the site is lost, and all that depends on it comes back in order', async () => {
    const { east, west } = pair;
    await pair.caughtUp(east, west);
    wanted = await contents(east, 'orders');
    await pair.hold(east);
    await east.query('orders', "set synchronous_commit = local; insert into orders (customer, total) values ('never sent', 1)");
    pair.crash(east);
    renameSync(path.join(root, 'near'), path.join(root, 'burnt-near'));
    renameSync(path.join(root, 'app'), path.join(root, 'burnt-app'));
    mkdirSync(path.join(root, 'app'));
    const stopped = await recover('--yes');
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /Is .*ea'st switched off .*add --switched-off orders/s);
    assert.equal(await west.query('postgres', 'select pg_is_in_recovery()'), 't');
    const { code, stderr } = await recover('--yes', '--switched-off', 'orders');
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /fence orders.*promote orders.*the newest transaction here is of .* is lost; the plan reckons with at most 1 seconds.*promoted: .* takes writes.*the log is archived from here on.*repoint orders.*restart web: the plan names no service.*restore notes.*redeploy web.*all steps of site-lost are done/s,
    );
    assertSame(await contents(west, 'orders'), wanted);
    assert.equal(await must('sqlite3', [notes(), 'select text from notes'], {}, '', 'tester'), 'kept\n');
    assert.equal(readFileSync(path.join(root, 'web/state'), 'utf8'), `${pair.hosts[1]}\n`);
    const promoted = journal(west).findLast(({ kind }) => kind === 'promote');
    assert.deepEqual([promoted?.result, promoted?.job], ['ok', 'orders/standby-there-promote']);
    assert.ok(Number(promoted?.captured) <= Number(promoted?.started) && Number(promoted?.captured) > Number(promoted?.started) - 120);
    const last = journal(ops(), user).at(-1);
    assert.deepEqual([last?.kind, last?.result], ['recover', 'ok']);
  });

  it('is not promoted twice', async () => {
    const before = await timeline(pair.west);
    assert.match(await mustAt(pair.west, 'promote.sh', '--i-understand', 'orders'), /takes writes already: nothing to promote/);
    assert.equal(await timeline(pair.west), before);
    assert.equal(before, '00000002');
  });

  it('keeps the old primary from coming back', async () => {
    const { east } = pair;
    rmSync(dark());
    const guard = await at(east, 'guard.sh');
    assert.equal(guard.code, 1);
    assert.match(guard.stderr, /takes writes in its place: it is fenced now/);
    await assert.rejects(east.start());
    assert.match(readFileSync(path.join(east.folder, 'server.log'), 'utf8'), /unrecognized configuration parameter "fenced_by_backupplan"/);
    const lift = await at(east, 'fence.sh', '--here', '--lift');
    assert.equal(lift.code, 1);
    assert.match(lift.stderr, /takes writes already: what was fenced can only come back as its standby/);
  });

  it('goes on to archive the log, so that a restore reaches an instant after it took over', async () => {
    const { west } = pair;
    await west.query('orders', "insert into orders (customer, total) select 'after the failover ' || g, g from generate_series(1, 300) g");
    wanted = await contents(west, 'orders');
    const instant = await west.query(
      'postgres',
      "select to_char(clock_timestamp() at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.US')",
    );
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await west.query('orders', 'delete from orders');
    await west.archiveNow(path.join(root, 'far/orders/log'));
    const into = path.join(root, 'restored/a');
    await mustScript(west, 'orders/restore.sh', '--to', instant, '--into', into, '--yes');
    assertSame(await contents(west, 'orders', into), wanted);
    await west.stop(path.join(into, 'server'));
    wanted = await contents(west, 'orders');
  });

  it('shows two servers that take writes, and gets out of it', async () => {
    const { east, west } = pair;
    // A person takes the fence away by force.
    await must('sed', ['-i', '/fenced_by/d', path.join(east.folder, 'postgresql.auto.conf')]);
    await east.start();
    await east.query('orders', 'create table split_brain as select 1');
    const { code, stderr } = await at(west, 'status.sh');
    assert.equal(code, 1);
    assert.match(stderr, /TWO PRIMARIES/);
    assert.match((await at(east, 'rejoin.sh', '--i-understand', 'orders')).stderr, /takes writes beside .*fence\.sh {2}--here/);
    pair.crash(east);
    await mustAt(east, 'fence.sh', '--here');
    await assert.rejects(east.start());
  });

  /** Kills a script of the east and all that it started while `program` hangs. */
  async function killedIn(name: string, program: string, when: string): Promise<void> {
    await shims.hang(program, when);
    const child = start(path.join(root, 'out/scripts', pairFolder, name), ['--i-understand', 'orders'], pair.east.environment);
    let said = '';
    child.stderr?.on('data', (data: Buffer) => {
      said += data;
    });
    await shims.reached().catch((error: unknown) => assert.fail(`${error}\n${said}`));
    killAll(child);
    await once(child, 'close');
    await shims.remove(program);
  }

  it('has the old primary as its standby again, rewound, also after a kill', async () => {
    const { east, west } = pair;
    const own = readFileSync(path.join(east.folder, 'postgresql.conf'), 'utf8');
    await killedIn('rejoin.sh', 'pg_rewind', 'true');
    await assert.rejects(east.start());
    const said = await mustAt(east, 'rejoin.sh', '--i-understand', 'orders');
    assert.match(said, /goes on from where it was stopped.*rewinding .*rejoined: the server in .* is a standby/s);
    assert.equal(readFileSync(path.join(east.folder, 'postgresql.conf'), 'utf8'), own);
    await pair.caughtUp(west, east);
    assertSame(await contents(east, 'orders'), wanted);
    assert.match(await mustAt(east, 'rejoin.sh', '--i-understand', 'orders'), /rejoined/);
    assert.match(await mustAt(west, 'status.sh'), /slot standby_here of .* in use.*follows/s);
    assert.deepEqual(leftovers(east.root), []);
  });

  it('gives back to the old primary on command, without losing a transaction, also after a kill', async () => {
    const { east, west } = pair;
    await west.query('orders', "insert into orders (customer, total) values ('just before', 2)");
    wanted = await contents(west, 'orders');
    await killedIn('fail-back.sh', 'pg_ctl', '[[ $* == *promote ]]');
    assert.equal(await east.query('postgres', 'select pg_is_in_recovery()'), 't');
    const said = await mustAt(east, 'fail-back.sh', '--i-understand', 'orders');
    assert.match(said, /was shut down in order, and all that it wrote is here: nothing is lost.*rejoined: .*back at .*ea'st, \d+ seconds/s);
    assertSame(await contents(east, 'orders'), wanted);
    await east.query('orders', "insert into orders (customer, total) values ('at home', 3)");
    wanted = await contents(east, 'orders');
    await pair.caughtUp(east, west);
    assertSame(await contents(west, 'orders'), wanted);
    assert.match(await mustAt(west, 'status.sh'), /slot standby_there of .* in use.*follows/s);
    assert.equal(await west.query('postgres', 'select count(*) from pg_replication_slots'), '0');
    assert.equal(readFileSync(path.join(root, 'clients'), 'utf8'), `${pair.hosts[0]}\n`);
    assert.match(await mustAt(east, 'fail-back.sh', '--i-understand', 'orders'), /back at/);
  });

  it('is made anew by a base backup where rewinding was killed half-way', async () => {
    const { east, west } = pair;
    assert.match(await mustAt(west, 'fence.sh'), /fenced: .*ea'st is stopped/);
    assert.match(await mustAt(west, 'promote.sh', '--i-understand', 'orders', '--nothing-lost'), /nothing is lost.*promoted/s);
    await west.query('orders', "insert into orders (customer, total) values ('away again', 4)");
    await killedIn('rejoin.sh', 'pg_rewind', '[[ $* != *--dry-run ]]');
    await assert.rejects(east.start());
    const said = await mustAt(east, 'rejoin.sh', '--i-understand', 'orders');
    assert.match(said, /taking a new base backup.*the old data directory is .*pg\.before-.*rejoined/s);
    await pair.caughtUp(west, east);
    assertSame(await contents(east, 'orders'), await contents(west, 'orders'));
    assert.deepEqual(leftovers(east.root), []);
    assert.equal(readdirSync(east.root).filter((name) => name.startsWith('pg.before-')).length, 1);
  });

  it('is what the folder says of it', async () => {
    const { east } = pair;
    assert.deepEqual(standbys, [{ kind: 'postgresql', into: await east.version(), drill: 'test/drills/standby.test.ts' }]);
  });

  it('never ran what is only a name', () => {
    for (const folder of ['', 'east', 'west', 'app', 'out'].map((name) => path.join(root, name)))
      assert.ok(!existsSync(path.join(folder, 'bp-owned')));
    assert.ok(!existsSync('/bp-owned'));
  });
});

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function leftovers(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.includes('rejoin'));
}

function metricsFile(root: string): string {
  return readdirSync(path.join(root, 'state')).find((name) => name.includes('status') && name.endsWith('.prom')) ?? '';
}
