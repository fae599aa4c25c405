import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, run, start } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { attributes, plant } from './tree.ts';

const proved = proofsOf(import.meta);

describe('Files with tar', function () {
  this.timeout(60_000);
  let machine: Machine;
  let source: string;
  const at = (name: string): string => path.join(machine.root, name);
  const points = (storage: string): string[] =>
    readdirSync(at(`${storage}/uploads/points`))
      .filter((name) => !name.startsWith('.'))
      .sort();

  before(async () => {
    needProgram('zstd', 'zstd');
    needProgram('setfattr', 'attr');
    needProgram('setfacl', 'acl');
    machine = await Machine.create('nas', 'usb', 'app/conf');
    source = at(`app/it's $(id) [all]`);
    mkdirSync(source);
    await plant(source);
    mkdirSync(at('app/conf/cache'));
    for (const name of ['one', 'left.tmp', 'cache/left']) writeFileSync(at(`app/conf/${name}`), name);
    generate('');
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
  });
  after(() => machine.remove());

  const generate = (more: string): void =>
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${at('nas')}" } storage usb: removable { at here; path "${at('usb')}" }
       system uploads: files { at here; path ${JSON.stringify(source).replaceAll('$', '\\u{24}')}, "${at('app/conf')}/"${more}
         exclude "*.tmp", "${at('app/conf/cache')}"; size 1 GB; changes 1 GB/day
         backup { full weekly on sunday at 02:00 to nas using tar; incremental daily at 03:00 to nas using tar; copy after full, incremental from nas to usb
                  keep 2 last; verify checksum daily at 04:00; verify restore weekly on monday at 05:00 } }`,
    );

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

  it('have no incremental without a full', async () => {
    const { code, stderr } = await script(machine, 'uploads/incremental-nas.sh');
    assert.equal(code, 1);
    assert.match(stderr, /there is no full on nas .* run the full first/);
  });

  it('come back as they were, to the last attribute', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    await isSource(await restored('full'));
    assert.equal(existsSync(at('app/bp-owned')), false);
  });

  it('come back from a chain with what was deleted, renamed and changed by then', async () => {
    const inSource = (name: string): string => path.join(source, name);
    const full = fingerprint(source);
    rmSync(inSource('empty'));
    renameSync(inSource('deep'), inSource('deeper'));
    appendFileSync(inSource('hole'), 'more');
    await mustScript(machine, 'uploads/incremental-nas.sh');
    rmSync(inSource('deeper/two\nlines'));
    renameSync(inSource('program'), inSource('deeper/program'));
    mkdirSync(inSource('deep'));
    writeFileSync(inSource('deep/new'), 'new');
    await mustScript(machine, 'uploads/incremental-nas.sh');
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    assert.equal(points('nas').length, 3, 'the full is needed by the two that are kept');
    for (const storage of ['nas', 'usb']) await isSource(await restored(storage, '--from', storage));
    for (const job of ['full', 'incremental']) proved('tar', job, 'local', versionOf('files, with GNU tar', 'tar'));
    const first = await restored('first', '--point', points('nas')[0] ?? '');
    assert.equal(fingerprint(path.join(first, source)), full);
    await mustScript(machine, 'uploads/verify-restore.sh');
    await mustScript(machine, 'uploads/verify-checksum.sh');
  });

  it('that change while they are read are told, in the journal too, and are no failure', async () => {
    // Large enough to change while it is read, every time.
    writeFileSync(path.join(source, 'log'), randomBytes(40_000_000));
    const busy = start(
      'timeout',
      ['20', 'bash', '-c', 'while :; do echo more >>"$1"; done', 'bash', path.join(source, 'log')],
      {},
      'tester',
    );
    await mustScript(machine, 'uploads/incremental-nas.sh');
    killAll(busy);
    const { result, warning } = journal(machine).findLast(({ kind }) => kind === 'run') ?? {};
    assert.equal(result, 'ok');
    assert.match(String(warning), /changed while they were read: [1-9]/);
    await restored('busy');
    rmSync(path.join(source, 'log'));
  });

  it('are replaced only when the system is named, and what was there stays', async () => {
    await mustScript(machine, 'uploads/incremental-nas.sh');
    const whole = fingerprint(source);
    await must('bash', ['-c', 'cd -- "$1" && rm -r deeper && echo evil >big && echo new >more', 'bash', source], {}, '', 'tester');
    assert.equal((await script(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'other')).code, 2);
    await mustScript(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'uploads');
    assert.equal(fingerprint(source), whole);
    const damaged = readdirSync(at('app')).filter((name) => name.includes('.damaged-'));
    assert.equal(damaged.length, 2);
    assert.deepEqual(
      readdirSync(at('app')).filter((name) => name.startsWith('.')),
      [],
    );
  });

  it('come back from points that are older than a change of the plan', async () => {
    const before = points('nas').at(-1) ?? '';
    mkdirSync(at('app/added'));
    writeFileSync(at('app/added/file'), 'added');
    generate(`, "${at('app/added')}"`);
    await restored('older', '--point', before);
    await mustScript(machine, 'uploads/incremental-nas.sh');
    assert.deepEqual(readdirSync(path.join(await restored('added'), at('app/added'))), ['file']);
    await mustScript(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'uploads');
    generate('');
    await restored('newer');
  });

  it('fail loudly when a source is gone or empty, or the disk is full, and leave no point', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    const before = points('nas');
    renameSync(at('app/conf'), at('app/elsewhere'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /there is no .*conf/);
    mkdirSync(at('app/conf'));
    assert.match((await script(machine, 'uploads/incremental-nas.sh')).stderr, /conf is empty: is it mounted\?/);
    rmSync(at('app/conf'), { recursive: true });
    renameSync(at('app/elsewhere'), at('app/conf'));
    writeFileSync(path.join(source, 'large'), randomBytes(2_000_000));
    const full = await run(
      'bash',
      ['-c', 'ulimit -f 500; exec "$@"', 'bash', at('out/scripts/uploads/full-nas.sh')],
      machine.environment,
      '',
      'tester',
    );
    assert.equal(full.code, 1);
    assert.deepEqual(points('nas'), before);
  });

  it('keep the last good point when a run is killed', async () => {
    for (const delay of [150, 300, 500, 700, 1000]) {
      writeFileSync(path.join(source, 'killed'), `${delay}`);
      const child = start(at('out/scripts/uploads/full-nas.sh'), [], machine.environment, 'tester');
      await new Promise((resolve) => setTimeout(resolve, delay));
      killAll(child);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      await restored(`killed-${delay}`);
    }
    await mustScript(machine, 'uploads/incremental-nas.sh');
    await isSource(await restored('killed'));
  });

  it('have damage found, and whatever rests on it', async () => {
    const newest = points('nas').at(-1) ?? '';
    const base = points('nas').findLast((name) => name.endsWith('-full')) ?? '';
    await must(
      'dd',
      ['if=/dev/urandom', `of=${at(`nas/uploads/points/${base}/archive.tar.zst`)}`, 'bs=1', 'seek=5000', 'count=8', 'conv=notrunc'],
      {},
      '',
      'tester',
    );
    const { code, stderr } = await script(machine, 'uploads/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${base} on nas .* is DAMAGED`));
    assert.doesNotMatch(await mustScript(machine, 'uploads/restore.sh', '--list'), new RegExp(`nas: ${newest}`));
  });
});
