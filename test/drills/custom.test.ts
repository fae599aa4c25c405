import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { Machine, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';

const proved = proofsOf(import.meta);

describe("systems with the plan's own commands", function () {
  this.timeout(60_000);
  let machine: Machine;
  const live = (): string => path.join(machine.root, 'app', `o'r "$x" %d`);
  const points = (): string[] => readdirSync(path.join(machine.root, 'nas/ldap/points')).sort();

  before(async () => {
    machine = await Machine.create('nas', 'usb', 'app');
    const file = `'${live().replaceAll("'", String.raw`'\''`)}'`;
    const text = (command: string): string => JSON.stringify(command).replaceAll('$', '\\u{24}');
    generateInto(
      machine,
      `plan "Directory" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${machine.root}/nas" } storage usb: removable { at here; path "${machine.root}/usb" }
       system ldap: custom { at here; size 1 GB; changes 1 GB/day; dump with ${text(`cat ${file} | gzip -n`)}; load with ${text(`gunzip | cat > ${file}`)}
         backup { full daily at 02:00 to nas; copy after full from nas to usb; keep 2 last; verify restore weekly on monday at 05:00 } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
    writeFileSync(live(), 'dn: cn=one\n'.repeat(100_000));
    await mustScript(machine, 'ldap/full-nas.sh');
    await mustScript(machine, 'ldap/copy-nas-usb.sh');
  });
  after(() => machine.remove());

  it('come back in place, byte by byte, and what was there before is kept', async () => {
    const wanted = readFileSync(live());
    writeFileSync(live(), 'damaged\n');
    assert.equal((await script(machine, 'ldap/restore.sh', '--in-place', '--i-understand', 'other')).code, 2);
    const said = await mustScript(machine, 'ldap/restore.sh', '--from', 'usb', '--in-place', '--i-understand', 'ldap');
    assert.ok(readFileSync(live()).equals(wanted));
    proved('custom', 'full', 'local', versionOf('Bash', 'bash'));
    const kept = /what was there before is (\S+)\. Take/.exec(said)?.[1] ?? '';
    assert.equal((await run('bash', ['-c', `gunzip -c <'${kept}'`], {}, '', 'tester')).stdout, 'damaged\n');
  });

  it('come back beside as what the command wrote, and are tested so', async () => {
    const into = path.join(machine.root, 'restored/a');
    assert.match(await mustScript(machine, 'ldap/restore.sh', '--into', into, '--yes'), /checked: \d+ bytes/);
    assert.equal((await run('bash', ['-c', `gunzip -c <'${into}/dump'`], {}, '', 'tester')).stdout, readFileSync(live(), 'utf8'));
    await mustScript(machine, 'ldap/verify-restore.sh');
    assert.equal(journal(machine).at(-1)?.result, 'ok');
  });

  it('leave no point when a part of the pipe fails, the disk is full, or nothing comes', async () => {
    const before = points();
    await run('mv', [live(), `${live()}.away`], {}, '', 'tester');
    assert.equal((await script(machine, 'ldap/full-nas.sh')).code, 1);
    assert.equal(journal(machine).at(-1)?.stage, 'dump');
    await run('mv', [`${live()}.away`, live()], {}, '', 'tester');
    const full = path.join(machine.root, 'out/scripts/ldap/full-nas.sh');
    writeFileSync(live(), readFileSync('/usr/bin/bash'));
    assert.equal((await run('bash', ['-c', `ulimit -f 100; exec '${full}'`], machine.environment, '', 'tester')).code, 1);
    assert.deepEqual(points(), before);
  });
});
