import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, start } from './commands.ts';
import { generateInto, mustScript } from './generated.ts';
import { fingerprint, Machine, needProgram } from './machine.ts';

describe('Files with restic, kill -9', function () {
  this.timeout(120_000);
  let machine: Machine;
  let source: string;
  const at = (name: string): string => path.join(machine.root, name);

  before(async () => {
    needProgram('restic', 'restic');
    machine = await Machine.create('nas', 'usb', 'app');
    source = at('app/data');
    mkdirSync(source);
    change();
    writeFileSync(at('password'), 'secret', { mode: 0o600 });
    generateInto(
      machine,
      `plan "Killed" { owner "x" } site here { kind datacenter }
       storage nas: disk { at here; path "${at('nas')}" } storage usb: disk { at here; path "${at('usb')}" }
       system uploads: files { at here; path "${source}"; size 1 GB; changes 1 GB/day; credentials from "${at('password')}"
         backup { full daily at 02:00 to nas using restic; copy after full from nas to usb; keep 1 last; verify checksum daily at 04:00 } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'uploads/init.sh', storage);
    await mustScript(machine, 'uploads/full-nas.sh');
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
  });
  after(() => machine.remove());

  const change = (): void => writeFileSync(path.join(source, 'changed'), randomBytes(3_000_000));
  const killed = async (script: string, delay: number): Promise<void> => {
    const child = start(at(`out/scripts/uploads/${script}`), [], machine.environment, 'tester');
    await new Promise((resolve) => setTimeout(resolve, delay));
    killAll(child);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  };
  const isGood = async (storage: string): Promise<void> => {
    const into = at(`restored/${storage}`);
    await mustScript(machine, 'uploads/restore.sh', '--from', storage, '--into', into, '--yes');
    assert.equal(fingerprint(path.join(into, source)), fingerprint(source));
  };

  it('of a backup with its pruning leaves a good point, and the next run works', async () => {
    for (const delay of [500, 1200, 2000, 2800, 3600, 4500]) {
      change();
      await killed('full-nas.sh', delay);
      assert.match(await mustScript(machine, 'uploads/restore.sh', '--dry-run'), /from (?:nas|usb), point/);
    }
    await mustScript(machine, 'uploads/full-nas.sh');
    await isGood('nas');
  });

  it('of a copy leaves the copy before it, and the next run goes on from there', async () => {
    for (const delay of [500, 1200, 2000, 2800, 3600]) {
      await killed('copy-nas-usb.sh', delay);
      assert.match(await mustScript(machine, 'uploads/restore.sh', '--from', 'usb', '--dry-run'), /from usb, point/);
    }
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    await isGood('usb');
    await mustScript(machine, 'uploads/verify-checksum.sh');
  });
});
