import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, type Outcome, run, start } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { fingerprint, Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';
import { attributes, plant } from './tree.ts';

const secret = 'hunter2 "with $(quotes)';

const proved = proofsOf(import.meta);

describe('Files with Borg', function () {
  this.timeout(240_000);
  let machine: Machine;
  let source: string;
  const at = (name: string): string => path.join(machine.root, name);
  const inSource = (name: string): string => path.join(source, name);

  before(async () => {
    needProgram('borg', 'borgbackup');
    needProgram('setfattr', 'attr');
    needProgram('setfacl', 'acl');
    machine = await Machine.create(`na's $(id)`, 'usb', 'app');
    source = at(`app/it's $(id) [all] {now}`);
    mkdirSync(source);
    await plant(source);
    // A time that is rounded up to the next second, and a name that is no text.
    await must('touch', ['-d', '@1700000000.9999999', inSource('deep/late')], {}, '', 'tester');
    const odd = `mkdir "$1" && printf x >"$1"/$'no\\xfftext' && printf y >"$1/ü"`;
    await must('bash', ['-c', odd, 'bash', at('app/odd')], {}, '', 'tester');
    mkdirSync(at('app/conf/cache'), { recursive: true });
    for (const name of ['one', 'left.tmp', 'cache/left', 'we[i]rd']) writeFileSync(at(`app/conf/${name}`), name);
    writeFileSync(at('password'), secret, { mode: 0o600 });
    const text = (name: string): string => JSON.stringify(name).replaceAll('$', '\\u{24}');
    generateInto(
      machine,
      `plan "Files" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
       storage nas: disk { at here; path ${text(at(`na's $(id)`))} } storage usb: removable { at here; path "${at('usb')}"; encrypted with vault-key }
       system uploads: files { at here; path ${text(source)}, "${at('app/conf')}/"; exclude "*.tmp", "${at('app/conf/cache')}", "we\\\\[i\\\\]rd"; size 1 GB; changes 1 GB/day
         credentials from "${at('password')}"
         backup { full daily at 02:00 to nas using borg; full daily at 03:00 to usb using borg; keep 2 last
                  verify checksum daily at 04:00; verify restore weekly on monday at 05:00 } }
       system open: files { at here; path "${at('app/odd')}"; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to nas using borg; keep 1 last } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
  });
  after(() => machine.remove());

  const points = async (storage: string): Promise<string[]> =>
    (await mustScript(machine, 'uploads/restore.sh', '--list'))
      .split('\n')
      .flatMap((line) => new RegExp(`^${storage}: (\\S+-full) `).exec(line)?.[1] ?? []);
  const restored = async (name: string, ...options: readonly string[]): Promise<string> => {
    const into = at(`restored/${name}`);
    const said = await mustScript(machine, 'uploads/restore.sh', '--into', into, '--yes', ...options);
    assert.match(said, /checked: \d+ entries, each as the archive lists it/);
    return into;
  };
  const isSource = (into: string): void => assert.equal(fingerprint(path.join(into, source)), fingerprint(source));

  it('are not written anywhere before a repository was made', async () => {
    const { code, stderr } = await script(machine, 'uploads/full-nas.sh');
    assert.equal(code, 1);
    assert.match(stderr, /has no repository .* run init\.sh nas/);
    assert.match((await script(machine, 'uploads/init.sh', 'usb')).stderr, /is made\. Without its password/);
    assert.match(await mustScript(machine, 'uploads/init.sh', 'nas'), /is made\. Without its password/);
    assert.match(await mustScript(machine, 'uploads/init.sh', 'nas'), /is there already/);
    assert.match(await mustScript(machine, 'open/init.sh', 'nas'), /is made, and is not encrypted/);
    chmodSync(at('password'), 0o644);
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /others can read/);
    chmodSync(at('password'), 0o600);
  });

  it('come back as they were, to the last attribute', async () => {
    await mustScript(machine, 'uploads/full-nas.sh');
    const into = await restored('a');
    isSource(into);
    assert.equal(await attributes(path.join(into, source)), await attributes(source));
    assert.deepEqual(readdirSync(path.join(into, at('app/conf'))), ['one']);
    assert.equal(lstatSync(path.join(into, source, 'deep/hard')).ino, lstatSync(path.join(into, source, 'big')).ino);
    // Only parts of Borg's own size that are all hole, 8 MiB, come back as holes.
    assert.ok(lstatSync(path.join(into, source, 'hole')).blocks * 512 < 15_000_000);
    proved('borg', 'full', 'local', versionOf('files, with Borg', 'borg'));
    assert.equal(existsSync(at('app/bp-owned')), false);
    const { result, bytes } = journal(machine).at(-1) ?? {};
    assert.deepEqual([result, Number(bytes) > 20_000_000], ['ok', true]);
  });

  it('come back from a repository that is not encrypted, on a machine that has not seen it', async () => {
    await mustScript(machine, 'open/full-nas.sh');
    rmSync(at('state/borg'), { recursive: true });
    await mustScript(machine, 'open/restore.sh', '--into', at('restored/open'), '--yes');
    await must('diff', ['-r', at('app/odd'), path.join(at('restored/open'), at('app/odd'))], {}, '', 'tester');
    await restored('new machine');
  });

  it('are tested by a restore, and read in whole', async () => {
    await mustScript(machine, 'uploads/full-usb.sh');
    await mustScript(machine, 'uploads/verify-restore.sh');
    assert.match(await mustScript(machine, 'uploads/verify-checksum.sh'), /2 points are as they were written/);
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
    const damaged = readdirSync(at('app')).filter((name) => name.includes('.damaged-'));
    assert.equal(damaged.length, 2);
    assert.ok(damaged.some((name) => existsSync(path.join(at('app'), name, 'more'))));
  });

  it('are pruned by the rules of the plan, on each storage', async () => {
    for (const turn of ['one', 'two']) {
      writeFileSync(inSource('turn'), turn);
      writeFileSync(inSource(`deep/${turn} ü`), turn);
      await mustScript(machine, 'uploads/full-nas.sh');
    }
    assert.deepEqual([(await points('nas')).length, (await points('usb')).length], [2, 1]);
    isSource(await restored('pruned', '--from', 'nas'));
  });

  it('are read back when they were written, so that what a disk loses at once is no point', async () => {
    const before = await points('nas');
    // As if the disk had kept something else: the newest segment with contents, while it is read.
    mkdirSync(at('shims'));
    writeFileSync(
      at('shims/borg'),
      `#!/bin/bash
if [[ $1 == extract ]]; then
  newest=$(find ${`'${at(`na's $(id)`).replaceAll("'", String.raw`'\''`)}'`}/uploads/data -type f -size +1000k -printf '%T@ %p\\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  printf XXXXXXXX | dd of="$newest" bs=1 seek=500000 conv=notrunc status=none
fi
exec /usr/bin/borg "$@"
`,
      { mode: 0o755 },
    );
    writeFileSync(inSource('fresh'), randomBytes(2_000_000));
    const { code, stderr } = await withShims();
    assert.equal(code, 1);
    assert.match(stderr, /FAILED: what was written to nas does not read back/);
    rmSync(at('shims/borg'));
    assert.deepEqual(await points('nas'), before);
    rmSync(at(`na's $(id)/uploads`), { recursive: true });
    await mustScript(machine, 'uploads/init.sh', 'nas');
    await mustScript(machine, 'uploads/full-nas.sh');
  });

  const withShims = (): Promise<Outcome> =>
    run(
      at('out/scripts/uploads/full-nas.sh'),
      [],
      { ...machine.environment, PATH: `${at('shims')}:/usr/local/bin:/usr/bin:/bin` },
      '',
      'tester',
    );

  it('may vanish or change while they are read, which is told, but not be unreadable', async () => {
    // As Borg says it and ends: root can read everything, so nothing here is unreadable to it.
    writeFileSync(
      at('shims/borg'),
      `#!/bin/bash\n/usr/bin/borg "$@" || exit\n[[ $1 != create ]] || { cat '${at('shims/said')}' >&2; exit 1; }\n`,
      { mode: 0o755 },
    );
    const say = (status: string, file: string): void =>
      writeFileSync(
        at('shims/said'),
        `{"type": "file_status", "status": "${status}", "path": ${JSON.stringify(file).replaceAll('ü', '\\u00fc')}}\n`,
      );
    say('E', inSource('gone ü "for good'));
    assert.equal((await withShims()).code, 0);
    const warning = (): unknown => journal(machine).findLast(({ kind }) => kind === 'run')?.warning;
    assert.equal(warning(), '1 files vanished while they were read');
    say('C', inSource('big'));
    assert.equal((await withShims()).code, 0);
    assert.equal(warning(), '1 files changed while they were read');
    const before = await points('nas');
    for (const name of ['deep/two ü', 'deep/two\nlines']) {
      say('E', inSource(name));
      const { code, stderr } = await withShims();
      assert.equal(code, 1);
      assert.match(stderr, /could not be read/);
    }
    assert.deepEqual(await points('nas'), before);
    rmSync(at('shims/borg'));
  });

  it('fail loudly when a source is gone or empty, the storage is not mounted or the disk is full', async () => {
    const before = await points('nas');
    renameSync(at('app/conf'), at('app/elsewhere'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /there is no .*conf/);
    mkdirSync(at('app/conf'));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /conf is empty: is it mounted\?/);
    rmSync(at('app/conf'), { recursive: true });
    renameSync(at('app/elsewhere'), at('app/conf'));
    renameSync(at(`na's $(id)`), at('gone'));
    mkdirSync(at(`na's $(id)`));
    assert.match((await script(machine, 'uploads/full-nas.sh')).stderr, /storage nas is not there/);
    rmSync(at(`na's $(id)`), { recursive: true });
    renameSync(at('gone'), at(`na's $(id)`));
    writeFileSync(inSource('large'), randomBytes(8_000_000));
    const full = await run(
      'bash',
      ['-c', 'ulimit -f 2000; exec "$@"', 'bash', at('out/scripts/uploads/full-nas.sh')],
      machine.environment,
      '',
      'tester',
    );
    assert.equal(full.code, 1);
    assert.equal(journal(machine).at(-1)?.result, 'failed');
    assert.deepEqual(await points('nas'), before);
    await mustScript(machine, 'uploads/full-nas.sh');
    isSource(await restored('after full disk', '--from', 'nas'));
  });

  it('keep the last good point when a run is killed', async () => {
    for (const delay of [400, 1200, 2400]) {
      writeFileSync(inSource('killed'), randomBytes(1_000_000));
      const child = start(at('out/scripts/uploads/full-nas.sh'), [], machine.environment, 'tester');
      await new Promise((resolve) => setTimeout(resolve, delay));
      killAll(child);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      assert.match(await mustScript(machine, 'uploads/restore.sh', '--dry-run', '--from', 'nas'), /from nas, point/);
    }
    const check = start(at('out/scripts/uploads/verify-checksum.sh'), [], machine.environment, 'tester');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    killAll(check);
    if (check.exitCode === null && check.signalCode === null) await once(check, 'close');
    await mustScript(machine, 'uploads/full-nas.sh');
    isSource(await restored('killed', '--from', 'nas'));
  });

  it('come from the other storage when the first is lost, and damage is found and not restored from', async () => {
    await mustScript(machine, 'uploads/full-usb.sh');
    const damage = 'find "$1" -type f -size +1000k -exec dd if=/dev/urandom of={} bs=1 seek=500000 count=64 conv=notrunc ";"';
    await must('bash', ['-c', damage, 'bash', at(`na's $(id)/uploads/data`)], {}, '', 'tester');
    const { code, stderr } = await script(machine, 'uploads/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, /-full on nas .* is DAMAGED/);
    assert.deepEqual(await points('nas'), []);
    isSource(await restored('damaged'));
    rmSync(at(`na's $(id)`), { recursive: true });
    isSource(await restored('lost'));
  });

  it('leave the password in no argument, file or journal', async () => {
    const found = await run('grep', ['-rlF', 'hunter2', at('state'), at('out'), at('usb')], {}, '', 'tester');
    assert.equal(found.stdout, '');
  });
});
