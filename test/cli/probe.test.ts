import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readProbe } from '../../engine/status/probe.ts';
import { runProbe } from '../../workspace/run-probe.ts';
import { Folder, type Run } from './run.ts';

const managed = (command: string): string => `plan "Managed" { timezone "UTC" }
site aws { kind cloud; provider aws; region "eu-west-1" }
storage snaps: snapshots { at aws; bound to crm }
system crm: postgresql {
  at aws; size 10 GB; changes 1 GB/day; rpo 26h
  points with ${JSON.stringify(command)}
  backup { full daily at 03:00 to snaps managed by "RDS" }
}
`;

describe('status --probe', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const probe = (command: string, ...args: readonly string[]): Promise<Run> => {
    folder.write('managed.backupplan', managed(command));
    return folder.run(['status', ...args]);
  };

  it('holds the newest point that somebody else keeps against the rpo', async () => {
    const { code, out } = await probe(
      "printf '2026-11-30T03:12:45.120000+00:00\\trds:1\\n\\n2026-12-01T04:00:00+01:00 rds:2\\n'",
      '--probe',
    );
    assert.equal(
      out,
      `✓ Managed: all is well with what others back up

crm
  restore points that \`points with\` lists: 2, the newest of 1 Dec 2026 03:00, 9h old, rpo 26h kept
`,
    );
    assert.equal(code, 0);
    const old = await probe('echo 2026-11-29T03:00:00Z', '--probe');
    assert.match(
      old.out,
      /^✗ Managed, crm: the newest restore point that `points with` lists is 57h old \(29 Nov 2026 03:00\); rpo 26h\n/u,
    );
    assert.equal(old.code, 1);
  });

  it('says why there is no answer, in one line', async () => {
    const failing = await probe("printf 'no\\n\\033[31mway' >&2; echo 2026-12-01T03:00:00Z; exit 4", '--probe');
    assert.match(failing.out, /^✗ Managed, crm: `points with` lists no restore points: it ended with 4: no \\u\{1b\}\[31mway\n/u);
    assert.equal(failing.code, 1);
    const none = await probe('true', '--probe', '--format', 'json');
    assert.deepEqual(JSON.parse(none.out).plans[0].problems, [
      { code: 'no-points', about: 'crm', message: '`points with` lists no restore point: nothing of it could be restored' },
    ]);
    const future = await probe('echo 2026-12-02T03:00:00Z', '--probe');
    assert.match(future.out, /lists only points of the future: a clock is wrong\n/u);
    const json = await probe('echo \'{"a": 1}\'', '--probe');
    assert.match(json.out, /line 1 of what it printed holds no instant like 2026-11-30T03:00:00Z\n/u);
  });

  it('runs nothing without being told to, and says that it can', async () => {
    const ran = path.join(folder.path, 'ran');
    const { code, err } = await probe(`touch ${ran}`);
    assert.equal(code, 2);
    assert.match(err, /--probe asks for what others back up/u);
    for (const command of [['check'], ['assess'], ['generate'], ['status', '--format', 'json']]) await folder.run(command);
    assert.ok(!existsSync(ran));
  }).timeout(60_000);

  it('gives metrics', async () => {
    const { out } = await probe('echo 2026-12-01T03:00:00Z', '--probe', '--format', 'prometheus');
    assert.match(out, /^backup_rpo_kept\{plan="Managed",system="crm"\} 1$/mu);
    assert.match(out, /^backup_listed_point_timestamp_seconds\{plan="Managed",system="crm"\} 1796094000$/mu);
  });

  it('ends what hangs, with all that it has started, and what prints without end', async () => {
    const late = path.join(folder.path, 'late');
    assert.deepEqual(await runProbe(`(sleep 2; touch ${late}) & sleep 60`, process.env, 0.5), {
      problem: 'it took longer than 0.5 seconds',
    });
    assert.deepEqual(await runProbe('yes 2026-12-01T03:00:00Z', process.env), { problem: 'it printed more than a list of points can be' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.ok(!existsSync(late));
    assert.deepEqual(await runProbe('read x; echo "2026-12-01T03:00:00Z $x"', process.env), {
      points: [Date.parse('2026-12-01T03:00:00Z') / 1000],
    });
  }).timeout(30_000);

  it('takes instants with their zone and nothing else', () => {
    for (const text of [
      '2026-12-01',
      '2026-12-01T03:00:00',
      '03:00Z',
      '2026-13-01T03:00:00Z',
      '1796094000',
      'x2026-12-01T03:00:00Z',
      '2026-12-01T03:00:00Z\nx\n',
    ])
      assert.ok('problem' in readProbe(text), text);
    assert.deepEqual(readProbe('2026-12-01T03:00Z\r\n'), { points: [1796094000] });
  });
});
