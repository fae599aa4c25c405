import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, run, start } from '../commands.ts';
import { type Far, type FarKind, far, keyOf } from '../fixtures/far.ts';
import { generateInto, journal, mustScript, script } from '../generated.ts';
import { Machine, needProgram } from '../machine.ts';
import { Shims } from '../shims.ts';

/** Faults of the layer that packs points, on a storage of a kind; a small system stands for all. */
export function describeFaults(where: string, kind: FarKind): void {
  describe(`encrypted points on ${where}`, function () {
    this.timeout(120_000);
    let machine: Machine;
    let vault: Far;
    let shims: Shims;
    let key: Awaited<ReturnType<typeof keyOf>>;
    const at = (name: string): string => path.join(machine.root, name);
    const file = (): string => at('app/notes.db');
    const sql = (database: string, text: string): Promise<string> => must('sqlite3', ['-bail', database, text], {}, '', 'tester');

    before(async () => {
      needProgram('sqlite3', 'sqlite3');
      machine = await Machine.create('app', 'other');
      vault = await far(machine, kind, 'vault');
      key = await keyOf(machine, 'vault-key');
      generateInto(
        machine,
        `plan "Notes" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here } key other-key { kept at here }
         storage vault: ${kind === 'local' ? 'disk' : kind} { at here; ${vault.plan}; encrypted with vault-key }
         storage same: disk { at here; path "${at('other/same')}"; encrypted with vault-key }
         storage other: disk { at here; path "${at('other/other')}"; encrypted with other-key }
         storage pull: disk { at here; path "${at('other/pull')}"; account keeper; encrypted with vault-key }
         storage plain: disk { at here; path "${at('other/plain')}" }
         system notes: sqlite { at here; path "${file()}"; size 1 GB; changes 1 GB/day
           backup { full daily at 02:00 to vault; copy daily at 03:00 from vault to same; copy daily at 04:00 from vault to other; copy daily at 05:00 from other to plain; keep 2 last } }
         system kept: sqlite { at here; path "${file()}"; size 1 GB; changes 1 GB/day
           backup { full daily at 02:00 to pull; move daily at 05:00 from pull to plain; keep 1 last } }`,
      );
      for (const name of ['same', 'other', 'pull', 'plain']) await must('mkdir', [at(`other/${name}`)], {}, '', 'tester');
      const other = await keyOf(machine, 'other-key');
      appendFileSync(at('env'), `${vault.settings}source '${at('keys')}'\n`);
      writeFileSync(at('keys'), `${key.settings}${other.settings}`);
      shims = await Shims.before(machine);
      for (const storage of ['vault', 'same', 'other', 'pull', 'plain']) await mustScript(machine, 'prepare.sh', storage);
      await sql(file(), 'create table notes (text)');
      await full();
    });
    after(async () => {
      vault.end();
      await machine.remove();
    });

    const points = async (storage = 'vault', system = 'notes'): Promise<string[]> =>
      (await mustScript(machine, `${system}/restore.sh`, '--list')).match(new RegExp(`(?<=^${storage}: )\\d\\S+`, 'gm')) ?? [];
    let turn = 0;
    async function full(): Promise<string> {
      turn += 1;
      await sql(file(), `insert into notes values ('turn ${turn}')`);
      return mustScript(machine, 'notes/full-vault.sh');
    }
    /** The newest point gives back what was written last. */
    async function comesBack(...options: readonly string[]): Promise<void> {
      const into = at(`restored/${readdirSync(at('restored')).length}`);
      await mustScript(machine, 'notes/restore.sh', '--into', into, '--yes', ...options);
      assert.equal(await sql(path.join(into, file()), 'select count(*) from notes'), await sql(file(), 'select count(*) from notes'));
    }

    for (const [phase, when] of [
      ['sent', '[[ $* == *" rcat "* ]]'],
      ['read back', '[[ $* == *" cat "*point.tar* ]]'],
      ['published', '[[ $* == *" copyto "*available ]]'],
    ] as const) {
      it(`are none when the run is killed while one is ${phase}, and the next run clears what is left`, async () => {
        const before = await points();
        await shims.hang('rclone', when);
        const child = start(at('out/scripts/notes/full-vault.sh'), [], machine.environment, 'tester');
        await shims.reached();
        killAll(child);
        await once(child, 'close');
        await shims.remove('rclone');
        assert.deepEqual(await points(), before);
        await comesBack();
        await full();
        await comesBack();
        const names = new Set((await vault.objects()).map((object) => /points\/([^/]+)/.exec(object)?.[1]).filter(Boolean));
        assert.deepEqual([...names].sort(), await points());
        assert.deepEqual(readdirSync(at('state/spool')), []);
      });
    }

    it('count when the run is killed after the last word was sent', async () => {
      const before = await points();
      await shims.hang('rclone', '[[ $* == *" cat "*available ]]');
      const child = start(at('out/scripts/notes/full-vault.sh'), [], machine.environment, 'tester');
      await shims.reached();
      killAll(child);
      await once(child, 'close');
      await shims.remove('rclone');
      const added = (await points()).filter((name) => !before.includes(name));
      assert.equal(added.length, 1);
      await full();
      assert.ok((await points()).includes(added[0] ?? ''), 'a good point was cleared away');
      await mustScript(machine, 'notes/verify-checksum.sh');
    });

    it('have damage found by checking and by restoring', async () => {
      const newest = (await points()).at(-1) ?? '';
      const archive = `notes/points/${newest}/point.tar.zst.age`;
      await vault.write(archive, 'damaged');
      const restored = await script(machine, 'notes/restore.sh', '--into', at('restored/damaged'), '--yes');
      assert.equal(restored.code, 1);
      assert.match(restored.stderr, new RegExp(`${newest} on vault is not what was written: choose another`));
      const checked = await script(machine, 'notes/verify-checksum.sh');
      assert.equal(checked.code, 1);
      assert.match(checked.stderr, new RegExp(`${newest} on vault .* is DAMAGED`));
      assert.equal((await points()).includes(newest), false);
      const other = (await points()).at(-1) ?? '';
      const manifest = await vault.read(`notes/points/${other}/manifest.json`);
      await vault.write(`notes/points/${other}/manifest.json`, manifest.replace('"captured": 1', '"captured": 2'));
      const again = await script(machine, 'notes/verify-checksum.sh');
      assert.match(again.stderr, new RegExp(`the manifest of ${other} on vault is not what was written`));
      await vault.write(`notes/points/${other}/manifest.json`, manifest);
      await vault.remove(`notes/points/${other}/damaged`);
      // What is damaged is left for a person, and takes no place of a good one.
      await full();
    });

    it('are not marked as damaged because the storage does not answer', async () => {
      const before = await points();
      await shims.put('rclone', 'if [[ $* == *" cat "*point.tar* ]]; then echo "connection lost" >&2; exit 1; else real "$@"; fi');
      const { code, stderr } = await script(machine, 'notes/verify-checksum.sh');
      await shims.remove('rclone');
      assert.equal(code, 1);
      if (kind === 'local') {
        // A disk here that does not give something back has lost it.
        assert.match(stderr, /is DAMAGED/);
        await vault.remove(
          ...(await vault.objects()).filter((object) => object.endsWith('/damaged') && before.some((name) => object.includes(name))),
        );
      } else assert.match(stderr, /could not be read from vault just now/);
      assert.deepEqual(await points(), before);
    });

    it('are not written where the storage is not reached', async () => {
      const before = await points();
      vault.leave();
      if (kind === 'local') renameSync(at("far vault's"), at('gone'));
      const { code, stderr } = await script(machine, 'notes/full-vault.sh');
      if (kind === 'local') renameSync(at('gone'), at("far vault's"));
      await vault.comeBack();
      assert.equal(code, 1);
      assert.match(stderr, /storage vault is not there/);
      assert.deepEqual(await points(), before);
    });

    it('need no state of this host', async () => {
      const before = await points();
      rmSync(at('state/views'), { recursive: true });
      assert.deepEqual(await points(), before);
      await comesBack();
    });

    // What the way there has no part in is tried on one.
    if (kind !== 's3') return;

    it('are none when the connection breaks, or something else arrives than was sent', async () => {
      const before = await points();
      for (const [fault, message] of [
        ['head -c 200 | real "$@"', /.*/],
        ['head -c 200 >/dev/null; exit 1', /.*/],
        ['tr a b | real "$@"', /what lies on vault is not what was sent/],
      ] as const) {
        await shims.put('rclone', `if [[ $* == *" rcat "*point.tar* ]]; then ${fault}; else real "$@"; fi`);
        const { code, stderr } = await script(machine, 'notes/full-vault.sh');
        await shims.remove('rclone');
        assert.equal(code, 1);
        assert.match(stderr, message);
        assert.equal(journal(machine).at(-1)?.result, 'failed');
        assert.deepEqual(await points(), before);
      }
      await full();
    });

    it('are none when the disk is full', async () => {
      const before = await points();
      await sql(file(), 'create table big as select randomblob(400000) as raw');
      const { code } = await run(
        'bash',
        ['-c', `ulimit -f 100; exec '${at('out/scripts/notes/full-vault.sh')}'`],
        machine.environment,
        '',
        'tester',
      );
      assert.equal(code, 1);
      assert.deepEqual(await points(), before);
    });

    it('are written by one run at a time', async () => {
      const both = await Promise.all([script(machine, 'notes/full-vault.sh'), script(machine, 'notes/full-vault.sh')]);
      assert.deepEqual(both.map(({ code }) => code).sort(), [0, 75]);
    });

    it('are read with their key alone; who has only the recipients writes, checks and prunes', async () => {
      const wrong = await keyOf(machine, 'wrong');
      const keys = readFileSync(at('keys'), 'utf8');
      const refusal = async (setting: string): Promise<string> => {
        appendFileSync(at('keys'), setting);
        const { code, stderr } = await script(machine, 'notes/restore.sh', '--from', 'vault', '--into', at('restored/refused'), '--yes');
        assert.equal(code, 1);
        return stderr;
      };
      assert.match(
        await refusal(`key_file[vault-key]='${wrong.identity}'\n`),
        /is as it was written, but .* does not open it: is that another key/,
      );
      assert.match(await refusal("key_file[vault-key]=''\n"), /no file of the key vault-key: say key_file\[vault-key\]/);
      assert.match(
        await refusal(`key_file[vault-key]='${key.recipients}'\n`),
        /can only write with the key vault-key: to read, this host needs its identity/,
      );
      await full();
      await mustScript(machine, 'notes/verify-checksum.sh');
      writeFileSync(at('keys'), keys);
      await comesBack();
      await must('chmod', ['644', key.identity], {}, '', 'tester');
      assert.match((await script(machine, 'notes/full-vault.sh')).stderr, /others can read/);
      await must('chmod', ['600', key.identity], {}, '', 'tester');
    });

    it('go on as they are where the key is the same, and are encrypted anew where it is not', async () => {
      const keys = readFileSync(at('keys'), 'utf8');
      writeFileSync(at('keys'), '');
      await mustScript(machine, 'notes/copy-vault-same.sh');
      assert.match((await script(machine, 'notes/copy-vault-other.sh')).stderr, /no file of the key vault-key/);
      writeFileSync(at('keys'), keys);
      for (const name of ['copy-vault-other.sh', 'copy-other-plain.sh', 'copy-vault-same.sh']) await mustScript(machine, `notes/${name}`);
      for (const storage of ['same', 'other', 'plain']) {
        assert.deepEqual(await points(storage), (await points()).slice(-2), storage);
        await comesBack('--from', storage);
      }
      const name = (await points()).at(-1) ?? '';
      const read = (storage: string): string => readFileSync(at(`other/${storage}/notes/points/${name}/packed`), 'utf8');
      assert.equal(read('same'), await vault.read(`notes/points/${name}/packed`));
      assert.notEqual(read('other'), read('same'));
    });

    it('stay, with a warning, where the storage lets nobody remove them', async () => {
      await shims.put('rclone', 'if [[ $* == *" delete "* ]]; then echo "AccessDenied" >&2; exit 1; else real "$@"; fi');
      for (let each = 0; each < 3; each++) await full();
      await mustScript(machine, 'notes/copy-vault-same.sh');
      await shims.remove('rclone');
      const line = journal(machine).at(-1);
      assert.deepEqual([line?.kind, line?.result], ['prune', 'ok']);
      assert.match(String(line?.warning), /same does not let us remove \d+T\d+Z-full/);
      await full();
    });

    it('are pruned by the account that may, once the newest has been read, and move on', async () => {
      for (let turn = 0; turn < 2; turn++) await mustScript(machine, 'kept/full-pull.sh');
      const [first = '', second = ''] = await points('pull', 'kept');
      const archive = at(`other/pull/kept/points/${second}/point.tar.zst.age`);
      const whole = readFileSync(archive);
      writeFileSync(archive, 'damaged');
      const refused = await script(machine, 'keeper/kept/prune-pull.sh');
      assert.match(refused.stderr, /the newest point on pull is not whole: nothing was pruned/);
      assert.deepEqual(await points('pull', 'kept'), [first, second]);
      writeFileSync(archive, whole);
      await mustScript(machine, 'keeper/kept/prune-pull.sh');
      assert.deepEqual(await points('pull', 'kept'), [second]);
      await mustScript(machine, 'kept/move-pull-plain.sh');
      assert.deepEqual([await points('pull', 'kept'), await points('plain', 'kept')], [[], [second]]);
    });

    it('show no secret in arguments, the state, the journal or the scripts', async () => {
      for (const program of ['rclone', 'age']) await shims.put(program, `printf '%s\\n' "$*" >>'${shims.folder}/arguments'\nreal "$@"`);
      await full();
      await comesBack();
      for (const program of ['rclone', 'age']) await shims.remove(program);
      assert.match(await shims.note('arguments'), /--decrypt/);
      const secret = /AGE-SECRET-KEY-\w+/.exec(readFileSync(key.identity, 'utf8'))?.[0] ?? '';
      for (const text of [secret, 'drill-secret', 'OPENSSH PRIVATE']) {
        assert.doesNotMatch(await shims.note('arguments'), new RegExp(text));
        assert.equal((await run('grep', ['-rlF', text, at('state'), at('out')], {}, '', 'tester')).stdout, '');
      }
    });

    it('come back after somebody with the same credentials deleted everything', async () => {
      const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2000));
      await pause();
      const before = new Date().toISOString();
      await pause();
      await vault.remove(...(await vault.objects()));
      assert.deepEqual(await vault.objects(), []);
      assert.match(
        (await script(machine, 'notes/restore.sh', '--from', 'vault', '--into', at('restored/x'), '--yes')).stderr,
        /storage vault is not there/,
      );
      const said = await mustScript(machine, 'notes/recover-versions.sh', 'vault', before, at('recovered'));
      assert.match(said, /\d points are there/);
      appendFileSync(at('env'), `BACKUPPLAN_RECOVERED='vault=${at('recovered')}'\n`);
      await comesBack('--from', 'vault');
    });
  });
}
