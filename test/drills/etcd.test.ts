import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { killAll, must, run, runner, start } from './commands.ts';
import { generateInto, type Host, journal, mustScript, script } from './generated.ts';
import { needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { makeRoot } from './server.ts';

const hostile = `--a'; $(touch bp-owned) "x" %d \n ü`;

/** A port of the loopback that nobody uses now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const proved = proofsOf(import.meta);

describe('etcd clusters', function () {
  this.timeout(60_000);
  let host: Host;
  let root = '';
  let port = 0;
  let peer = 0;
  let child: ReturnType<typeof start> | undefined;
  const into = (name: string): string => path.join(root, 'restored', name);
  const points = (): string[] => readdirSync(path.join(root, 'nas/cluster/points')).sort();
  const tls = (): string[] => [`--cacert=${root}/tls.pem`, `--cert=${root}/tls.pem`, `--key=${root}/tls.key`];
  const live = (...args: readonly string[]): Promise<string> =>
    must('etcdctl', [`--endpoints=https://127.0.0.1:${port}`, ...tls(), ...args], { ETCDCTL_API: '3' });
  const restored = (folder: string, ...args: readonly string[]): Promise<string> =>
    must('sh', ['-c', 'cd "$1"; shift; exec etcdctl --endpoints=unix://localhost:2379 "$@"', 'sh', folder, ...args], { ETCDCTL_API: '3' });
  const everything = ['get', '', '--prefix', '-w', 'json'];
  const pairs = (text: string): unknown => JSON.parse(text).kvs;
  const serve = async (): Promise<void> => {
    child = start('etcd', [
      ...['--name', 'one', '--data-dir', `${root}/data/etcd`],
      ...['--listen-client-urls', `https://127.0.0.1:${port}`, '--advertise-client-urls', `https://127.0.0.1:${port}`],
      ...['--listen-peer-urls', `http://127.0.0.1:${peer}`, '--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`],
      ...['--initial-cluster', `one=http://127.0.0.1:${peer}`, '--cert-file', `${root}/tls.pem`, '--key-file', `${root}/tls.key`],
      ...['--client-cert-auth', '--trusted-ca-file', `${root}/tls.pem`],
    ]);
    for (let turn = 0; turn < 100; turn++) {
      if ((await live('endpoint', 'health').catch(() => undefined)) !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('etcd does not start');
  };

  before(async () => {
    needProgram('etcd', 'etcd-server');
    needProgram('etcdctl', 'etcd-client');
    root = await makeRoot('nas', 'usb', 'state', 'restored', 'data');
    host = { root, environment: { BACKUPPLAN_ENV: path.join(root, 'env') } };
    port = await freePort();
    peer = await freePort();
    writeFileSync(
      path.join(root, 'env'),
      `BACKUPPLAN_STATE='${root}/state'\nBACKUPPLAN_ETCD_NAME=one\nBACKUPPLAN_ETCD_PEER_URL=http://127.0.0.1:${peer}\n`,
    );
    await must('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', '-subj', '/CN=etcd'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', `${root}/tls.key`, '-out', `${root}/tls.pem`],
    ]);
    writeFileSync(
      path.join(root, 'etcd.credentials'),
      `# of the drill\nETCDCTL_CACERT=${root}/tls.pem\nETCDCTL_CERT=${root}/tls.pem\nETCDCTL_KEY=${root}/tls.key\n`,
      { mode: 0o600 },
    );
    const { uid, gid } = runner();
    await chown(path.join(root, 'etcd.credentials'), uid, gid);
    generateInto(
      host,
      `plan "Cluster" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${root}/nas" } storage usb: removable { at here; path "${root}/usb" }
       system cluster: etcd { at here; host "127.0.0.1"; port ${port}; credentials from "${root}/etcd.credentials"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas; copy after full from nas to usb; keep 2 last
                  verify restore weekly on monday at 05:00 expect "word" } }`,
    );
    await serve();
    for (const storage of ['nas', 'usb']) await mustScript(host, 'prepare.sh', storage);
    await live('put', 'word', 'value');
    for (let key = 0; key < 50; key++) await live('put', `/registry/${key}`, 'x'.repeat(1000));
    await live('put', '--', hostile, hostile);
    await live('del', '/registry/7');
    await mustScript(host, 'cluster/full-nas.sh');
    await mustScript(host, 'cluster/copy-nas-usb.sh');
  });
  after(async () => {
    if (child !== undefined) killAll(child);
    await must('rm', ['-rf', root], {}, '', 'tester');
  });

  it('come back key by key, with their revisions, from the copy too', async () => {
    const wanted = pairs(await live(...everything));
    for (const storage of ['nas', 'usb']) {
      const said = await mustScript(host, 'cluster/restore.sh', '--from', storage, '--into', into(storage), '--yes');
      assert.match(said, /checked: 51 keys at revision 54/);
      assert.deepEqual(pairs(await restored(into(storage), ...everything)), wanted);
      proved('etcdctl', 'full', 'local', versionOf('etcd', 'etcd'));
      await must('sh', ['-c', `kill "$(cat '${into(storage)}/server.pid')"`]);
    }
    await mustScript(host, 'cluster/verify-restore.sh');
    assert.equal(journal(host).at(-1)?.result, 'ok');
  });

  it('are replaced when they have been stopped, as the member that they were', async () => {
    const wanted = pairs(await live(...everything));
    await live('del', '', '--prefix');
    const call = ['--in-place', '--i-understand', 'cluster', '--data-directory', path.join(root, 'data/etcd')];
    assert.equal((await script(host, 'cluster/restore.sh', '--in-place', '--i-understand', 'cluster')).code, 2);
    assert.match((await script(host, 'cluster/restore.sh', ...call)).stderr, /a member is running in/);
    if (child !== undefined) killAll(child);
    assert.match(await mustScript(host, 'cluster/restore.sh', ...call), /etcd is replaced; the old one is .*etcd\.damaged-/);
    await serve();
    assert.deepEqual(pairs(await live(...everything)), wanted);
  });

  it('leave no point when the disk is full, the member is gone, or others can read the credentials', async () => {
    const before = points();
    const full = path.join(root, 'out/scripts/cluster/full-nas.sh');
    assert.equal((await run('bash', ['-c', `ulimit -f 20; exec '${full}'`], host.environment)).code, 1);
    assert.equal(journal(host).at(-1)?.stage, 'snapshot');
    await must('chmod', ['644', `${root}/etcd.credentials`]);
    assert.match((await script(host, 'cluster/full-nas.sh')).stderr, /can be read by others/);
    await must('chmod', ['600', `${root}/etcd.credentials`]);
    if (child !== undefined) killAll(child);
    assert.match((await script(host, 'cluster/full-nas.sh')).stderr, /does not answer/);
    assert.deepEqual(points(), before);
    await serve();
  });

  it('have one damaged byte found', async () => {
    const newest = path.join(root, 'nas/cluster/points', points().at(-1) ?? '');
    await must('bash', ['-c', `printf X | dd of='${newest}/snapshot.db' bs=1 seek=20000 conv=notrunc`]);
    const { code, stderr } = await script(host, 'cluster/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /is DAMAGED/);
    await mkdir(into('none'), { recursive: true });
    assert.match((await script(host, 'cluster/restore.sh', '--from', 'nas', '--into', into('none'), '--yes')).stderr, /no good point fits/);
  });
});
