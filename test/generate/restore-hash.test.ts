import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { restoreHash, stillHolds } from '../../engine/generate/restore-hash.ts';
import { format } from '../../grammar/format.ts';
import { artifactsOf, planOf } from './scripts/artifacts.ts';

const text = `plan "P" { timezone "Europe/Berlin" }
site berlin { kind datacenter }
site cloud { kind cloud; provider aws; region "eu-west-1" }
storage nas: disk { at berlin; path "/srv/nas" }
storage usb: removable { at berlin; path "/mnt/usb" }
storage other: disk { at cloud; path "/srv/other" }
key spare { kept at cloud }
/// What people have ordered.
system orders: postgresql { at berlin; host "db1"; database "orders"; size 20 GB; changes 1 GB/day; rpo 26h
  backup { full daily at 01:00 to nas using pg_dump; copy after full from nas to usb; keep 14 days } }
system web: files { at berlin; path "/srv/web"; size 1 GB; changes 1 MB/day
  backup { full daily at 02:00 to other using tar; keep 14 days; verify restore weekly on monday at 05:00 } }
`;

function hashIn(plan: string): string {
  const read = planOf(plan);
  const orders = read.systems.find(({ name }) => name === 'orders');
  assert.ok(orders !== undefined);
  return restoreHash(read, orders);
}

function changed(from: string, to: string): boolean {
  const plan = text.replace(from, to);
  assert.notEqual(plan, text);
  return hashIn(plan) !== hashIn(text);
}

describe('what a restore rests on', () => {
  it('is the same after reformatting, comments, schedules, retention, targets, and changes to others', () => {
    assert.equal(hashIn(format(text)), hashIn(text));
    assert.notEqual(format(text), text);
    const same: readonly (readonly [string, string])[] = [
      ['/// What people', '/// All that people'],
      ['rpo 26h', 'rpo 30h // what we can do'],
      ['size 20 GB', 'size 25 GB'],
      ['full daily at 01:00', 'full daily at 00:30'],
      ['keep 14 days } }\nsystem web', 'keep 30 days; verify checksum daily at 06:00 } }\nsystem web'],
      ['"/srv/web"', '"/srv/www"'],
      ['storage other: disk { at cloud', 'storage other: disk { at berlin'],
      ['plan "P" {', 'plan "P" { owner "ops@example.com";'],
    ];
    for (const [from, to] of same) assert.equal(changed(from, to), false, to);
  });

  it('is another one where the system, its tool, its storages or its copies are others', () => {
    const others: readonly (readonly [string, string])[] = [
      ['host "db1"', 'host "db2"'],
      ['database "orders"', 'database "orders", "invoices"'],
      ['using pg_dump', 'using pg_basebackup'],
      ['/srv/nas', '/srv/nas2'],
      ['copy after full from nas to usb', 'copy after full from nas to other'],
      ['from nas to usb', 'from nas to usb encrypted with spare'],
      ['storage nas: disk { at berlin', 'storage nas: disk { at cloud'],
    ];
    for (const [from, to] of others) assert.equal(changed(from, to), true, to);
  });

  it('is what a test is held against; a line of an older script knows of the whole plan only', () => {
    const plan = planOf(text);
    const [orders] = plan.systems;
    assert.ok(orders !== undefined);
    const now = restoreHash(plan, orders);
    assert.equal(stillHolds({ planHash: 'old', restoreHash: now }, plan, orders, 'new'), true);
    assert.equal(stillHolds({ planHash: 'old', restoreHash: 'another' }, plan, orders, 'new'), false);
    assert.equal(stillHolds({ planHash: 'old' }, plan, orders, 'new'), false);
    assert.equal(stillHolds({ planHash: 'new' }, plan, orders, 'new'), true);
  });

  it('is in the line that the script of a restore test writes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'backupplan-hash-'));
    try {
      for (const { path: name, text: content } of artifactsOf(text)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), content, { mode: 0o755 });
      }
      const plan = planOf(text);
      const web = plan.systems.find(({ name }) => name === 'web');
      assert.ok(web !== undefined);
      // Nothing is on the storage, so it fails, and says so.
      const env = { ...process.env, BACKUPPLAN_STATE: path.join(folder, 'state'), BACKUPPLAN_ENV: path.join(folder, 'none') };
      const { stderr } = spawnSync(path.join(folder, 'scripts/web/verify-restore.sh'), { env, encoding: 'utf8' });
      const line = JSON.parse(readFileSync(path.join(folder, 'state/journal.jsonl'), 'utf8').trim());
      assert.equal(line.restoreHash, restoreHash(plan, web), stderr);
      assert.equal(line.result, 'failed');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
