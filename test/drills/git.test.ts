import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, run } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { Machine, needProgram, versionOf } from './machine.ts';
import { proofsOf } from './proof.ts';

/** Quotes of all sorts, a command and a percent sign: all of it only a name. */
const hostile = `-o'r "$(touch bp-owned)" %d`;

const proved = proofsOf(import.meta);

describe('Git repositories', function () {
  this.timeout(60_000);
  let machine: Machine;
  const at = (name: string): string => path.join(machine.root, 'app', name);
  const into = (name: string): string => path.join(machine.root, 'restored', name);
  const points = (): string[] => readdirSync(path.join(machine.root, 'nas/code/points')).sort();
  const git = (folder: string, ...args: readonly string[]): Promise<string> =>
    must('git', ['-c', 'user.name=x', '-c', 'user.email=x@y.example', '-c', 'safe.directory=*', '-C', folder, ...args], {}, '', 'tester');
  /** Every name with what it points at, and HEAD. */
  const refs = async (folder: string): Promise<string> =>
    `${await git(folder, 'for-each-ref', '--format=%(objectname) %(refname) %(*objectname)')}${await git(folder, 'rev-parse', '--symbolic-full-name', 'HEAD')}`;

  before(async () => {
    needProgram('git', 'git');
    machine = await Machine.create('nas', 'usb', 'app');
    for (const [name, options] of [
      ['bare.git', ['--bare']],
      [hostile, []],
    ] as const)
      await must('git', ['init', '-q', '-b', 'trunk', ...options, '--', at(name)], {}, '', 'tester');
    writeFileSync(path.join(at(hostile), 'file'), 'one\n');
    await git(at(hostile), 'add', '.');
    await git(at(hostile), 'commit', '-q', '-m', 'one');
    await git(at(hostile), 'branch', `o'r"$(id)%`);
    await git(at(hostile), 'tag', '-a', 'v1', '-m', 'signed off');
    await git(at(hostile), 'notes', 'add', '-m', 'a note');
    await git(at(hostile), 'push', '-q', at('bare.git'), 'trunk', 'v1');
    writeFileSync(path.join(at(hostile), 'file'), 'two\n');
    await git(at(hostile), 'stash', '-q');
    generateInto(
      machine,
      `plan "Code" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${machine.root}/nas" } storage usb: removable { at here; path "${machine.root}/usb" }
       system code: git { at here; path "${at('bare.git')}", ${JSON.stringify(at(hostile)).replaceAll('$', '\\u{24}')}; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas; copy after full from nas to usb; keep 2 last; verify restore weekly on monday at 05:00 } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
    await mustScript(machine, 'code/full-nas.sh');
    await mustScript(machine, 'code/copy-nas-usb.sh');
  });
  after(() => machine.remove());

  it('come back with every branch, tag, note and stash, from the copy too', async () => {
    for (const storage of ['nas', 'usb']) {
      const said = await mustScript(machine, 'code/restore.sh', '--from', storage, '--into', into(storage), '--yes');
      assert.match(said, /checked: 2 repositories, \d+ commits/);
      for (const name of ['bare.git', hostile]) assert.equal(await refs(`${into(storage)}${at(name)}`), await refs(at(name)));
      proved('git', 'full', 'local', versionOf('Git', 'git'));
    }
    await must('git', ['clone', '-q', `${into('nas')}${at(hostile)}`, into('clone')], {}, '', 'tester');
    assert.equal(readFileSync(path.join(into('clone'), 'file'), 'utf8'), 'one\n');
    await mustScript(machine, 'code/verify-restore.sh');
    assert.equal(journal(machine).at(-1)?.result, 'ok');
    assert.equal(existsSync(at('bp-owned')), false);
  });

  it('are replaced when the system is named, working trees too, and the damaged ones stay', async () => {
    const wanted = [await refs(at('bare.git')), await refs(at(hostile))];
    await must('rm', ['-rf', path.join(at('bare.git'), 'objects'), path.join(at(hostile), 'file')], {}, '', 'tester');
    await git(at(hostile), 'update-ref', '-d', 'refs/tags/v1');
    await mustScript(machine, 'code/restore.sh', '--in-place', '--i-understand', 'code');
    assert.deepEqual([await refs(at('bare.git')), await refs(at(hostile))], wanted);
    assert.equal(readFileSync(path.join(at(hostile), 'file'), 'utf8'), 'one\n');
    assert.equal(await git(at(hostile), 'status', '--short'), '');
    assert.equal(readdirSync(path.join(machine.root, 'app')).filter((name) => name.includes('.damaged-')).length, 2);
  });

  it('leave no point when one is gone or damaged, or the disk is full', async () => {
    const before = points();
    await must('mv', [at('bare.git'), at('elsewhere')], {}, '', 'tester');
    assert.match((await script(machine, 'code/full-nas.sh')).stderr, /there is no repository/);
    await must('mv', [at('elsewhere'), at('bare.git')], {}, '', 'tester');
    writeFileSync(path.join(at(hostile), 'large'), readFileSync('/usr/bin/bash'));
    await git(at(hostile), 'add', '.');
    await git(at(hostile), 'commit', '-q', '-m', 'large');
    const full = path.join(machine.root, 'out/scripts/code/full-nas.sh');
    assert.equal((await run('bash', ['-c', `ulimit -f 100; exec '${full}'`], machine.environment, '', 'tester')).code, 1);
    await must('sh', ['-c', 'find "$1/.git/objects" -type f -size +100k -exec truncate -s 5000 {} +', 'sh', at(hostile)], {}, '', 'tester');
    assert.equal((await script(machine, 'code/full-nas.sh')).code, 1);
    assert.deepEqual(points(), before);
  });

  it('have a point that was cut short found', async () => {
    const newest = points().at(-1) ?? '';
    truncateSync(path.join(machine.root, 'nas/code/points', newest, 'repository-002.bundle'), 500);
    const { code, stderr } = await script(machine, 'code/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${newest} on nas .* is DAMAGED`));
  });
});
