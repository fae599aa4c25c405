import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, type Outcome, run } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { quickKeys } from './quick-keys.ts';
import { Shims } from './shims.ts';
import { attributes, plant } from './tree.ts';

const secret = 'hunter2 "with $(quotes)';

const proved = proofsOf(import.meta);

describe('Files with restic', function () {
  this.timeout(120_000);
  let machine: Machine;
  let source: string;
  const at = (name: string): string => path.join(machine.root, name);

  before(async () => {
    needProgram('restic', 'restic');
    needProgram('setfattr', 'attr');
    needProgram('setfacl', 'acl');
    machine = await Machine.create('nas', 'usb', 'app');
    quickKeys(machine);
    source = at(`app/it's $(id) [all]`);
    mkdirSync(source);
    await plant(source);
    mkdirSync(at('app/conf'));
    writeFileSync(at('app/conf/one'), 'one');
    writeFileSync(at('app/conf/left.tmp'), 'left out');
    writeFileSync(at('password'), secret, { mode: 0o600 });
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
       storage nas: disk { at here; path "${at('nas')}" } storage usb: removable { at here; path "${at('usb')}"; encrypted with vault-key }
       system uploads: files { at here; path ${JSON.stringify(source).replaceAll('$', '\\u{24}')}, "${at('app/conf')}/"; exclude "*.tmp"; size 1 GB; changes 1 GB/day
         credentials from "${at('password')}"
         backup { full daily at 02:00 to nas using restic; copy after full from nas to usb; keep 2 last
                  verify checksum daily at 04:00; verify restore weekly on monday at 05:00 expect "select 1" } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
  });
  after(() => machine.remove());

  const snapshots = async (storage: string): Promise<string[]> => {
    const said = await mustScript(machine, 'uploads/restore.sh', '--list');
    return said
      .split('\n')
      .flatMap((line) => /^(\w+): (\S+-full) /.exec(line)?.slice(1) ?? [])
      .join(' ')
      .split(storage)
      .slice(1)
      .map((part) => part.trim().split(' ')[0] ?? '');
  };

  it('are not written anywhere before a repository was made', async () => {
    const { code, stderr } = await script(machine, 'uploads/full-nas.sh');
    assert.equal(code, 1);
    assert.match(stderr, /has no repository .* run init\.sh nas/);
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'uploads/init.sh', storage);
    assert.match(await mustScript(machine, 'uploads/init.sh', 'nas'), /is there already/);
  });

  it('are refused a password that others can read', async () => {
    chmodSync(at('password'), 0o644);
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /others can read/);
    chmodSync(at('password'), 0o600);
  });

  it('come back from the copy as they were, to the last attribute', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    const into = at('restored/a');
    const said = await mustScript(machine, 'uploads/restore.sh', '--from', 'usb', '--into', into, '--yes');
    assert.match(said, /checked: \d+ entries, each as the snapshot lists it/);
    assert.equal(fingerprint(path.join(into, source)), fingerprint(source));
    proved('restic', 'full', 'local', versionOf('files, with restic', 'restic', 'version'));
    assert.equal(await attributes(path.join(into, source)), await attributes(source));
    assert.deepEqual(readdirSync(path.join(into, at('app/conf'))), ['one']);
    assert.equal(lstatSync(path.join(into, source, 'deep/hard')).ino, lstatSync(path.join(into, source, 'big')).ino);
    assert.equal(existsSync(at('app/bp-owned')), false);
    const { result, bytes } = journal(machine).at(-1) ?? {};
    assert.deepEqual([result, Number(bytes) > 20_000_000], ['ok', true]);
  });

  it('are tested by a restore, and read in whole', async () => {
    await mustScript(machine, 'uploads/verify-restore.sh');
    await mustScript(machine, 'uploads/verify-checksum.sh');
    assert.deepEqual(
      readdirSync(at('state')).filter((name) => name.startsWith('.scratch')),
      [],
    );
  });

  it('are replaced only when the system is named, and what was there stays', async () => {
    const whole = fingerprint(source);
    await must('bash', ['-c', 'cd -- "$1" && rm -r deep && echo evil >big && echo new >more', 'bash', source], {}, '', 'tester');
    assert.equal((await script(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'other')).code, 2);
    await mustScript(machine, 'uploads/restore.sh', '--in-place', '--i-understand', 'uploads');
    assert.equal(fingerprint(source), whole);
    assert.deepEqual(
      readdirSync(at('app'))
        .map((name) => name.replace(/\d{8}T\d{6}Z/, 'STAMP'))
        .sort(),
      ['conf', 'conf.damaged-STAMP', path.basename(source), `${path.basename(source)}.damaged-STAMP`].sort(),
    );
    const damaged = readdirSync(at('app')).find((name) => name.startsWith(`${path.basename(source)}.damaged-`)) ?? '';
    assert.ok(existsSync(path.join(at('app'), damaged, 'more')));
  });

  it('are pruned by the rules of the plan, on each storage', async () => {
    for (const turn of ['one', 'two']) {
      writeFileSync(path.join(source, 'turn'), turn);
      await mustScript(machine, 'uploads/full-nas.sh');
    }
    assert.equal((await snapshots('nas')).length, 2);
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    assert.deepEqual(await snapshots('usb'), await snapshots('nas'));
    // What the target has pruned does not come back.
    assert.doesNotMatch(await mustScript(machine, 'uploads/copy-nas-usb.sh'), /copying/);
  });

  it('fail loudly when a source is gone or empty, the storage is not mounted or a file cannot be read', async () => {
    const before = await snapshots('nas');
    renameSync(at('app/conf'), at('app/elsewhere'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /there is no .*conf/);
    mkdirSync(at('app/conf'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /conf is empty: is it mounted\?/);
    rmSync(at('app/conf'), { recursive: true });
    renameSync(at('app/elsewhere'), at('app/conf'));
    renameSync(at('nas'), at('gone'));
    mkdirSync(at('nas'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /storage nas is not there/);
    rmSync(at('nas'), { recursive: true });
    renameSync(at('gone'), at('nas'));
    assert.deepEqual(await snapshots('nas'), before);
    assert.equal(journal(machine).at(-1)?.result, 'failed');
  });

  it('may vanish while they are read, which is told, but not be unreadable', async () => {
    // As restic says it and ends: root can read everything, so nothing here is unreadable to it.
    const shims = await Shims.before(machine);
    await shims.put('restic', `real "$@" || exit\n[[ " $* " != *' backup '* ]] || { cat '${at('shims/said')}' >&2; exit 3; }`);
    const unread = (item: string): void =>
      writeFileSync(at('shims/said'), `${JSON.stringify({ message_type: 'error', during: 'archival', item })}\nWarning: at least one\n`);
    const full = (): Promise<Outcome> => script(machine, 'uploads/full-nas.sh');
    unread(path.join(source, 'gone "for\ngood"'));
    assert.equal((await full()).code, 0);
    const told = journal(machine).findLast(({ kind }) => kind === 'run');
    assert.equal(told?.warning, '1 files vanished while they were read');
    const before = await snapshots('nas');
    unread(path.join(source, 'deep/two\nlines'));
    const { code, stderr } = await full();
    assert.equal(code, 1);
    assert.match(stderr, /two\nlines could not be read/);
    await shims.remove('restic');
    assert.deepEqual(await snapshots('nas'), before);
  });

  it('do not count as backed up on a full disk', async () => {
    const before = await snapshots('nas');
    writeFileSync(path.join(source, 'large'), randomBytes(8_000_000));
    const { code } = await run(
      'bash',
      ['-c', 'ulimit -f 2000; exec "$@"', 'bash', at('out/scripts/uploads/full-nas.sh')],
      machine.environment,
      '',
      'tester',
    );
    assert.equal(code, 1);
    assert.deepEqual(await snapshots('nas'), before);
    await mustScript(machine, 'uploads/full-nas.sh');
  });

  it('come from the copy when the first storage is lost, and a new one takes the old parts', async () => {
    await mustScript(machine, 'uploads/copy-nas-usb.sh');
    rmSync(at('nas/uploads'), { recursive: true });
    await mustScript(machine, 'uploads/restore.sh', '--into', at('restored/lost'), '--yes');
    assert.equal(fingerprint(path.join(at('restored/lost'), source)), fingerprint(source));
    await mustScript(machine, 'uploads/init.sh', 'nas');
    await mustScript(machine, 'uploads/full-nas.sh');
  });

  it('have damage found, whose points are told and not restored from', async () => {
    const packs = await must('bash', ['-c', 'find "$1" -type f -size +100k | head -n 1', 'bash', at('nas/uploads/data')], {}, '', 'tester');
    chmodSync(packs.trim(), 0o600);
    await must('dd', ['if=/dev/urandom', `of=${packs.trim()}`, 'bs=1', 'seek=1000', 'count=64', 'conv=notrunc'], {}, '', 'tester');
    const { code, stderr } = await script(machine, 'uploads/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /-full on nas .* is DAMAGED/);
    assert.deepEqual(await snapshots('nas'), []);
    assert.match(await mustScript(machine, 'uploads/restore.sh', '--dry-run', '--into', at('restored/x')), /from usb/);
  });

  it('leave the password in no argument, file or journal', async () => {
    const found = await run('grep', ['-rlF', 'hunter2', at('state'), at('out'), at('nas'), at('usb')], {}, '', 'tester');
    assert.equal(found.stdout, '');
  });
});
