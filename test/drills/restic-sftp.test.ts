import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './commands.ts';
import { Sshd } from './fixtures/sshd.ts';
import { generateInto, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { plant } from './tree.ts';

const proved = proofsOf(import.meta);

describe('Files with restic over SFTP', function () {
  this.timeout(120_000);
  let machine: Machine;
  let server: Sshd;
  let source: string;
  const at = (name: string): string => path.join(machine.root, name);

  before(async () => {
    needProgram('restic', 'restic');
    machine = await Machine.create('nas', 'app');
    server = await Sshd.start(at('ssh'));
    source = at('app/data');
    mkdirSync(source);
    await plant(source);
    writeFileSync(at('password'), 'secret', { mode: 0o600 });
    appendFileSync(at('env'), `BACKUPPLAN_SSH_OPTIONS='-F ${server.file('ssh_config')}'\nRESTIC_PASSWORD_FILE='${at('password')}'\n`);
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter } site there { kind office }
       storage nas: disk { at here; path "${at('nas')}" }
       storage box: sftp { at there; host "box"; path "${at('far away')}"; account keeper }
       system uploads: files { at here; path "${source}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using restic; copy after full from nas to box; keep 1 last; verify checksum daily at 04:00 } }
       system direct: files { at here; path "${source}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to box using restic; keep 1 last } }`,
    );
    await mustScript(machine, 'prepare.sh', 'nas');
    mkdirSync(at('far away'));
  });
  after(async () => {
    server.end();
    await machine.remove();
  });

  it('are copied there, read back and restored from there when the first storage is lost', async () => {
    for (const storage of ['nas', 'box']) await mustScript(machine, 'uploads/init.sh', storage);
    await mustScript(machine, 'uploads/full-nas.sh');
    await mustScript(machine, 'keeper/uploads/copy-nas-box.sh');
    rmSync(at('nas'), { recursive: true });
    const into = at('restored/lost');
    await mustScript(machine, 'uploads/restore.sh', '--into', into, '--yes');
    assert.equal(fingerprint(path.join(into, source)), fingerprint(source));
  });

  it('are backed up there directly, and pruned by whoever may delete there', async () => {
    await mustScript(machine, 'direct/init.sh', 'box');
    for (let turn = 0; turn < 2; turn++) await mustScript(machine, 'direct/full-box.sh');
    const listed = async (): Promise<number | undefined> =>
      (await mustScript(machine, 'direct/restore.sh', '--list')).match(/^box: /gm)?.length;
    assert.equal(await listed(), 2);
    await mustScript(machine, 'keeper/direct/prune-box.sh');
    assert.equal(await listed(), 1);
    await mustScript(machine, 'direct/restore.sh', '--into', at('restored/direct'), '--yes');
    assert.equal(fingerprint(path.join(at('restored/direct'), source)), fingerprint(source));
    proved('restic', 'full', 'sftp', versionOf('files, with restic', 'restic', 'version'));
  });

  it('go to no host but the one whose key is known, and to none that does not answer', async () => {
    server.know('id');
    const stranger = await script(machine, 'direct/full-box.sh');
    assert.equal(stranger.code, 1);
    assert.match(stranger.stderr, /unable to start the sftp session/);
    server.know('host');
    await mustScript(machine, 'direct/restore.sh', '--list');
    server.end();
    const gone = await script(machine, 'direct/full-box.sh');
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /storage box is not there/);
    await server.begin();
  });

  it('have damage found there', async () => {
    const pack = await must(
      'bash',
      ['-c', 'find "$1" -type f -size +100k | head -n 1', 'bash', at('far away/direct/data')],
      {},
      '',
      'tester',
    );
    assert.ok(existsSync(pack.trim()));
    chmodSync(pack.trim(), 0o600);
    await must('dd', ['if=/dev/urandom', `of=${pack.trim()}`, 'bs=1', 'seek=1000', 'count=64', 'conv=notrunc'], {}, '', 'tester');
    const { code, stderr } = await script(machine, 'direct/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /-full on box .* is DAMAGED/);
  });
});
