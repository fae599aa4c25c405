/** All faults for one engine of scripts: a new engine is one entry, in a file of its own so that they run side by side. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { chown, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Environment, must, type Outcome, run, runner } from '../commands.ts';
import { assertSame } from '../contents.ts';
import { generateInto, journal, mustScript } from '../generated.ts';
import { needProgram } from '../machine.ts';
import { type Instant, Shims } from '../shims.ts';
import { around, type Engine, hostile, type Phase, planText, type Rig } from './engine.ts';
import { killedAt, processesIn, signalTo } from './kill.ts';
import { Counts, hold } from './table.ts';

const atOnce: Instant = { call: 1, at: 'before' };

/** `keep 2 last` in every plan here. */
const kept = 2;

export function faultsOf(engine: Engine): void {
  describe(`faults: ${engine.name}`, function () {
    this.timeout(300_000);
    const counts = new Counts();
    /** What each point has to bring back, by its name. */
    const states = new Map<string, string>();
    let rig: Rig;
    /** Everything lies in memory, so that nobody waits for a disk: what is not synced is lost to nobody here. */
    let memory = '';
    let shims: Shims;
    let restores = 0;
    const dump = engine.phases.find(({ fault }) => fault === 'killed: dump');
    if (dump === undefined) throw new Error(`${engine.name} is not killed while it dumps`);
    const at = (name: string): string => path.join(rig.host.root, name);
    const storages = { nas: `nas ${hostile}`, usb: `usb ${hostile}` };
    type Storage = keyof typeof storages;
    const used: readonly Storage[] = engine.copies ? ['nas', 'usb'] : ['nas'];
    const place = (storage: Storage): string => at(storages[storage]);

    before(async () => {
      if (process.getuid?.() !== 0)
        throw new Error('this drill fills and unmounts file systems of its own, which only root may do: run it as root');
      needProgram('faketime', 'faketime');
      memory = await mkdtemp(path.join(tmpdir(), 'bp-faults-'));
      await must('mount', ['-t', 'tmpfs', '-o', 'size=2g,mode=755', 'tmpfs', memory], {}, '', 'tester');
      const before = process.env.TMPDIR;
      process.env.TMPDIR = memory;
      try {
        rig = await engine.make([...Object.values(storages), 'medium-nas', 'medium-usb', 'state', 'restored']);
      } finally {
        if (before === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = before;
      }
      for (const storage of used) {
        await must('mount', ['-t', 'tmpfs', '-o', `size=${engine.room}m,mode=755`, 'tmpfs', at(`medium-${storage}`)], {}, '', 'tester');
        const { uid, gid } = runner();
        if (rig.host.as !== 'tester') await chown(at(`medium-${storage}`), uid, gid);
        await mount(storage);
      }
      generateInto(
        rig.host,
        `plan "Faults" { timezone "Europe/Berlin" } site here { kind datacenter } key vault-key { kept at here }
         storage nas: disk { at here; path ${planText(place('nas'))} } storage usb: disk { at here; path ${planText(place('usb'))} }
         ${rig.system} size 1 GB; changes 1 GB/day
           backup { ${rig.jobs} ${engine.copies ? 'copy after full from nas to usb;' : ''} keep ${kept} last; verify checksum daily at 04:00 } }`,
      );
      await rig.start();
      shims = await Shims.before(rig.host);
      for (const storage of used) {
        await mustScript(rig.host, 'prepare.sh', storage);
        if (existsSync(at('out/scripts/shop/init.sh'))) await mustScript(rig.host, 'shop/init.sh', storage);
      }
      for (let turn = 0; turn < kept; turn++) await whole();
      if (engine.copies) await mustScript(rig.host, 'shop/copy-nas-usb.sh');
    });
    after(async () => {
      for (const storage of used) await unmount(storage);
      for (const storage of used) await run('umount', ['-l', at(`medium-${storage}`)], {}, '', 'tester');
      await rig.remove();
      await must('umount', ['-l', memory], {}, '', 'tester');
      rmdirSync(memory);
    });

    const mount = (storage: Storage): Promise<string> =>
      must('mount', ['--bind', at(`medium-${storage}`), place(storage)], {}, '', 'tester');
    /** As a medium goes that is drawn: whoever has files open there keeps them, and nobody finds them again. */
    const unmount = (storage: Storage): Promise<Outcome> => run('umount', ['-l', place(storage)], {}, '', 'tester');

    /** Points that restore.sh offers, oldest first. */
    const points = async (storage: Storage = 'nas'): Promise<string[]> => {
      const lines = (await mustScript(rig.host, 'shop/restore.sh', '--list')).split('\n');
      for (const each of ['nas', 'usb'] as const)
        offered[each] = lines.flatMap((line) => new RegExp(`^${each}: (\\S+)  `).exec(line)?.[1] ?? []);
      return offered[storage];
    };
    /** As they were seen last: before a fault nothing has come since. */
    const offered: Record<Storage, string[]> = { nas: [], usb: [] };

    /** A whole run, with contents of its own. */
    async function whole(job = 'full-nas', environment: Environment = {}, ...through: readonly string[]): Promise<Outcome> {
      const before = offered.nas;
      await rig.change();
      const live = await rig.live();
      const outcome = await go(job, environment, ...through);
      if (through.length === 0) assert.equal(outcome.code, 0, outcome.stderr);
      for (const point of await points()) if (!before.includes(point)) states.set(point, live);
      return outcome;
    }
    const go = (job: string, environment: Environment = {}, ...through: readonly string[]): Promise<Outcome> => {
      const [command = '', ...args] = [...through, at(`out/scripts/shop/${job}.sh`)];
      return run(command, args, { ...rig.host.environment, ...environment }, '', rig.host.as);
    };

    /** Restores a point, and holds what came against what it has to be. */
    async function isGood(storage: Storage, point: string | undefined): Promise<void> {
      const into = at(`restored/${restores++}`);
      const options = point === undefined ? [] : ['--from', storage, '--point', point];
      const said = await mustScript(rig.host, 'shop/restore.sh', ...options, '--into', into, '--yes');
      const chosen = /restore shop from \S+, point (\S+)/.exec(said)?.[1] ?? '';
      const found = await rig.restored(into);
      rmSync(into, { recursive: true });
      if (found === states.get(chosen)) return;
      counts.half++;
      assertSame(found, states.get(chosen) ?? 'a point that no run wrote');
    }

    /**
     * After a fault: what the plan keeps is still offered, and the newest of it restores. `last`: of several kills in one phase; where
     * restores take long, those before restore only what has come.
     */
    async function spared(before: readonly string[], live: string, storage: Storage = 'nas', last = true): Promise<void> {
      const now = await points(storage);
      for (const point of now) if (!before.includes(point) && !states.has(point)) states.set(point, live);
      const added = now.filter((point) => !before.includes(point));
      const lost = [...before, ...added].slice(-kept).filter((point) => !now.includes(point));
      counts.lost += lost.length;
      assert.deepEqual(lost, [], 'good points are gone');
      if (last || engine.slow !== true || added.length > 0) await isGood(storage, now.at(-1));
    }

    /** The run failed, said so, and stands in the journal. */
    function refused({ code, stderr }: Outcome, kind = 'run'): void {
      counts.hadToRefuse++;
      assert.equal(code, 1, stderr);
      const line = journal(rig.host).findLast((each) => each.kind === kind);
      assert.equal(line?.result, 'failed');
      assert.notEqual(line.exitCode, 0);
      assert.ok(String(line.stage).length > 0);
      counts.refused++;
    }

    /** Runs a script that stops in a call of a program, does something to the world, and lets it go on. */
    async function meanwhile(
      phase: Phase,
      action: () => unknown,
      environment: Environment = {},
      instant: Instant = atOnce,
    ): Promise<Outcome> {
      await shims.stop(phase.program, phase.when ?? 'true', instant);
      const running = go(phase.script ?? 'full-nas', environment);
      try {
        await shims.reached();
        await action();
      } finally {
        await shims.go();
        await running;
        await shims.remove(phase.program);
      }
      return running;
    }

    for (const phase of engine.phases) {
      const storage = phase.script === 'copy-nas-usb' ? 'usb' : 'nas';
      it(`${phase.fault}, of ${phase.script ?? 'full-nas'} in ${phase.program}`, async () => {
        if (storage === 'usb') await whole();
        const instants = phase.instants ?? around(1);
        for (const instant of instants) {
          const before = offered[storage];
          if (storage === 'nas') await rig.change();
          const live = await rig.live();
          await killedAt(rig.host, shims, phase, instant);
          counts.add(phase.fault);
          await spared(before, live, storage, instant === instants.at(-1));
        }
        await (storage === 'usb' ? mustScript(rig.host, 'shop/copy-nas-usb.sh') : whole(phase.script));
        await mustScript(rig.host, 'shop/verify-checksum.sh');
        const left = engine.copies ? below(place(storage)).filter((file) => /\/\.(?:partial|retired)-[^/]*$/.test(file)) : [];
        assert.deepEqual(left, [], 'what the killed runs left is still there');
      });
    }

    if (engine.log === true)
      it('killed: log', async () => {
        assert.ok(rig.log);
        for (let number = 0; number < rig.log.kills; number++) {
          await rig.change();
          await rig.log.kill(number, shims);
          counts.add('killed: log');
        }
        await rig.log.settle();
        await isLatest();
        await mustScript(rig.host, 'shop/verify-checksum.sh');
      });
    /** Restored with all the log that there is. */
    async function isLatest(): Promise<void> {
      const into = at(`restored/${restores++}`);
      await mustScript(rig.host, 'shop/restore.sh', '--into', into, '--yes');
      const found = await rig.restored(into);
      rmSync(into, { recursive: true });
      assertSame(found, await rig.live());
    }

    it('full disk', async () => {
      const fill = (storage: Storage, leave = 0): Promise<Outcome> =>
        run(
          'bash',
          ['-c', `cd -- "$1"; head -c ${engine.room}M /dev/zero >filler; truncate -s -${leave} filler`, 'bash', at(`medium-${storage}`)],
          {},
          '',
          'tester',
        );
      const empty = (storage: Storage): void => rmSync(at(`medium-${storage}/filler`));
      const attempt = async (outcome: () => Promise<Outcome>, storage: Storage = 'nas', kind = 'run'): Promise<void> => {
        const before = offered[storage];
        if (storage === 'nas') await rig.change();
        const live = await rig.live();
        const came = await outcome();
        empty(storage);
        counts.add('full disk');
        refused(came, kind);
        await spared(before, live, storage);
      };
      await attempt(async () => {
        await fill('nas', 8192);
        return go('full-nas');
      });
      for (const phase of engine.phases.filter(({ fault }) => fault === 'killed: dump' || fault === 'killed: sync'))
        await attempt(() => meanwhile(phase, () => fill('nas')));
      if (!engine.copies) return;
      await whole();
      await attempt(() => fill('usb').then(() => go('copy-nas-usb')), 'usb', 'copy');
      await mustScript(rig.host, 'shop/copy-nas-usb.sh');
    });

    it('storage gone', async () => {
      const attempt = async (outcome: () => Promise<Outcome>, storage: Storage = 'nas', kind = 'run'): Promise<void> => {
        const before = offered[storage];
        if (storage === 'nas') await rig.change();
        const live = await rig.live();
        const came = await outcome();
        const under = readdirSync(place(storage));
        await mount(storage);
        counts.add('storage gone');
        refused(came, kind);
        assert.deepEqual(under, [], 'something was written where the storage is mounted, and lies below it now');
        await spared(before, live, storage);
      };
      await attempt(() => unmount('nas').then(() => go('full-nas')));
      for (const phase of engine.phases.filter(({ fault }) => fault === 'killed: dump' || fault === 'killed: sync'))
        await attempt(() => meanwhile(phase, () => unmount('nas')));
      if (!engine.copies) return;
      await whole();
      const copy = engine.phases.find(({ fault }) => fault === 'killed: copy');
      await attempt(() => unmount('usb').then(() => go('copy-nas-usb')), 'usb', 'copy');
      if (copy !== undefined) await attempt(() => meanwhile(copy, () => unmount('usb')), 'usb', 'copy');
      await mustScript(rig.host, 'shop/copy-nas-usb.sh');
    });

    if (engine.server === true)
      it('server stopped', async () => {
        const { server } = rig;
        assert.ok(server);
        const signal = (name: NodeJS.Signals): void => {
          for (const id of processesIn(server.folder)) signalTo(id, name);
        };
        const attempt = async (outcome: () => Promise<Outcome>, mend: () => unknown): Promise<void> => {
          const before = offered.nas;
          await rig.change();
          const live = await rig.live();
          const came = await outcome();
          // As dead as after a power cut.
          for (let turn = 0; turn < 100 && mend === server.again && processesIn(server.folder).length > 0; turn++)
            await new Promise((resolve) => setTimeout(resolve, 50));
          await mend();
          counts.add('server stopped');
          refused(came);
          await spared(before, live);
        };
        await attempt(
          () => meanwhile(dump, () => signal('SIGSTOP'), { BACKUPPLAN_TIMEOUT: '2' }),
          () => signal('SIGCONT'),
        );
        await attempt(() => meanwhile(dump, () => signal('SIGKILL')), server.again);
        await attempt(async () => {
          signal('SIGKILL');
          return go('full-nas');
        }, server.again);
      });

    it('two at once', async () => {
      const before = offered.nas;
      await rig.change();
      const live = await rig.live();
      let second: Outcome | undefined;
      const first = await meanwhile(dump, async () => {
        second = await go('full-nas');
      });
      counts.add('two at once');
      counts.hadToRefuse++;
      assert.equal(first.code, 0, first.stderr);
      assert.equal(second?.code, 75);
      assert.ok(journal(rig.host).some(({ result }) => result === 'locked'));
      counts.refused++;
      await spared(before, live);
      assert.equal((await points()).filter((point) => !before.includes(point)).length, 1);
    });

    it('clock', async () => {
      for (const jump of ['-400d', '+400d']) {
        const before = offered.nas;
        for (const program of engine.trueClock ?? []) await shims.put(program, 'unset LD_PRELOAD\nreal "$@"');
        // Files keep the times that they have.
        await whole('full-nas', { NO_FAKE_STAT: '1' }, 'faketime', '-f', jump);
        for (const program of engine.trueClock ?? []) await shims.remove(program);
        counts.add('clock');
        const now = offered.nas;
        // By a wrong clock nothing is removed.
        const due = engine.ownClock === true ? before.slice(1 - kept) : before;
        const lost = due.filter((point) => !now.includes(point));
        counts.lost += lost.length;
        assert.deepEqual(lost, [], `a clock that jumps by ${jump} costs good points`);
        for (const point of now) await isGood('nas', point);
        // The clock is right again: what is restored is what was written last.
        const last = offered.nas;
        await whole();
        const [newest = ''] = offered.nas.filter((point) => !last.includes(point));
        await isGood('nas', newest);
        const said = await mustScript(rig.host, 'shop/restore.sh', '--dry-run');
        assert.match(said, new RegExp(`point ${newest}\\b`));
      }
    });

    // It comes last: what is damaged in a repository harms all that is written there afterwards.
    it('damaged', async () => {
      for (const harm of [
        'printf XXXXXXXX | dd of="$1" bs=1 seek=$(($(stat -c %s -- "$1") / 2)) conv=notrunc status=none',
        `truncate -s -${engine.cut ?? 100} -- "$1"`,
      ]) {
        const before = offered.nas;
        await whole();
        const [newest = ''] = offered.nas.filter((point) => !before.includes(point));
        const file = rig.damage?.(newest) ?? largest(below(place('nas')).filter((name) => name.includes(`/${newest}/`)));
        await must('bash', ['-c', harm, 'bash', file], {}, '', 'tester');
        const outcome = await go('verify-checksum');
        counts.add('damaged');
        refused(outcome, 'verify-checksum');
        assert.match(outcome.stderr, new RegExp(`${newest} on nas .* is DAMAGED`));
        assert.equal((await points()).includes(newest), false, 'a damaged point is still offered');
        await isGood('nas', (await points()).at(-1));
      }
    });

    it('hostile names', () => {
      counts.hostile = rig.hostile + 2;
      for (const folder of ['/', process.cwd()])
        assert.equal(existsSync(path.join(folder, 'bp-owned')), false, `a name ran as a command in ${folder}`);
      assert.deepEqual(
        below(rig.host.root).filter((file) => path.basename(file) === 'bp-owned'),
        [],
        'a name ran as a command',
      );
      assert.ok(journal(rig.host).length > 0);
      hold(engine.name, counts);
    });
  });
}

/** Everything below a folder. */
function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}

function largest(files: readonly string[]): string {
  const size = (file: string): number => (existsSync(file) ? readFileSync(file).length : 0);
  const [first = ''] = files.filter((file) => !isFolder(file)).toSorted((a, b) => size(b) - size(a));
  return first;
}
function isFolder(file: string): boolean {
  try {
    readdirSync(file);
    return true;
  } catch {
    return false;
  }
}
