import assert from 'node:assert/strict';
import { appendFileSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runner } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { type Rgw, rgw } from './fixtures/rgw.ts';
import type { Credentials, Request } from './fixtures/s3.ts';
import { generateInto, type Host, journal, mustScript, script } from './generated.ts';
import { needProgram } from './machine.ts';
import { makeRoot, Server } from './server.ts';

/** Who has the keys of production can hide what lies in the bucket, and its owner finds all of it again. */
describe('a bucket that production may put into, and not delete from', function () {
  this.timeout(120_000);
  let server: Server;
  let store: Rgw;
  let production: Credentials;
  let keeper: Host;
  let root = '';
  let bucket = '';
  let wanted = '';
  let instant = '';
  const at = (name: string): string => path.join(root, name);
  const versions = async (): Promise<number> =>
    (await store.ask({ method: 'GET', path: `/${bucket}`, query: { versions: '' } })).match(/<Version>/g)?.length ?? 0;
  const objects = async (): Promise<string[]> => {
    const listing = await store.ask({ method: 'GET', path: `/${bucket}` }, production);
    return [...listing.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key ?? '');
  };

  /** A file with keys, and settings that name it, for the user that scripts run as. */
  function settings(name: string, { id, secret }: Credentials): string {
    const { uid, gid } = runner();
    writeFileSync(at(`${name}-keys`), `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`, { mode: 0o600 });
    chownSync(at(`${name}-keys`), uid, gid);
    mkdirSync(at(name));
    chownSync(at(name), uid, gid);
    return `BACKUPPLAN_STATE='${at(name)}/state'\nexport AWS_SHARED_CREDENTIALS_FILE='${at(`${name}-keys`)}' AWS_DEFAULT_REGION=us-east-1\n`;
  }

  before(async () => {
    needProgram('rclone', 'rclone');
    root = await makeRoot('restored');
    server = new Server(root);
    store = await rgw();
    production = await store.user('production');
    bucket = `${path.basename(root)}-vault`.toLowerCase();
    await store.ask({ method: 'PUT', path: `/${bucket}` });
    const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await store.ask({ method: 'PUT', path: `/${bucket}`, query: { versioning: '' }, body: versioning });
    const policy = /```json\n(.*?)```/s.exec(readFileSync('docs/elsewhere.md', 'utf8'))?.[1] ?? '';
    const body = policy.replaceAll('PRODUCTION', 'production').replaceAll('OWNER', 'drill').replaceAll('BUCKET', bucket);
    await store.ask({ method: 'PUT', path: `/${bucket}`, query: { policy: '' }, body });
    generateInto(
      server,
      `plan "Put only" { timezone "Europe/Berlin" } site here { kind datacenter } site there { kind cloud }
       storage vault: s3 { at there; bucket "${bucket}"; endpoint "${store.endpoint}"; account vault-keeper }
       system orders: postgresql { at here; host "${at('sock')}"; user "postgres"; database "orders"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to vault using pg_basebackup; log continuous to vault; keep 1 last; verify checksum daily at 06:00 } }`,
    );
    await server.create(at('out/config/orders/postgresql-archive.conf'));
    writeFileSync(at('env'), settings('production', production));
    writeFileSync(at('env-keeper'), settings('keeper', store.credentials));
    appendFileSync(at('env-keeper'), `BACKUPPLAN_RESTORE='${at('restored')}'\n`);
    keeper = { root, environment: { ...server.environment, BACKUPPLAN_ENV: at('env-keeper') } };
    await mustScript(keeper, 'prepare.sh', 'vault');
    await loadShop(server, 'orders');
  });
  after(() => server.remove());

  it('takes points and log from production, and is pruned by its owner', async () => {
    for (let turn = 0; turn < 2; turn++) await mustScript(server, 'orders/full-vault.sh');
    await mustScript(keeper, 'vault-keeper/orders/prune-vault.sh');
    assert.equal((await mustScript(server, 'orders/restore.sh', '--list')).match(/^vault: \d/gm)?.length, 1);
    await server.query('orders', "insert into orders (customer, total) values ('after the base', 1)");
    wanted = await contents(server, 'orders');
    const segment = await server.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
    for (let turn = 0; turn < 150 && !(await objects()).some((name) => name.includes(segment)); turn++)
      await new Promise((resolve) => setTimeout(resolve, 200));
    await mustScript(server, 'orders/verify-checksum.sh');
    assert.deepEqual(
      journal({ root: at('production'), environment: {} }).filter(({ result }) => result !== 'ok'),
      [],
    );
  });

  it('lets production delete nothing, and change nothing about itself', async () => {
    const [first = ''] = await objects();
    const listing = await store.ask({ method: 'GET', path: `/${bucket}`, query: { versions: '' } });
    const version = /<VersionId>(.*?)<\/VersionId>/.exec(listing)?.[1] ?? '';
    const before = await versions();
    const expire =
      '<LifecycleConfiguration><Rule><ID>x</ID><Prefix></Prefix><Status>Enabled</Status><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration></Rule></LifecycleConfiguration>';
    const suspended = '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>';
    const attempts: readonly Request[] = [
      { method: 'DELETE', path: `/${bucket}/${first}` },
      { method: 'DELETE', path: `/${bucket}/${first}`, query: { versionId: version } },
      { method: 'PUT', path: `/${bucket}`, query: { lifecycle: '' }, body: expire },
      { method: 'PUT', path: `/${bucket}`, query: { versioning: '' }, body: suspended },
      { method: 'PUT', path: `/${bucket}`, query: { policy: '' }, body: '{}' },
      { method: 'DELETE', path: `/${bucket}`, query: { policy: '' } },
      { method: 'DELETE', path: `/${bucket}` },
    ];
    for (const attempt of attempts) await assert.rejects(store.ask(attempt, production), /: 403 /, JSON.stringify(attempt));
    const several = `<Delete><Object><Key>${first}</Key></Object></Delete>`;
    const answer = await store.ask({ method: 'POST', path: `/${bucket}`, query: { delete: '' }, body: several }, production).catch(String);
    assert.match(answer, /AccessDenied/);
    assert.equal(await versions(), before);
  });

  it('gives back to its owner what production has overwritten', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    instant = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const before = await versions();
    const all = await objects();
    for (const key of all) await store.ask({ method: 'PUT', path: `/${bucket}/${key}`, body: 'pay' }, production);
    assert.equal(await versions(), before + all.length);
    assert.notEqual((await script(keeper, 'orders/restore.sh', '--into', at('restored/none'), '--yes')).code, 0);
    await mustScript(keeper, 'orders/recover-versions.sh', 'vault', instant, at('restored/vault'));
    const found: Host = { root, environment: { ...keeper.environment, BACKUPPLAN_RECOVERED: `vault=${at('restored/vault')}` } };
    const into = at('restored/a');
    await mustScript(found, 'orders/restore.sh', '--from', 'vault', '--into', into, '--yes');
    assertSame(await contents(server, 'orders', into), wanted);
    await server.stop(path.join(into, 'server'));
  });
});
