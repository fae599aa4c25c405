import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { Folder } from './run.ts';

/** Restore tests that fail at once; the drills of `test/drills` restore for real. */
describe('drill, where a restore fails', () => {
  const folder = new Folder();
  before(() => {
    folder.write(
      'notes.backupplan',
      `plan "Notes" {}
site here { kind datacenter } site there { kind datacenter }
storage nas: nas { at there; path "/srv/nas" }
system notes: sqlite { at here; path "/srv/notes.db"; size 1 GB; changes 1 GB/day; rto 1h
  backup { full daily at 02:00 to nas; verify restore weekly on monday at 05:00 } }
system wiki: application { at here; depends on notes; redeploy "make deploy" taking 10m; rto 1h }
system site: application { at here; redeploy "make site" taking 10m; rto 1h }
scenario fire { lose here; recover at there }
`,
    );
    folder.write('out/scripts/lib.sh', '');
    chmodSync(folder.write('out/scripts/notes/verify-restore.sh', '#!/bin/sh\nexit 1\n'), 0o755);
  });
  after(() => folder.remove());

  it('does not say of it, nor of what waits for it, that its rto is kept', async () => {
    const { code, out } = await folder.run(['drill', 'fire', '--folder', 'out']);
    assert.equal(code, 1);
    assert.match(out, /^notes: NOT RESTORED: see what the script says above \(exit code 1\)$/mu);
    assert.match(out, /^fire: notes NOT SHOWN TO COME BACK: a restore failed above; 10s is what the plan reckons with$/mu);
    assert.match(out, /^fire: wiki NOT SHOWN TO COME BACK: a restore failed above; 10m10s is what the plan reckons with$/mu);
    assert.match(out, /^fire: site back after 10m, rto 1h kept$/mu);
  });

  it('gives programs no time and no verdict of what was not shown', async () => {
    const { out } = await folder.run(['drill', 'fire', '--folder', 'out', '--format', 'json']);
    assert.deepEqual(JSON.parse(out).recoveries, [
      { scenario: 'fire', system: 'notes', seconds: null, target: 3600, met: null },
      { scenario: 'fire', system: 'wiki', seconds: null, target: 3600, met: null },
      { scenario: 'fire', system: 'site', seconds: 600, target: 3600, met: true },
    ]);
  });
});
