import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main } from '../../cli/main.ts';
import { must } from './commands.ts';
import { mustScript } from './generated.ts';
import { Machine, needProgram } from './machine.ts';

describe('backupplan drill', function () {
  this.timeout(60_000);
  let machine: Machine;
  let text: string;

  const backupplan = async (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
    let out = '';
    let err = '';
    const code = await main(args, {
      cwd: machine.root,
      env: machine.environment,
      color: false,
      today: () => '2026-12-01',
      now: () => Date.now() / 1000,
      out: (said) => {
        out += said;
      },
      err: (said) => {
        err += said;
      },
      input: () => '',
    });
    return { code, out, err };
  };
  const drill = (...args: readonly string[]): ReturnType<typeof backupplan> =>
    backupplan('drill', ...args, '--folder', path.join(machine.root, 'out'));

  before(async () => {
    needProgram('sqlite3', 'sqlite3');
    machine = await Machine.create('nas', 'app');
    const file = path.join(machine.root, 'app/notes.db');
    text = `plan "Notes" { timezone "Europe/Berlin" }
       site here { kind datacenter } site there { kind datacenter }
       storage nas: disk { at there; path "${machine.root}/nas"; read 100 MB/s }
       system notes: sqlite { at here; path "${file}"; size 1 GB; changes 1 GB/day; rto 1h
         backup { full daily at 02:00 to nas; keep 2 last; verify restore weekly on monday at 05:00 } }
       system wiki: application { at here; depends on notes; redeploy "make deploy" taking 10m; rto 15m }
       scenario fire { lose here; declare within 5m; provision within 4m; recover at there }
       scenario flood { lose here; declare within 30m; provision within 30m; recover at there }`;
    writeFileSync(path.join(machine.root, 'drill.backupplan'), text);
    assert.equal((await backupplan('generate', '--out', 'out')).code, 0);
    await mustScript(machine, 'prepare.sh', 'nas');
    await must('sqlite3', [file, 'create table notes (text); insert into notes values (1);'], {}, '', 'tester');
  });
  after(() => machine.remove());

  it('says why nothing was restored', async () => {
    const { code, out, err } = await drill('notes');
    assert.equal(code, 1);
    assert.match(out, /^notes: NOT RESTORED: there is no point on nas$/m);
    assert.match(err, /FAILED: there is no point on nas/);
  });

  it('restores a system, and puts the measured time beside the estimate and into every scenario', async () => {
    await mustScript(machine, 'notes/full-nas.sh');
    const { code, out, err } = await drill('notes');
    assert.doesNotMatch(err, /was not generated/);
    assert.match(out, /^notes: \d{8}T\d{6}Z-full from nas restored and checked in \d+s; the plan reckons with 10s for 1 GB$/m);
    assert.match(out, /^fire: notes back after 9m\d*s?, rto 1h kept$/m);
    assert.match(out, /^flood: notes back after 1h.*, rto 1h (kept|NOT KEPT)$/m);
    // More than an hour passes before the restore begins, so that any measured second is too much.
    assert.equal(code, /NOT KEPT/.test(out) ? 1 : 0);
  });

  it('is in the status, with the test that failed before it', async () => {
    const { out, err } = await backupplan('status', '--journal', path.join(machine.root, 'state/journal.jsonl'));
    assert.equal(err, '');
    assert.match(out, /^ {2}notes\/full-nas .* 1 of 1 good {2}well$/m);
    assert.match(out, /^ {2}notes\/verify-restore .* 1 of 2 good {2}well$/m);
    assert.match(out, /^ {2}newest recovery point: .* on nas, \d+s old$/m);
    assert.match(out, /^ {2}restore test: .* from nas, passed in \d+s$/m);
    assert.doesNotMatch(out, /not counted|cannot be read|another state/);
  });

  it('drills a scenario: what depends on the restored system waits for it', async () => {
    const { code, out } = await drill('fire', '--format', 'json');
    assert.equal(code, 1);
    const { tests, recoveries } = JSON.parse(out);
    assert.deepEqual(
      tests.map((test: { system: string; storage: string; error: unknown }) => [test.system, test.storage, test.error]),
      [['notes', 'nas', null]],
    );
    const [notes, wiki] = recoveries;
    assert.equal(notes.seconds, 540 + tests[0].seconds);
    assert.equal(wiki.seconds, notes.seconds + 600);
    assert.deepEqual([notes.met, wiki.met], [true, false]);
  });

  it('warns where the files are older than the plan', async () => {
    writeFileSync(path.join(machine.root, 'drill.backupplan'), `${text}\n// changed\n`);
    assert.match((await drill('notes')).err, /was not generated from the plan as it is now/);
  });

  it('refuses what has nothing to restore', async () => {
    assert.match((await drill('wiki')).err, /nothing of wiki has a script that restores it/);
    assert.match((await drill('nobody')).err, /no plan has a system or a scenario 'nobody'; there are notes, wiki, fire, flood/);
    rmSync(path.join(machine.root, 'out/scripts/lib.sh'));
    assert.match((await drill('notes')).err, /there are no generated scripts in/);
  });
});
