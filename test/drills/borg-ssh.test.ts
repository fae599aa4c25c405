import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { must } from './commands.ts';
import { Sshd } from './fixtures/sshd.ts';
import { generateInto, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { plant } from './tree.ts';

const proved = proofsOf(import.meta);

describe('Files with Borg over SSH', function () {
  this.timeout(240_000);
  let machine: Machine;
  let server: Sshd;
  let source: string;
  const folder = `far $(id) 'n away`;
  const at = (name: string): string => path.join(machine.root, name);
  const serve = (...options: readonly string[]): void =>
    server.allow(`command="borg serve ${options.join(' ')} --restrict-to-path '${at(folder).replaceAll("'", String.raw`'\''`)}'"`);

  before(async () => {
    needProgram('borg', 'borgbackup');
    machine = await Machine.create(folder, 'app');
    server = await Sshd.start(at('ssh'));
    source = at('app/data');
    mkdirSync(source);
    await plant(source);
    writeFileSync(at('password'), 'secret', { mode: 0o600 });
    copyFileSync(server.file('id'), at(`key's`));
    copyFileSync(server.file('known_hosts'), at('known hosts'));
    appendFileSync(
      at('env'),
      `BACKUPPLAN_BORG_PASSWORD='${at('password')}' sftp_port[box]=${server.port} sftp_key_file[box]="${at(`key's`)}" sftp_known_hosts[box]='${at('known hosts')}'\n`,
    );
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter } site there { kind office }
       storage box: sftp { at there; host "127.0.0.1"; user "${userInfo().username}"; path ${JSON.stringify(at(folder)).replaceAll('$', '\\u{24}')}; account keeper }
       system uploads: files { at here; path "${source}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to box using borg; keep 1 last; verify checksum daily at 04:00 } }`,
    );
  });
  after(async () => {
    server.end();
    await machine.remove();
  });

  const points = async (): Promise<number> => (await mustScript(machine, 'uploads/restore.sh', '--list')).match(/^box: \d/gm)?.length ?? 0;

  it('go to no host but the one whose key is known, with a key that is private', async () => {
    serve();
    chmodSync(at(`key's`), 0o644);
    assert.match((await script(machine, 'uploads/init.sh', 'box')).stderr, /others can read .*key's/);
    chmodSync(at(`key's`), 0o600);
    server.know('id');
    copyFileSync(server.file('known_hosts'), at('known hosts'));
    try {
      // What ssh says reaches Borg by another pipe than the end of the connection, and is passed on only where Borg reads it first.
      for (let said = '', tries = 1; !/HOST IDENTIFICATION HAS CHANGED/.test(said); tries++) {
        assert.ok(tries <= 20, said);
        const { code, stderr } = await script(machine, 'uploads/init.sh', 'box');
        assert.equal(code, 1);
        said = stderr;
      }
    } finally {
      server.know('host');
      copyFileSync(server.file('known_hosts'), at('known hosts'));
    }
  });

  it('come back from there, and are pruned by whoever may delete there', async () => {
    await mustScript(machine, 'uploads/init.sh', 'box');
    serve('--append-only');
    for (let turn = 0; turn < 2; turn++) {
      writeFileSync(path.join(source, 'turn'), `${turn}`);
      await mustScript(machine, 'uploads/full-box.sh');
    }
    assert.equal(await points(), 2);
    serve();
    await mustScript(machine, 'keeper/uploads/prune-box.sh');
    assert.equal(await points(), 1);
    const into = at('restored/a');
    await mustScript(machine, 'uploads/restore.sh', '--into', into, '--yes');
    assert.equal(fingerprint(path.join(into, source)), fingerprint(source));
    proved('borg', 'full', 'sftp', versionOf('files, with Borg', 'borg'));
    await mustScript(machine, 'uploads/verify-checksum.sh');
    assert.equal(existsSync(at('app/bp-owned')), false);
  });

  it('are still there where Borg may only add, whatever somebody with the same key deletes', async () => {
    serve('--append-only');
    const size = async (): Promise<number> => Number((await must('du', ['-sk', at(folder)], {}, '', 'tester')).split('\t')[0]);
    const before = await size();
    const environment = {
      BORG_REPO: `${userInfo().username}@127.0.0.1:${at(folder)}/uploads`,
      BORG_RSH: `ssh -p ${server.port} -i "${at(`key's`)}" -o 'UserKnownHostsFile="${at('known hosts')}"'`,
      BORG_BASE_DIR: at('intruder'),
      BORG_PASSPHRASE: 'secret',
    };
    const [name = ''] = (await must('borg', ['list', '--short'], environment, '', 'tester')).trim().split('\n');
    await must('borg', ['delete', `::${name}`], environment, '', 'tester');
    await must('borg', ['compact'], environment, '', 'tester');
    assert.equal(await points(), 0);
    assert.ok((await size()) >= before);
  });

  it('fail loudly where the host does not answer', async () => {
    server.end();
    const { code, stderr } = await script(machine, 'uploads/full-box.sh');
    assert.equal(code, 1);
    assert.match(stderr, /storage box is not there/);
    await server.begin();
  });

  it('have damage found there', async () => {
    serve();
    await mustScript(machine, 'uploads/full-box.sh');
    const damage = 'find "$1" -type f -size +1000k -exec dd if=/dev/urandom of={} bs=1 seek=500000 count=64 conv=notrunc ";"';
    await must('bash', ['-c', damage, 'bash', at(`${folder}/uploads/data`)], {}, '', 'tester');
    const { code, stderr } = await script(machine, 'uploads/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /-full on box .* is DAMAGED/);
    assert.equal(await points(), 0);
  });
});
