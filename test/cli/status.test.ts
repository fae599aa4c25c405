import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Folder, type Run } from './run.ts';

const plan = `plan "Status sample" {
  timezone "Europe/Berlin"
}

site berlin  { kind datacenter }
site ireland { kind cloud; provider aws; region "eu-west-1" }

storage nas: disk { at berlin; path "/srv/backup" }
storage vault: disk { at ireland; path "/srv/vault" }

system orders: postgresql {
  at        berlin
  host      "db1"
  database  "orders"
  size      20 GB
  changes   1 GB/day
  rpo       26h
  rto       2h

  backup {
    full    daily at 01:00 to nas using pg_dump
    copy    daily at 03:00 from nas to vault
    keep    14 days
    verify  restore weekly on monday at 05:00
  }
}

system ledger: mariadb {
  at        berlin
  host      "db2"
  database  "ledger"
  size      5 GB
  changes   1 GB/day
  rpo       2h

  backup {
    full  weekly on sunday at 02:00 to nas using mariadb-backup
    log   every 15m to nas
    keep  30 days
    keep  logs 30 days
  }
}

scenario fire { lose berlin; recover at ireland }
`;

const planHash = createHash('sha256').update(plan).digest('hex');
const hour = 3600;
const day = 24 * hour;
const now = Date.parse('2026-12-01T12:00:00Z') / 1000;

interface Said {
  readonly finished: number;
  readonly seconds?: number;
  readonly captured?: number | null;
  readonly result?: string;
  readonly [field: string]: unknown;
}

function line(job: string, kind: string, storage: string | null, { finished, seconds = 60, ...rest }: Said): string {
  const started = finished - seconds;
  const all = { plan: 'Status sample', planHash, system: job.split('/')[0], job, kind, storage, point: 'p', started };
  return JSON.stringify({
    ...all,
    captured: started,
    finished,
    bytes: 1000,
    result: 'ok',
    exitCode: 0,
    stage: 'end',
    error: null,
    ...rest,
  });
}

/** Each day of `days` ago at a time of Berlin. */
function daily(days: number, until: number, at: number, make: (finished: number) => string): string[] {
  return Array.from({ length: days - until }, (_, index) => make(now - 13 * hour + at - (days - 1 - index) * day));
}

/** Six weeks in which all went well until `stopped` days ago. */
function orders(stopped: number): string[] {
  const [one, three] = [hour, 3 * hour];
  const runs = daily(42, stopped, one, (finished) => line('orders/full-nas', 'run', 'nas', { finished }));
  // A copy that finds nothing new succeeds as well.
  const copies = daily(42, 0, three, (finished) => {
    const found = finished < now - stopped * day;
    const brought = found ? { captured: finished - 2 * hour - 60 } : { captured: null, bytes: null };
    return line('orders/copy-nas-vault', 'copy', 'vault', { finished, ...brought });
  });
  const test = line('orders/verify-restore', 'verify-restore', 'nas', { finished: now - 31 * hour, seconds: 900, captured: null });
  return [...runs, ...copies, test];
}

function ledger(): string[] {
  const full = line('ledger/full-nas', 'run', 'nas', { finished: now - 58 * hour });
  return [full, line('ledger/log-nas', 'log', 'nas', { finished: now - 50 * 60 })];
}

describe('status', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
    folder.write('sample.backupplan', plan);
  });
  afterEach(() => folder.remove());

  const status = (lines: readonly string[], ...args: readonly string[]): Promise<Run> => {
    folder.write('sample.journal.jsonl', lines.map((text) => `${text}\n`).join(''));
    return folder.run(['status', ...args], { now });
  };

  it('says that all is well', async () => {
    const { code, out, err } = await status([...orders(0), ...ledger()]);
    assert.equal(err, '');
    assert.equal(out, well);
    assert.equal(code, 0);
  });

  it('says in the first line what stopped three days ago', async () => {
    const { code, out } = await status([...orders(3), ...ledger()]);
    assert.equal(out, stopped);
    assert.equal(code, 1);
  });

  it('a journal without a line of the plan is no good news', async () => {
    const { code, out } = await status([line('a/full-nas', 'run', 'nas', { finished: now, plan: 'Another' })]);
    assert.equal(code, 1);
    assert.match(out, /^✗ Status sample: nothing of it is in the journal: no backup is on record\n/u);
    assert.match(out, /^1 line of other plans not counted: Another\.$/mu);
  });

  it('tells why a job fails, in one line, and what was not removed', async () => {
    const failing = { finished: now - hour, result: 'failed', captured: null, stage: 'dump', error: 'pg_dump: no\n\u001b[31mroom' };
    const pruning = { finished: now - 2 * hour, result: 'failed', captured: null, stage: 'prune', error: null };
    const { code, out } = await status([
      ...orders(0),
      ...ledger(),
      line('orders/full-nas', 'run', 'nas', failing),
      line('ledger/full-nas', 'prune', 'nas', pruning),
    ]);
    assert.equal(code, 1);
    assert.deepEqual(out.split('\n').slice(0, 3), [
      '✗ Status sample, orders/full-nas: its last success was on 1 Dec 2026 01:00; it failed once since, the last time on 1 Dec 2026 12:00 in stage "dump": pg_dump: no \\u{1b}[31mroom',
      '✗ Status sample, ledger/full-nas: old points were not removed: 1 Dec 2026 11:00 in stage "prune"',
      '',
    ]);
    assert.match(out, /orders\/full-nas .* 30 of 31 good {2}FAILING\n/u);
  });

  it('a failure before the last success is over, in whatever order the hosts wrote', async () => {
    const failed = line('orders/full-nas', 'run', 'nas', { finished: now - 30 * hour, result: 'failed', captured: null });
    const one = folder.write('one.jsonl', `${[...ledger(), ...orders(0)].join('\n')}\n`);
    const other = folder.write('other.jsonl', `${failed}\n`);
    const { code, out } = await folder.run(['status', '--journal', one, '--journal', other, '--journal', one], { now });
    assert.equal(code, 0, out);
    assert.match(out, /orders\/full-nas .* 30 of 31 good {2}well\n/u);
  });

  it('a job that only finds another one at work is late, and says so', async () => {
    const locked = [1, 2].map((days) => line('orders/full-nas', 'run', 'nas', { finished: now - days * day, result: 'locked' }));
    const { out } = await status([...orders(3), ...locked, ...ledger()]);
    assert.match(out, /^✗ .*orders\/full-nas: .* it is late after 31h15m; it found another run at work twice\n/u);
  });

  it('log is behind by its newest recovery point, with the hour in which nothing is written of it', async () => {
    const full = ledger().slice(0, 1);
    const behind = (minutes: number): Promise<Run> =>
      status([...orders(0), ...full, line('ledger/log-nas', 'log', 'nas', { finished: now - minutes * 60, seconds: 0 })]);
    assert.equal((await behind(125)).code, 0);
    const { out } = await behind(135);
    assert.match(
      out,
      /^✗ Status sample, ledger\/log-nas: its log on record ends 2h15m ago, on 1 Dec 2026 10:45, and it is late after 2h7m30s;/u,
    );
  });

  it('log that is not told of within its hour is no rpo broken, though a full came in between', async () => {
    folder.write('sample.backupplan', plan.replace('rpo       2h', 'rpo       15m'));
    const full = line('ledger/full-nas', 'run', 'nas', { finished: now - 40 * 60 });
    const { code, out } = await status([...orders(0), ...ledger(), full]);
    assert.equal(code, 0, out);
    assert.match(out, /newest recovery point: 1 Dec 2026 12:19 on nas, 41m old, rpo 15m kept\n/u);
  });

  it('says which jobs nobody looks after', async () => {
    folder.write(
      'sample.backupplan',
      plan.replace('to nas using pg_dump', '$&\n    full weekly on friday at 12:00 to vault managed by "the cloud"'),
    );
    const { code, out } = await status([...orders(0), ...ledger()]);
    assert.equal(code, 0, out);
    assert.match(out, /^Not watched: orders\/full-vault, it is run by the cloud\.$/mu);
  });

  it('of several plans tells the ones first that are not kept', async () => {
    folder.write('a.backupplan', plan.replace('Status sample', 'Another'));
    folder.write('a.journal.jsonl', `${[...orders(0), ...ledger()].join('\n').replaceAll('Status sample', 'Another')}\n`);
    const { code, out } = await status([...orders(3), ...ledger()]);
    assert.equal(code, 1);
    assert.match(out, /^✗ Status sample, [\s\S]*\n\n✓ Another: all is well with 5 jobs\n/u);
  });

  it('does not trust a clock that is ahead', async () => {
    const ahead = line('orders/full-nas', 'run', 'nas', { finished: now + 400 * day });
    const { code, out } = await status([...orders(3), ...ledger(), ahead]);
    assert.equal(code, 1);
    assert.match(out, /^1 line of the future \(up to 400 days ahead\) of orders\/full-nas not counted: a clock is or was wrong\.$/mu);
    assert.ok(out.startsWith(stopped.slice(0, stopped.indexOf('\n'))));
  });

  it('the hosts of a plan may have clocks that differ a little, ahead and behind', async () => {
    const one = folder.write('one.jsonl', `${[...ledger(), ...orders(1)].join('\n')}\n`);
    const ahead = line('orders/full-nas', 'run', 'nas', { finished: now + 200, captured: now + 150 });
    const behind = line('orders/full-nas', 'run', 'nas', { finished: now - 400, result: 'failed', captured: null });
    const other = folder.write('other.jsonl', `${behind}\n${ahead}\n`);
    const { code, out } = await folder.run(['status', '--journal', one, '--journal', other], { now });
    assert.equal(code, 0, out);
    assert.match(out, /orders\/full-nas +1 Dec 2026 13:03:20 +0s .* 30 of 31 good {2}well\n/u);
    assert.match(out, /newest recovery point: 1 Dec 2026 13:02:30 on nas, 0s old, rpo 26h kept\n/u);
    assert.doesNotMatch(out, /of the future/u);
  });

  it('reads past lines that are none, and finds the one behind a torn one', async () => {
    const [last = '', ...rest] = [...orders(0), ...ledger()].reverse();
    const torn = rest[0]?.slice(0, 80) ?? '';
    const text = ['[]', ...rest.reverse(), 'what?', '{"plan":1}', `${torn}${last}`].join('\n');
    folder.write('sample.journal.jsonl', `${text}\n${torn}`);
    const { code, out } = await folder.run(['status'], { now });
    assert.equal(code, 0, out);
    assert.match(out, /^sample\.journal\.jsonl: 3 lines cannot be read, the first is line 1\.$/mu);
    assert.match(out, /^sample\.journal\.jsonl: the last line is torn: it is being written, or the machine went down meanwhile\.$/mu);
  });

  it('reads a hundred thousand lines, and text without any line', async function () {
    this.timeout(20_000);
    const many = Array.from({ length: 100_000 }, (_, index) => line('ledger/log-nas', 'log', 'nas', { finished: now - index * 600 }));
    const { code, out } = await status(['x'.repeat(5_000_000), ...many, ...orders(0), ...ledger()]);
    assert.equal(code, 0, out);
    assert.match(out, /ledger\/log-nas .* 4320 of 4320 good {2}well\n/u);
  });

  it('a test that took too long breaks the rto, and one of another state of the plan proves nothing', async () => {
    const test = { finished: now - hour, seconds: 3 * hour, captured: null, planHash: 'another' };
    const slow = line('orders/verify-restore', 'verify-restore', 'nas', test);
    const { code, out } = await status([...orders(0), ...ledger(), slow]);
    assert.equal(code, 1);
    assert.match(out, /^✗ Status sample, orders: with a restore as long as the last test it is back 3h after fire; rto 2h\n/u);
    assert.match(out, /restore test: 1 Dec 2026 12:00 from nas, passed in 3h, NOT VERIFIED: what it rests on has changed since\n/u);
    assert.match(out, /^Last run by scripts of another state of the plan: orders\/verify-restore\./mu);
  });

  it('of two tests within a second the one that was written later counts', async () => {
    const test = (result: string): string =>
      line('orders/verify-restore', 'verify-restore', 'nas', { finished: now - hour, seconds: 0, captured: null, result });
    const { out } = await status([...orders(0), ...ledger(), test('failed'), test('ok')]);
    assert.match(out, /restore test: 1 Dec 2026 12:00 from nas, passed in 0s$/mu);
    const again = await status([...orders(0), ...ledger(), test('ok'), test('failed')]);
    assert.doesNotMatch(again.out, /from nas, passed/u);
  });

  it('asks about a job that runs and is not in the plan', async () => {
    const { code, out } = await status([...orders(0), ...ledger(), line('orders/full-old', 'run', 'old', { finished: now - day })]);
    assert.equal(code, 0);
    assert.match(out, /^orders\/full-old is not in the plan, and ran on 30 Nov 2026 13:00: is an old timer left\?$/mu);
  });

  it('gives JSON', async () => {
    const { code, out } = await status([...orders(3), ...ledger()], '--format', 'json');
    assert.equal(code, 1);
    const { schemaVersion, plans } = JSON.parse(out);
    assert.equal(schemaVersion, 1);
    const [{ well, problems, jobs, systems }] = plans;
    assert.equal(well, false);
    assert.deepEqual(
      problems.map(({ about }: { about: string }) => about),
      ['orders/full-nas', 'orders'],
    );
    assert.deepEqual(
      jobs.map(({ job, state }: { job: string; state: string }) => `${job} ${state}`),
      ['orders/full-nas late', 'orders/copy-nas-vault well', 'orders/verify-restore well', 'ledger/full-nas well', 'ledger/log-nas well'],
    );
    assert.equal(systems[0].point.captured, now - 84 * hour - 60);
  });

  it('gives text for Prometheus', async () => {
    const { code, out } = await status([...orders(3), ...ledger()], '--format', 'prometheus');
    assert.equal(code, 1);
    assert.equal(out, metrics);
  });

  it('gives text that Prometheus reads, whatever the names', async () => {
    const title = `It's "{{ 1 }}": all\\\\n %`;
    folder.write('sample.backupplan', plan.replace('Status sample', title.replaceAll('"', '\\"')));
    const { out } = await status([line('orders/full-nas', 'run', 'nas', { finished: now })], '--format', 'prometheus');
    assert.match(out, /^backup_problems\{plan="It's \\"/mu);
    const { status: code, stderr, error } = spawnSync('promtool', ['check', 'metrics'], { input: out, encoding: 'utf8' });
    if (error !== undefined) throw new Error('promtool is not installed. On Debian or Ubuntu: sudo apt-get install prometheus');
    assert.equal(code, 0, stderr);
  });

  it('needs a journal that is there and can be read', async () => {
    const none = await folder.run(['status'], { now });
    assert.equal(none.code, 2);
    assert.match(
      none.err,
      /there is no journal in .*sample\.journal\.jsonl or \/var\/lib\/backupplan\/status-sample\/postgres\/journal\.jsonl/u,
    );
    const missing = await folder.run(['status', '--journal', 'none.jsonl'], { now });
    assert.equal(missing.code, 2);
    assert.match(missing.err, /the journal .*none\.jsonl cannot be read \(ENOENT\)/u);
    assert.equal((await folder.run(['status', '--journal', path.dirname(folder.path)], { now })).code, 2);
  });
});

const well = `✓ Status sample: all is well with 5 jobs

orders
                         last success       ago  late after     in 30 days
  orders/full-nas        1 Dec 2026 01:00   12h  31h15m         30 of 30 good  well
  orders/copy-nas-vault  1 Dec 2026 03:00   10h  32h15m         30 of 30 good  well
  orders/verify-restore  30 Nov 2026 06:00  31h  8 days 19h15m  1 of 1 good    well
  newest recovery point: 1 Dec 2026 00:59 on nas, 12h1m old, rpo 26h kept
  restore test: 30 Nov 2026 06:00 from nas, passed in 15m
  with a restore as long as measured: back 15m after fire, rto 2h kept

ledger
                   last success       ago  late after     in 30 days
  ledger/full-nas  29 Nov 2026 03:00  58h  8 days 19h15m  1 of 1 good  well
  ledger/log-nas   1 Dec 2026 12:10   50m  2h7m30s        1 of 1 good  well
  newest recovery point: 1 Dec 2026 12:09 on nas, 51m old, rpo 2h kept
  restore test: none on record
`;

const stopped = `✗ Status sample, orders/full-nas: its last success was 3 days 12h ago, on 28 Nov 2026 01:00, and it is late after 31h15m; no run is on record since: is it still started?
✗ Status sample, orders: its newest recovery point is 3 days 12h1m old (28 Nov 2026 00:59, on nas); rpo 26h

orders
                         last success       ago         late after     in 30 days
  orders/full-nas        28 Nov 2026 01:00  3 days 12h  31h15m         27 of 27 good  LATE
  orders/copy-nas-vault  1 Dec 2026 03:00   10h         32h15m         30 of 30 good  well
  orders/verify-restore  30 Nov 2026 06:00  31h         8 days 19h15m  1 of 1 good    well
  newest recovery point: 28 Nov 2026 00:59 on nas, 3 days 12h1m old, rpo 26h NOT KEPT
  restore test: 30 Nov 2026 06:00 from nas, passed in 15m
  with a restore as long as measured: back 15m after fire, rto 2h kept

ledger
                   last success       ago  late after     in 30 days
  ledger/full-nas  29 Nov 2026 03:00  58h  8 days 19h15m  1 of 1 good  well
  ledger/log-nas   1 Dec 2026 12:10   50m  2h7m30s        1 of 1 good  well
  newest recovery point: 1 Dec 2026 12:09 on nas, 51m old, rpo 2h kept
  restore test: none on record
`;

const metrics = `# HELP backup_last_success_timestamp_seconds When the job last succeeded.
# TYPE backup_last_success_timestamp_seconds gauge
backup_last_success_timestamp_seconds{plan="Status sample",system="orders",job="orders/full-nas"} 1795824000
backup_last_success_timestamp_seconds{plan="Status sample",system="orders",job="orders/copy-nas-vault"} 1796090400
backup_last_success_timestamp_seconds{plan="Status sample",system="orders",job="orders/verify-restore"} 1796014800
backup_last_success_timestamp_seconds{plan="Status sample",system="ledger",job="ledger/full-nas"} 1795917600
backup_last_success_timestamp_seconds{plan="Status sample",system="ledger",job="ledger/log-nas"} 1796123400
# HELP backup_recovery_point_timestamp_seconds The newest recovery point that the job brought.
# TYPE backup_recovery_point_timestamp_seconds gauge
backup_recovery_point_timestamp_seconds{plan="Status sample",system="orders",job="orders/full-nas"} 1795823940
backup_recovery_point_timestamp_seconds{plan="Status sample",system="orders",job="orders/copy-nas-vault"} 1795823940
backup_recovery_point_timestamp_seconds{plan="Status sample",system="ledger",job="ledger/full-nas"} 1795917540
backup_recovery_point_timestamp_seconds{plan="Status sample",system="ledger",job="ledger/log-nas"} 1796123340
# HELP backup_patience_seconds The age from which the job is late.
# TYPE backup_patience_seconds gauge
backup_patience_seconds{plan="Status sample",system="orders",job="orders/full-nas"} 112500
backup_patience_seconds{plan="Status sample",system="orders",job="orders/copy-nas-vault"} 116100
backup_patience_seconds{plan="Status sample",system="orders",job="orders/verify-restore"} 760500
backup_patience_seconds{plan="Status sample",system="ledger",job="ledger/full-nas"} 760500
backup_patience_seconds{plan="Status sample",system="ledger",job="ledger/log-nas"} 7650
# HELP backup_well 0 where the job is late, failing, or was never seen.
# TYPE backup_well gauge
backup_well{plan="Status sample",system="orders",job="orders/full-nas"} 0
backup_well{plan="Status sample",system="orders",job="orders/copy-nas-vault"} 1
backup_well{plan="Status sample",system="orders",job="orders/verify-restore"} 1
backup_well{plan="Status sample",system="ledger",job="ledger/full-nas"} 1
backup_well{plan="Status sample",system="ledger",job="ledger/log-nas"} 1
# HELP backup_runs_succeeded Runs of the last 30 days that the journal has.
# TYPE backup_runs_succeeded gauge
backup_runs_succeeded{plan="Status sample",system="orders",job="orders/full-nas"} 27
backup_runs_succeeded{plan="Status sample",system="orders",job="orders/copy-nas-vault"} 30
backup_runs_succeeded{plan="Status sample",system="orders",job="orders/verify-restore"} 1
backup_runs_succeeded{plan="Status sample",system="ledger",job="ledger/full-nas"} 1
backup_runs_succeeded{plan="Status sample",system="ledger",job="ledger/log-nas"} 1
# HELP backup_runs_failed Runs of the last 30 days that the journal has.
# TYPE backup_runs_failed gauge
backup_runs_failed{plan="Status sample",system="orders",job="orders/full-nas"} 0
backup_runs_failed{plan="Status sample",system="orders",job="orders/copy-nas-vault"} 0
backup_runs_failed{plan="Status sample",system="orders",job="orders/verify-restore"} 0
backup_runs_failed{plan="Status sample",system="ledger",job="ledger/full-nas"} 0
backup_runs_failed{plan="Status sample",system="ledger",job="ledger/log-nas"} 0
# HELP backup_rpo_kept 0 where the newest recovery point is older than the rpo.
# TYPE backup_rpo_kept gauge
backup_rpo_kept{plan="Status sample",system="orders"} 0
backup_rpo_kept{plan="Status sample",system="ledger"} 1
# HELP restore_test_passed Whether the last restore test passed.
# TYPE restore_test_passed gauge
restore_test_passed{plan="Status sample",system="orders"} 1
# HELP restore_test_timestamp_seconds When the last restore test ended.
# TYPE restore_test_timestamp_seconds gauge
restore_test_timestamp_seconds{plan="Status sample",system="orders"} 1796014800
# HELP restore_test_duration_seconds How long the last restore test took, where it passed.
# TYPE restore_test_duration_seconds gauge
restore_test_duration_seconds{plan="Status sample",system="orders"} 900
# HELP backup_problems What is not as the plan wants it.
# TYPE backup_problems gauge
backup_problems{plan="Status sample"} 2
# HELP backup_journal_unreadable_lines Lines of the journals that are none.
# TYPE backup_journal_unreadable_lines gauge
backup_journal_unreadable_lines{plan="Status sample"} 0
# HELP backup_journal_future_lines Lines from clocks that are ahead.
# TYPE backup_journal_future_lines gauge
backup_journal_future_lines{plan="Status sample"} 0
`;
