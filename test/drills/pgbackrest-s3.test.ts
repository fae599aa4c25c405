import assert from 'node:assert/strict';
import { appendFileSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { type Outcome, run } from './commands.ts';
import { type Rgw, rgw } from './fixtures/rgw.ts';
import { mustScript, script } from './generated.ts';
import { needProgram } from './machine.ts';
import { FarRepository, secret } from './pgbackrest-far.ts';
import { proofsOf } from './proof.ts';

const proved = proofsOf(import.meta);

describe('PostgreSQL with pgBackRest in buckets', function () {
  this.timeout(180_000);
  let store: Rgw;
  let drill: FarRepository;
  let bucket = '';
  let instant = '';

  before(async () => {
    needProgram('pgbackrest', 'pgbackrest');
    needProgram('rclone', 'rclone');
    store = await rgw();
    drill = await FarRepository.create();
    bucket = path.basename(drill.server.root).toLowerCase();
    await store.ask({ method: 'PUT', path: `/${bucket}`, headers: { 'x-amz-bucket-object-lock-enabled': 'true' } });
    await store.ask({
      method: 'PUT',
      path: `/${bucket}`,
      query: { 'object-lock': '' },
      body: '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>',
    });
    await store.ask({ method: 'PUT', path: `/${bucket}-plain` });
    const { id, secret: password } = store.credentials;
    const file = drill.secretFile(
      's3',
      `[default]\naws_access_key_id = nobody\naws_secret_access_key = nothing\n\n[ vault ]\n[vault]\n aws_access_key_id=${id}\naws_secret_access_key =  ${password}\nregion = us-east-1\n`,
    );
    const authority = drill.copied(store.secure.authority, 'authority.pem');
    await drill.serve(
      `storage vault: s3 { at there; bucket "${bucket}"; endpoint "${store.secure.endpoint}"; path "all of us"; immutable 1 day; encrypted with vault-key }
       storage open: s3 { at there; bucket "${bucket}-plain"; endpoint "${store.secure.endpoint}" }`,
      `full weekly on sunday at 02:00 to vault using pgbackrest; differential daily at 02:00 to vault using pgbackrest
       incremental hourly to vault using pgbackrest; log continuous to vault, open; full weekly on saturday at 02:00 to open using pgbackrest; keep 1 last;`,
      `export AWS_SHARED_CREDENTIALS_FILE='${file}' AWS_DEFAULT_REGION=us-east-1 PGBACKREST_IO_TIMEOUT=10
       for each in vault open; do s3_profile[$each]=vault s3_ca_file[$each]='${authority}'; done\n`,
    );
  });
  after(() => drill.server.remove());

  /** As somebody who has stolen the credentials; PLACE stands for the bucket's name with what comes below it. */
  const intruder = (command: string, place: string): Promise<Outcome> =>
    run(
      'bash',
      [
        '-c',
        `rclone() { command rclone --config /dev/null --retries 1 "$@"; }; PLACE=$0; ${command}`,
        `:s3,provider=Other,env_auth=true,endpoint="${store.endpoint}":${place}`,
      ],
      { AWS_SHARED_CREDENTIALS_FILE: drill.at('s3'), AWS_PROFILE: 'vault' },
      '',
      'tester',
    );

  it('is not written with credentials that others can read, or to a server that the authority did not sign', async () => {
    chmodSync(drill.at('s3'), 0o644);
    assert.match((await script(drill.server, 'orders/init.sh', 'vault')).stderr, /others can read/);
    chmodSync(drill.at('s3'), 0o600);
    appendFileSync(drill.at('env'), 's3_ca_file[vault]=/etc/ssl/certs/ca-certificates.crt\n');
    assert.match((await script(drill.server, 'orders/init.sh', 'vault')).stderr, /unable to verify certificate/);
    appendFileSync(drill.at('env'), `s3_ca_file[vault]='${drill.at('authority.pem')}'\n`);
    const { code, stderr } = await script(drill.server, 'orders/full-vault.sh');
    assert.equal(code, 1);
    assert.match(stderr, /finds no repository on vault .* run init\.sh vault/);
  });

  it('comes back to the instant before the database was dropped, row by row', async () => {
    for (const storage of ['vault', 'open']) await mustScript(drill.server, 'orders/init.sh', storage);
    await drill.load();
    for (const job of ['full-vault', 'full-open', 'differential-vault']) await mustScript(drill.server, `orders/${job}.sh`);
    await drill.add('after the differential');
    await mustScript(drill.server, 'orders/incremental-vault.sh');
    await drill.add('after all');
    instant = await drill.dropped();
    for (const storage of ['vault', 'open']) await drill.restores(storage, '--from', storage, '--to', instant);
    for (const job of ['full', 'differential', 'incremental', 'log']) proved('pgbackrest', job, 's3', await drill.server.version());
  });

  it('stays where the lock still holds it, whatever the rules would remove', async () => {
    await mustScript(drill.server, 'orders/full-vault.sh');
    assert.equal((await drill.points('vault')).length, 4);
  });

  it('survives kill -9 in the middle of a backup, and is pruned where nothing is locked', async () => {
    await drill.killedInBackup('open');
    assert.equal((await drill.points('open')).length, 1);
  });

  it('has damage found, and says so where the store does not answer', async () => {
    const [point = ''] = await drill.points('open');
    const damage = 'rclone cat "$PLACE" >f && printf XXXXXXXXXXXXXXXX | dd of=f bs=1 seek=64 conv=notrunc && rclone rcat "$PLACE" <f';
    const { code: done } = await intruder(
      `cd '${drill.server.root}' && ${damage}`,
      `${bucket}-plain/orders/backup/orders/${point}/bundle/1`,
    );
    assert.equal(done, 0);
    await drill.findsDamaged(point, 'open');
    assert.match(await mustScript(drill.server, 'orders/restore.sh', '--dry-run'), /from vault, point/);
    appendFileSync(drill.at('env'), 's3_ca_file[open]=/etc/ssl/certs/ca-certificates.crt\n');
    const { code, stderr } = await script(drill.server, 'orders/full-open.sh');
    assert.equal(code, 1);
    assert.match(stderr, /unable to verify certificate/);
  });

  it('comes back after somebody with the same credentials deleted everything', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await intruder('rclone delete "$PLACE"; rclone delete --s3-versions "$PLACE"', bucket);
    const { code, stderr } = await script(drill.server, 'orders/restore.sh', '--from', 'vault', '--into', drill.at('restored/x'), '--yes');
    assert.equal(code, 1);
    assert.match(stderr, /storage vault is not there/);
    const said = await mustScript(drill.server, 'orders/recover-versions.sh', 'vault', before, drill.at('restored/repository'));
    assert.match(said, /4 points are there/);
    const recovered = { BACKUPPLAN_RECOVERED: `vault=${drill.at('restored/repository')}` };
    const into = drill.at('restored/recovered');
    const outcome = await run(drill.at('out/scripts/orders/restore.sh'), ['--from', 'vault', '--to', instant, '--into', into, '--yes'], {
      ...drill.server.environment,
      ...recovered,
    });
    assert.equal(outcome.code, 0, outcome.stderr);
    await drill.holds(into);
  });

  it('has no secret but in the files of the host', () =>
    drill.keepsSecrets([secret, 'hunter2', store.credentials.secret], 's3', 'vault-key'));
});
