import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { must } from './commands.ts';
import { reachesSftp, settingsForSftp } from './fixtures/pgbackrest.ts';
import { Sshd } from './fixtures/sshd.ts';
import { mustScript, script } from './generated.ts';
import { needProgram } from './machine.ts';
import { FarRepository, secret } from './pgbackrest-far.ts';
import { proofsOf } from './proof.ts';

const proved = proofsOf(import.meta);

describe('PostgreSQL with pgBackRest over SFTP', function () {
  this.timeout(180_000);
  let drill: FarRepository;
  let server: Sshd;
  const folder = 'far $(id) away';

  before(async () => {
    needProgram('pgbackrest', 'pgbackrest');
    drill = await FarRepository.create(folder);
    server = await Sshd.start(drill.at('ssh'));
    const key = drill.copied(server.file('id'), 'key');
    chmodSync(key, 0o600);
    const known = drill.copied(server.file('known_hosts'), 'known');
    const settings = `export PGBACKREST_IO_TIMEOUT=10\nsftp_port[box]=${server.port} sftp_key_file[box]='${key}' sftp_known_hosts[box]='${known}'\n`;
    const text = JSON.stringify(drill.at(folder)).replaceAll('$', '\\u{24}');
    await drill.serve(
      `storage box: sftp { at there; host "127.0.0.1"; user "${userInfo().username}"; path ${text}; encrypted with vault-key }`,
      `full weekly on sunday at 02:00 to box using pgbackrest; differential daily at 02:00 to box using pgbackrest
       incremental hourly to box using pgbackrest; log continuous to box; keep 1 last;`,
      settings,
    );
  });
  after(async () => {
    server.end();
    await drill.server.remove();
  });

  it('needs a version that can do it, a key that is private and a host that is known', async () => {
    const early = await script(drill.server, 'orders/init.sh', 'box');
    // Debian 12 has 2.45; where the installed one is newer, the one that follows is the first to be refused.
    if (!reachesSftp()) assert.match(early.stderr, /pgBackRest 2\.\d+ is too old to reach box over SFTP: 2\.46 is needed/);
    appendFileSync(drill.at('env'), settingsForSftp(drill.server));
    chmodSync(drill.at('key'), 0o644);
    assert.match((await script(drill.server, 'orders/init.sh', 'box')).stderr, /others can read .*key/);
    chmodSync(drill.at('key'), 0o600);
    renameSync(drill.at('known'), drill.at('set aside'));
    assert.match((await script(drill.server, 'orders/init.sh', 'box')).stderr, /no file with the keys of the host of box/);
    server.know('id');
    drill.copied(server.file('known_hosts'), 'known');
    const stranger = await script(drill.server, 'orders/init.sh', 'box');
    assert.equal(stranger.code, 1);
    assert.match(stranger.stderr, /known host/);
    renameSync(drill.at('set aside'), drill.at('known'));
  });

  it('comes back to the instant before the database was dropped, row by row', async () => {
    await mustScript(drill.server, 'orders/init.sh', 'box');
    await drill.load();
    await mustScript(drill.server, 'orders/full-box.sh');
    await mustScript(drill.server, 'orders/differential-box.sh');
    await drill.add('after the differential');
    await mustScript(drill.server, 'orders/incremental-box.sh');
    await drill.add('after all');
    const instant = await drill.dropped();
    await drill.restores('a', '--to', instant);
    for (const job of ['full', 'differential', 'incremental', 'log']) proved('pgbackrest', job, 'sftp', await drill.server.version());
    assert.match(await mustScript(drill.server, 'orders/verify-checksum.sh'), /3 points are as they were written/);
    assert.equal(existsSync(path.join(drill.server.folder, 'bp-owned')), false);
  });

  it('survives kill -9 in the middle of a backup, and is pruned', async () => {
    await drill.killedInBackup('box');
    assert.equal((await drill.points('box')).length, 1);
  });

  it('fails loudly where the host does not answer, and what the server logs waits for it', async () => {
    server.end();
    const { code, stderr } = await script(drill.server, 'orders/full-box.sh');
    assert.equal(code, 1);
    assert.match(stderr, /FAILED: pgBackRest finds no repository on box/);
    await drill.server.query('postgres', 'create table waits as select 1; select pg_switch_wal()');
    await server.begin();
    await drill.archived();
    assert.equal((await drill.points('box')).length, 1);
  });

  it('has damage found', async () => {
    const [point = ''] = await drill.points('box');
    const bundle = path.join(drill.at(folder), 'orders/backup/orders', point, 'bundle/1');
    const whole = readFileSync(bundle);
    await must('bash', ['-c', 'printf XXXXXXXXXXXXXXXX | dd of="$0" bs=1 seek=64 conv=notrunc', bundle], {}, '', 'tester');
    assert.notDeepEqual(readFileSync(bundle), whole);
    await drill.findsDamaged(point, 'box');
  });

  it('has no secret but in the files of the host', () => drill.keepsSecrets([secret], 'vault-key'));
});
