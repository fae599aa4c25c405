import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must, run } from './commands.ts';
import { settingsForSftp } from './fixtures/pgbackrest.ts';
import { generateInto, type Host } from './generated.ts';
import { needProgram } from './machine.ts';
import { serverPrograms } from './server.ts';

/** Settings that we write for other programs are read by these programs, without an error and without a warning. */
describe('settings of other programs', function () {
  this.timeout(60_000);
  let host: Host;
  const at = (name: string): string => path.join(host.root, name);
  const config = (name: string): string => at(`out/config/${name}`);

  before(() => {
    needProgram('pgbackrest', 'pgbackrest');
    const root = mkdtempSync(path.join(tmpdir(), 'bp-config-'));
    chmodSync(root, 0o755);
    host = { root, environment: {} };
    generateInto(
      host,
      `plan "It's \\"all\\" $(id) %n" { timezone "Europe/Berlin" } site here { kind datacenter } key k { kept at here }
       storage nas: disk { at here; path "/srv/it's $(id) %d" } storage vault: s3 { at here; bucket "b"; endpoint "localhost:1"; path "it's here"; encrypted with k }
       storage amazon: s3 { at here; bucket "b" } storage box: sftp { at here; host "127.0.0.1"; user "o"; path "/srv/it's" }
       system ledger: postgresql { at here; host "/run/it's"; port 5433; user "o'neill"; size 1 GB; changes 1 GB/day
         backup { ${['nas', 'vault', 'amazon', 'box'].map((storage) => `full weekly on sunday at 02:00 to ${storage} using pgbackrest`).join('; ')}
                  log continuous to nas, vault, amazon, box lag 2m; keep 5 last } }
       system shop: postgresql { at here; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_basebackup; log hourly to nas; keep 5 last } }
       system files: files { at here; path "/srv/files"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using restic; copy after full from nas to vault; copy after full from nas to box; keep 5 last } }
       system more: files { at here; path "/srv/files"; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to box using borg; keep 5 last } }
       system last: files { at here; path "/srv/files"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using tar; copy after full from nas to vault; copy after full from nas to box; keep 5 last } }`,
    );
  });
  after(() => rmSync(host.root, { recursive: true }));

  it('of pgBackRest, for every kind of storage', async () => {
    writeFileSync(at('env'), settingsForSftp(host));
    const secrets = {
      PGBACKREST_REPO1_CIPHER_PASS: 'x',
      PGBACKREST_REPO1_S3_REGION: 'eu-west-1',
      PGBACKREST_REPO1_S3_KEY: 'x',
      PGBACKREST_REPO1_S3_KEY_SECRET: 'x',
      PGBACKREST_REPO1_SFTP_HOST_USER: 'o',
      PGBACKREST_REPO1_SFTP_PRIVATE_KEY_FILE: '/nowhere',
      PGBACKREST_PG1_PATH: '/nowhere',
      // It has read all of its settings before it locks, and goes nowhere.
      PGBACKREST_LOCK_PATH: '/dev/null/nowhere',
    };
    const files = readdirSync(config('ledger')).filter((name) => name.startsWith('pgbackrest-'));
    assert.deepEqual(files.sort(), ['pgbackrest-amazon.conf', 'pgbackrest-box.conf', 'pgbackrest-nas.conf', 'pgbackrest-vault.conf']);
    const read = async (file: string): Promise<string> => {
      const ask = `source '${at('env')}'; exec pgbackrest --config='${file}' --stanza=ledger --log-level-stderr=off --log-level-console=warn backup`;
      return (await run('bash', ['--norc', '-c', ask], secrets)).stdout;
    };
    for (const file of files)
      assert.match(
        await read(config(`ledger/${file}`)),
        /^[-0-9:. ]*P00 +ERROR: \[050\]: unable to acquire lock on file '\/dev\/null\/nowhere/,
      );
    appendFileSync(config('ledger/pgbackrest-nas.conf'), 'nothing=like-this\n');
    assert.match(await read(config('ledger/pgbackrest-nas.conf')), /WARN: configuration file contains .*nothing/);
  });

  it('of PostgreSQL, each as it is meant', async () => {
    for (const system of ['ledger', 'shop']) {
      const text = readFileSync(config(`${system}/postgresql-archive.conf`), 'utf8');
      const folder = at(`server-${system}`);
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'postgresql.conf'), text);
      chmodSync(folder, 0o755);
      for (const [, name = '', value = ''] of text.matchAll(/^(\w+) = (.*)$/gm)) {
        const said = await must(path.join(serverPrograms(), 'postgres'), ['-D', folder, '-C', name]);
        assert.equal(said.trim(), value.replace(/^'(.*)'$/, '$1').replaceAll("''", "'"));
      }
    }
  });

  it('of the host, when everything in the example is switched on', async () => {
    for (const system of ['ledger', 'shop', 'files', 'more', 'last']) {
      const text = readFileSync(at(`out/scripts/${system}/env.example`), 'utf8').replace(/^#(?=[A-Za-z_]+[=[]|export )/gm, '');
      assert.match(text, /^[A-Za-z]/m);
      writeFileSync(at('example'), `declare -A key_file sftp_port sftp_key_file sftp_known_hosts s3_profile s3_ca_file\n${text}`);
      const { code, stderr } = await run('bash', ['--norc', '-euc', `source '${at('example')}'`]);
      assert.deepEqual([code, stderr], [0, ''], system);
    }
  });
});
