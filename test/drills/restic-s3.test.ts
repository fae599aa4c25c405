import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Outcome, run } from './commands.ts';
import { type Rgw, rgw } from './fixtures/rgw.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { plant } from './tree.ts';

const proved = proofsOf(import.meta);

describe('Files with restic in a locked bucket', function () {
  this.timeout(180_000);
  let machine: Machine;
  let store: Rgw;
  let source: string;
  let good = '';
  const at = (name: string): string => path.join(machine.root, name);

  before(async () => {
    needProgram('restic', 'restic');
    needProgram('rclone', 'rclone');
    store = await rgw();
    await store.ask({ method: 'PUT', path: '/vault', headers: { 'x-amz-bucket-object-lock-enabled': 'true' } });
    await store.ask({
      method: 'PUT',
      path: '/vault',
      query: { 'object-lock': '' },
      body: '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>',
    });
    machine = await Machine.create('nas', 'app');
    source = at('app/data');
    mkdirSync(source);
    await plant(source);
    writeFileSync(at('key'), 'secret', { mode: 0o600 });
    writeFileSync(
      at('s3'),
      `[default]\naws_access_key_id = ${store.credentials.id}\naws_secret_access_key = ${store.credentials.secret}\n`,
      { mode: 0o600 },
    );
    appendFileSync(
      at('env'),
      `export AWS_SHARED_CREDENTIALS_FILE='${at('s3')}' AWS_DEFAULT_REGION=us-east-1\nRESTIC_PASSWORD_FILE='${at('key')}'\nkey_file[vault-key]='${at('key')}'\n`,
    );
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter } site there { kind cloud } key vault-key { kept at there }
       storage nas: disk { at here; path "${at('nas')}" }
       storage vault: s3 { at there; bucket "vault"; endpoint "${store.endpoint}"; path "all/of us"; encrypted with vault-key }
       system uploads: files { at here; path "${source}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using restic encrypted with vault-key; copy after full from nas to vault; keep 1 last; verify checksum daily at 04:00 } }`,
    );
    await mustScript(machine, 'prepare.sh', 'nas');
  });
  after(() => machine.remove());

  const rclone = (...args: readonly string[]): Promise<Outcome> =>
    run(
      'rclone',
      ['--config', '/dev/null', '--retries', '1', ...args, `:s3,provider=Other,env_auth=true,endpoint="${store.endpoint}":vault`],
      { AWS_SHARED_CREDENTIALS_FILE: at('s3') },
      '',
      'tester',
    );

  it('are refused credentials that others can read', async () => {
    chmodSync(at('s3'), 0o644);
    assert.match((await script(machine, 'uploads/init.sh', 'vault')).stderr, /others can read/);
    chmodSync(at('s3'), 0o600);
  });

  it('are copied there, pruned there though the lock keeps what was written, and restored', async () => {
    for (const storage of ['nas', 'vault']) await mustScript(machine, 'uploads/init.sh', storage);
    for (let turn = 0; turn < 2; turn++) {
      writeFileSync(path.join(source, 'turn'), `${turn}`);
      await mustScript(machine, 'uploads/full-nas.sh');
      await mustScript(machine, 'uploads/copy-nas-vault.sh');
    }
    assert.equal(
      journal(machine).every(({ result }) => result === 'ok'),
      true,
    );
    assert.equal((await mustScript(machine, 'uploads/restore.sh', '--list')).match(/^vault: /gm)?.length, 1);
    const into = at('restored/vault');
    await mustScript(machine, 'uploads/restore.sh', '--from', 'vault', '--into', into, '--yes');
    good = fingerprint(source);
    assert.equal(fingerprint(path.join(into, source)), good);
    proved('restic', 'full', 's3', versionOf('files, with restic', 'restic', 'version'));
    await mustScript(machine, 'uploads/verify-checksum.sh');
  });

  it('come back after somebody with the same credentials deleted everything', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await rclone('delete');
    assert.equal((await rclone('lsf', '-R', '--files-only')).stdout, '');
    await rclone('--s3-versions', 'delete');
    assert.equal((await script(machine, 'uploads/restore.sh', '--from', 'vault', '--into', at('restored/x'), '--yes')).code, 1);
    const said = await mustScript(machine, 'uploads/recover-versions.sh', 'vault', before, at('recovered'));
    assert.match(said, /1 points are there/);
    const into = at('restored/recovered');
    const { code, stderr } = await run(
      at('out/scripts/uploads/restore.sh'),
      ['--from', 'vault', '--into', into, '--yes'],
      { ...machine.environment, BACKUPPLAN_RECOVERED: `vault=${at('recovered')}` },
      '',
      'tester',
    );
    assert.equal(code, 0, stderr);
    assert.equal(fingerprint(path.join(into, source)), good);
  });

  it('leave the secrets in no argument, file or journal', async () => {
    const found = await run('grep', ['-rlF', store.credentials.secret, at('state'), at('out')], {}, '', 'tester');
    assert.equal(found.stdout, '');
  });
});
