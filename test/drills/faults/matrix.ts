/** What can go wrong while a system is backed up: each fault, several times, for each tool, with counts of what was lost by it. */
import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { must, run } from '../commands.ts';
import { journal, mustScript, script } from '../generated.ts';
import { needProgram } from '../machine.ts';
import { kinds, type Sample } from '../samples.ts';
import { interrupt } from './kill.ts';

/** How often a fault was tried, and what came of it. */
interface Count {
  readonly fault: string;
  tries: number;
  /** Ended with another exit code than 0. */
  refused: number;
  /** The last good point was not there any more, or did not come back as it was. */
  lost: number;
  /** Something passed for a point that is not whole. */
  half: number;
}

/** Milliseconds after a line has been come to. */
const DELAYS = [0, 5, 20, 60, 150];
const WRITES = /^\++ write_point /;

export function faultsOf(tool: string): void {
  describe(`${tool}: faults`, function () {
    this.timeout(240_000);
    const kind = kinds.find((each) => each.tool === tool);
    if (kind === undefined) throw new Error(`no sample of ${tool}`);
    const counts: Count[] = [];
    let sample: Sample;
    let nas = '';
    let kept = '';
    let restored = 0;
    /** What the system held when the newest good point was made, and since. */
    let good = '';
    let now = '';

    before(async () => {
      needProgram('faketime', 'faketime');
      if (process.getuid?.() !== 0) throw new Error('faults need root: they mount a file system that can be full, and take it away');
      sample = await kind.make(3e6);
      nas = path.join(sample.host.root, 'nas');
      kept = path.join(sample.host.root, 'kept');
      await onSmallDisk(nas, kept);
      for (let turn = 0; turn < 2; turn++) await change();
      if (kind.copies) await mustScript(sample.host, 's/copy-nas-usb.sh');
    });
    after(async () => {
      for (const place of [nas, kept]) await run('umount', ['-l', place], {}, '', 'tester');
      await sample.remove();
      const width = Math.max(...counts.map(({ fault }) => fault.length));
      console.log(`\n      ${tool.padEnd(width)}  tries  refused  points lost  half points`);
      for (const { fault, tries, refused, lost, half } of counts)
        console.log(
          `      ${fault.padEnd(width)}  ${[tries, refused, lost, half].map((each, at) => String(each).padEnd([7, 9, 13, 0][at] ?? 0)).join('')}`,
        );
    });

    /** Something new, with a good point of it. */
    async function change(): Promise<void> {
      await sample.change();
      await mustScript(sample.host, 's/full-nas.sh');
      good = await sample.holds();
      now = good;
    }
    async function points(storage = 'nas'): Promise<string[]> {
      const lines = (await mustScript(sample.host, 's/restore.sh', '--list')).split('\n');
      return lines.flatMap((line) => new RegExp(`^${storage}: (\\S+)  `).exec(line)?.[1] ?? []);
    }
    /** What comes back; with the folder of each restore removed again. */
    async function comesBack(...options: readonly string[]): Promise<string> {
      const into = path.join(sample.host.root, 'restored', String(restored++));
      await mustScript(sample.host, 's/restore.sh', ...options, '--into', into, '--yes');
      const held = await sample.holds(into);
      rmSync(into, { recursive: true, force: true });
      return held;
    }

    /** Tries a fault. `act` gives the exit code of the script. At the end every point that is left is read, and the last one restored. */
    async function fault(name: string, acts: readonly (() => Promise<number>)[], storage = 'nas'): Promise<Count> {
      const count: Count = { fault: name, tries: 0, refused: 0, lost: 0, half: 0 };
      counts.push(count);
      for (const act of acts) {
        const before = await points(storage);
        const lines = journal(sample.host).length;
        const code = await act();
        count.tries++;
        if (code !== 0) count.refused++;
        if (code === 1) {
          const told = journal(sample.host)
            .slice(lines)
            .find(({ result }) => result === 'failed');
          assert.ok(told !== undefined && told.exitCode !== 0 && told.stage !== '', `${name}: the journal does not say that it failed`);
        }
        const left = await points(storage);
        if (!left.includes(before.at(-1) ?? '')) count.lost++;
      }
      if ((await script(sample.host, 's/verify-checksum.sh')).code !== 0) count.half++;
      const back = await comesBack('--from', storage);
      if (back !== good && back !== now) count.lost++;
      assert.deepEqual({ lost: count.lost, half: count.half }, { lost: 0, half: 0 }, name);
      return count;
    }
    /** A change that no point has yet, so that a point that should not be there is told by what it holds. */
    async function unsaved(): Promise<void> {
      await sample.change();
      now = await sample.holds();
    }
    const killed = (name: string, line: RegExp) => DELAYS.map((delay) => () => interrupt(sample.host, name, line, delay));

    const phases: readonly (readonly [string, string, RegExp])[] = [
      ['kill -9 while it is written', 's/full-nas.sh', WRITES],
      ...(['restic', 'pgbackrest'].includes(tool) ? [] : [['kill -9 at the sync', 's/full-nas.sh', /^\++ sync -f /] as const]),
      ['kill -9 while it is verified', 's/full-nas.sh', /^\++ run_stage=verify/],
      ['kill -9 at the rename', 's/full-nas.sh', /^\++ run_stage=publish/],
      ['kill -9 while old ones go', 's/full-nas.sh', /^\++ run_stage='?prune /],
      ['kill -9 while all are read', 's/verify-checksum.sh', /^\++ read_point /],
    ];
    for (const [name, file, line] of phases) {
      it(name, async () => {
        await unsaved();
        const count = await fault(name, killed(file, line));
        assert.equal(count.tries, DELAYS.length);
        // The next run is as if nothing had been.
        await change();
      });
    }

    if (kind.copies)
      it('kill -9 while it is copied', async () => {
        await mustScript(sample.host, 's/copy-nas-usb.sh');
        const copied = good;
        await change();
        good = copied;
        await fault('kill -9 while it is copied', killed('s/copy-nas-usb.sh', /^\++ run_stage='copy \d/), 'usb');
        await mustScript(sample.host, 's/copy-nas-usb.sh');
        assert.equal(await comesBack('--from', 'usb'), now);
        good = now;
      });

    it('full disk', async () => {
      await unsaved();
      const filler = path.join(nas, 'filler');
      // It ends when nothing more goes in.
      const fill = async (): Promise<void> => {
        await run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'], {}, '', 'tester');
      };
      const act = async (): Promise<number> => {
        const code = await interrupt(sample.host, 's/full-nas.sh', WRITES, 0, fill);
        rmSync(filler, { force: true });
        return code;
      };
      const { refused } = await fault('full disk', [act, act, act]);
      assert.equal(refused, 3);
      await change();
    });

    it('storage unmounted', async () => {
      await unsaved();
      const away = async (): Promise<void> => {
        await must('umount', ['-l', nas], {}, '', 'tester');
      };
      const back = async (code: number): Promise<number> => {
        const below = readdirSync(nas);
        rmSync(nas, { recursive: true });
        mkdirSync(nas);
        await must('mount', ['--bind', kept, nas], {}, '', 'tester');
        assert.ok(code !== 0, 'a backup to a folder without its disk passes for good');
        assert.deepEqual(
          below.filter((name) => name !== 's'),
          [],
        );
        return code;
      };
      const before = async (): Promise<number> => {
        await away();
        const { code, stderr } = await script(sample.host, 's/full-nas.sh');
        assert.match(stderr, /storage nas is not there/);
        return back(code);
      };
      const during = async (): Promise<number> => back(await interrupt(sample.host, 's/full-nas.sh', WRITES, 0, away));
      const count = await fault('storage unmounted', [before, during, during]);
      assert.equal(count.refused, 3);
      await change();
    });

    if (kind.serves)
      it('server stopped in the middle', async () => {
        await unsaved();
        const acts = [/^\++ connect$/, WRITES, WRITES].map((line, at) => async () => {
          const code = await interrupt(sample.host, 's/full-nas.sh', line, at * 40, async () => sample.server?.kill());
          await sample.server?.start();
          return code;
        });
        const count = await fault('server stopped in the middle', acts);
        assert.ok(count.refused > 0);
        await change();
      });

    it('two runs at once', async () => {
      await unsaved();
      const act = async (): Promise<number> => {
        const codes = (await Promise.all([script(sample.host, 's/full-nas.sh'), script(sample.host, 's/full-nas.sh')])).map(
          ({ code }) => code,
        );
        assert.deepEqual(codes.sort(), [0, 75]);
        return 75;
      };
      good = await sample.holds();
      await fault('two runs at once', [act, act, act]);
      await change();
    });

    it('clock that jumps', async () => {
      await unsaved();
      const shims = path.join(sample.host.root, 'shims');
      mkdirSync(shims);
      const at = (clock: string) => async (): Promise<number> => {
        writeFileSync(path.join(shims, 'date'), `#!/bin/bash\nexec faketime -f '${clock}' /usr/bin/date "$@"\n`, { mode: 0o755 });
        const file = path.join(sample.host.root, 'out/scripts/s/full-nas.sh');
        const environment = { ...sample.host.environment, PATH: `${shims}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin` };
        return (await run(file, [], environment, '', sample.host.as)).code;
      };
      now = await sample.holds();
      await fault('clock that jumps', [at('-1d'), at('+1d'), at('-1d')]);
    });

    it('damaged newest point', async () => {
      const count: Count = { fault: 'damaged newest point', tries: 1, refused: 0, lost: 0, half: 0 };
      counts.push(count);
      const before = await sample.holds();
      await change();
      await mustScript(sample.host, 's/full-nas.sh');
      const known = new Set(filesBelow(nas));
      await sample.change();
      await mustScript(sample.host, 's/full-nas.sh');
      damage(filesBelow(nas).filter((file) => !known.has(file)));
      const { code, stderr } = await script(sample.host, 's/verify-checksum.sh');
      assert.equal(code, 1);
      assert.match(stderr, /DAMAGED|damaged/);
      count.refused++;
      const back = await comesBack();
      if (back === before || back !== good) count.lost++;
      assert.equal(count.lost, 0, 'the point before does not come back');
    });
  });
}

/** A file system that is small and lies in memory, in the place of a folder; it stays, as `kept`, when it is taken away there. */
async function onSmallDisk(folder: string, kept: string): Promise<void> {
  const { uid, gid } = statSync(folder);
  mkdirSync(kept);
  await must('mount', ['-t', 'tmpfs', '-o', `size=1g,mode=755,uid=${uid},gid=${gid}`, 'tmpfs', kept], {}, '', 'tester');
  await must('cp', ['-a', `${folder}/.`, kept], {}, '', 'tester');
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
  await must('mount', ['--bind', kept, folder], {}, '', 'tester');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

/** Turns a byte in the middle of the largest file. */
function damage(files: readonly string[]): void {
  const largest = files.toSorted((one, other) => statSync(other).size - statSync(one).size)[0];
  if (largest === undefined) throw new Error('there is no new file');
  const file = openSync(largest, 'r+');
  const at = Math.floor(statSync(largest).size / 2);
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0xff;
  writeSync(file, byte, 0, 1, at);
  closeSync(file);
}
