import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, run, start } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { attributes, plant } from './tree.ts';

const proved = proofsOf(import.meta);

describe('Files with rsync', function () {
  this.timeout(120_000);
  let machine: Machine;
  let source: string;
  const at = (name: string): string => path.join(machine.root, name);
  const inSource = (name: string): string => path.join(source, name);
  const points = (storage: string): string[] =>
    readdirSync(at(`${storage}/uploads/points`))
      .filter((name) => !name.startsWith('.'))
      .sort();
  const inPoint = (point: string, name: string, storage = 'nas'): string =>
    path.join(at(`${storage}/uploads/points`), point, 'tree', source, name);

  before(async () => {
    needProgram('rsync', 'rsync');
    needProgram('zstd', 'zstd');
    needProgram('setfattr', 'attr');
    needProgram('setfacl', 'acl');
    machine = await Machine.create('nas', 'usb', 'app/conf');
    source = at(`app/it's $(id) [all]`);
    mkdirSync(source);
    await plant(source);
    mkdirSync(at('app/conf/cache'));
    for (const name of ['one', 'left.tmp', 'cache/left']) writeFileSync(at(`app/conf/${name}`), name);
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${at('nas')}" } storage usb: removable { at here; path "${at('usb')}" }
       system uploads: files { at here; path ${JSON.stringify(source).replaceAll('$', '\\u{24}')}, "${at('app/conf')}/"
         exclude "*.tmp", "${at('app/conf/cache')}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using rsync; copy after full from nas to usb; keep 2 last
                  verify checksum daily at 04:00; verify restore weekly on monday at 05:00 } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
  });
  after(() => machine.remove());

  const restored = async (name: string, ...options: readonly string[]): Promise<string> => {
    const into = at(`restored/${name}`);
    const said = await mustScript(machine, 'uploads/restore.sh', '--into', into, '--yes', ...options);
    assert.match(said, /checked: \d+ entries, \d+ of them changing, each as the point lists it/);
    return into;
  };
  const isSource = async (into: string): Promise<void> => {
    assert.equal(fingerprint(path.join(into, source)), fingerprint(source));
    assert.equal(await attributes(path.join(into, source)), await attributes(source));
    assert.deepEqual(readdirSync(path.join(into, at('app/conf'))), ['one']);
  };

  it('come back as they were, to the last attribute', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    const into = await restored('full');
    await isSource(into);
    assert.equal(lstatSync(path.join(into, source, 'deep/hard')).ino, lstatSync(path.join(into, source, 'big')).ino);
    assert.ok(lstatSync(path.join(into, source, 'hole')).blocks < 1000);
    proved('rsync', 'full', 'local', versionOf('files, with rsync', 'rsync'));
    assert.equal(existsSync(at('app/bp-owned')), false);
  });

  it('take the room of what is new alone, and are whole without the point before', async () => {
    rmSync(inSource('empty'));
    renameSync(inSource('deep'), inSource('deeper'));
    writeFileSync(inSource('new'), 'new');
    await mustScript(machine, 'uploads/full-nas.sh');
    const [first = '', second = ''] = points('nas');
    assert.equal(lstatSync(inPoint(first, 'hole')).ino, lstatSync(inPoint(second, 'hole')).ino);
    assert.match(readFileSync(path.join(at('nas/uploads/points'), second, 'manifest.json'), 'utf8'), /"added": \d{1,6},/);
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    const copies = points('usb');
    assert.equal(lstatSync(inPoint(copies[0] ?? '', 'hole', 'usb')).ino, lstatSync(inPoint(copies[1] ?? '', 'hole', 'usb')).ino);
    await mustScript(machine, 'uploads/full-nas.sh');
    assert.equal(points('nas').length, 2);
    for (const storage of ['nas', 'usb']) await isSource(await restored(storage, '--from', storage));
    await mustScript(machine, 'uploads/verify-restore.sh');
    assert.match(await mustScript(machine, 'uploads/verify-checksum.sh'), /4 points are as they were written/);
    assert.deepEqual(
      readdirSync(at('state')).filter((name) => name.startsWith('.scratch')),
      [],
    );
  });

  it('are told apart where only their contents differ, here and in the copy', async () => {
    const { atime, mtime } = lstatSync(inSource('new'));
    writeFileSync(inSource('new'), 'NEW');
    utimesSync(inSource('new'), atime, mtime);
    await must('touch', ['-r', inSource('big'), inSource('new')], {}, '', 'tester');
    await mustScript(machine, 'uploads/full-nas.sh');
    writeFileSync(inSource('new'), 'neW');
    await must('touch', ['-r', inSource('big'), inSource('new')], {}, '', 'tester');
    await mustScript(machine, 'uploads/full-nas.sh');
    assert.deepEqual(
      points('nas').map((point) => readFileSync(inPoint(point, 'new'), 'utf8')),
      ['NEW', 'neW'],
    );
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    assert.deepEqual(
      points('usb').map((point) => readFileSync(inPoint(point, 'new', 'usb'), 'utf8')),
      ['NEW', 'neW'],
    );
  });

  it('that change while they are read are told apart, and are no failure', async () => {
    writeFileSync(inSource('log'), randomBytes(40_000_000));
    const busy = start('timeout', ['20', 'bash', '-c', 'while :; do echo more >>"$1"; done', 'bash', inSource('log')], {}, 'tester');
    await mustScript(machine, 'uploads/full-nas.sh');
    killAll(busy);
    assert.equal(journal(machine).findLast(({ kind }) => kind === 'run')?.result, 'ok');
    await restored('busy');
    rmSync(inSource('log'));
  });

  it('are replaced only when the system is named, and what was there stays', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    const whole = fingerprint(source);
    await must('bash', ['-c', 'cd -- "$1" && rm -r deeper && echo evil >big && echo new >more', 'bash', source], {}, '', 'tester');
    assert.equal((await script(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'other')).code, 2);
    await mustScript(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'uploads');
    assert.equal(fingerprint(source), whole);
    assert.equal(readdirSync(at('app')).filter((name) => name.includes('.damaged-')).length, 2);
  });

  it('fail loudly when a source is gone or empty, the storage is not mounted or the disk is full, and leave no point', async () => {
    const before = points('nas');
    renameSync(at('app/conf'), at('app/elsewhere'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /there is no .*conf/);
    mkdirSync(at('app/conf'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /conf is empty: is it mounted\?/);
    rmSync(at('app/conf'), { recursive: true });
    renameSync(at('app/elsewhere'), at('app/conf'));
    writeFileSync(inSource('large'), randomBytes(2_000_000));
    const full = await run(
      'bash',
      ['-c', 'ulimit -f 500; exec "$@"', 'bash', at('out/scripts/uploads/full-nas.sh')],
      machine.environment,
      '',
      'tester',
    );
    assert.equal(full.code, 1);
    assert.deepEqual(points('nas'), before);
    assert.equal(journal(machine).at(-1)?.result, 'failed');
    renameSync(at('nas'), at('gone'));
    mkdirSync(at('nas'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /storage nas is not there/);
    rmSync(at('nas'), { recursive: true });
    renameSync(at('gone'), at('nas'));
  });

  it('keep the last good point when a run is killed', async () => {
    for (const delay of [150, 300, 500, 700, 1000]) {
      writeFileSync(inSource('killed'), `${delay}`);
      const child = start(at('out/scripts/uploads/full-nas.sh'), [], machine.environment, 'tester');
      await new Promise((resolve) => setTimeout(resolve, delay));
      killAll(child);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      await restored(`killed-${delay}`);
    }
    await mustScript(machine, 'uploads/full-nas.sh');
    await isSource(await restored('killed'));
  });

  it('have damage found, in every point that shares it', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    const [, newest = ''] = points('nas');
    await must('dd', ['if=/dev/urandom', `of=${inPoint(newest, 'big')}`, 'bs=1', 'seek=5000', 'count=8', 'conv=notrunc'], {}, '', 'tester');
    const { code, stderr } = await script(machine, 'uploads/verify-checksum.sh');
    assert.equal(code, 1);
    for (const point of points('nas')) assert.match(stderr, new RegExp(`${point} on nas .* is DAMAGED`));
    // What comes next shares nothing with it.
    await mustScript(machine, 'uploads/full-nas.sh');
    await isSource(await restored('after damage', '--from', 'nas'));
    rmSync(at('nas'), { recursive: true });
    await restored('lost');
  });
});
