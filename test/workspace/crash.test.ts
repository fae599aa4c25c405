import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs, { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { differences } from '../../workspace/compare.ts';
import { STAGING } from '../../workspace/lock.ts';
import { WriteError } from '../../workspace/problem.ts';
import { writeArtifacts } from '../../workspace/write.ts';
import { artifacts, scratch, tree } from './scratch.ts';

const before = { 'a.sh': 'old a', 'b/c.md': 'old c', 'b/gone': 'old gone' };
const after = { 'a.sh': 'new a', 'b/c.md': 'new c', 'd/e': 'new e' };
const child = fileURLToPath(new URL('writer.ts', import.meta.url));

/** Runs a writer in a process of its own. `prefix` may put it into other surroundings. */
function run(folder: string, fault: string, prefix: readonly string[] = []): ReturnType<typeof spawnSync> {
  const [command, ...args] = [...prefix, process.execPath, '--import', 'tsx', child, folder, JSON.stringify(after), fault];
  return spawnSync(command ?? '', args, { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
}

/** What a writer says that runs in a mount namespace of its own, where `script` has mounted something at the folder ($0). */
function writtenUnder(script: string, folder: string, fault: string): unknown {
  const { status, stdout, stderr } = run(folder, fault, ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, folder]);
  assert.equal(status, 0, String(stderr));
  return JSON.parse(String(stdout));
}

describe('a writer that is interrupted', () => {
  const folder = scratch();

  it('leaves every file whole when it is killed at any rename or removal, and the next run completes the work', function () {
    this.timeout(120_000);
    for (let nth = 1; ; nth++) {
      const out = path.join(folder(), `killed-${nth}`);
      writeArtifacts(out, artifacts(before));
      const { signal, status, stderr } = run(out, `SIGKILL ${nth}`);
      const found = tree(out);
      for (const [name, text] of Object.entries(found)) {
        if (name in before || name in after) {
          assert.ok([before[name as keyof typeof before], after[name as keyof typeof after]].includes(text), `${name} holds '${text}'`);
        }
      }
      const report = writeArtifacts(out, artifacts(after));
      assert.deepEqual(report.kept, [], `killed at ${nth}`);
      assert.deepEqual(report.left, [], `killed at ${nth}`);
      const { 'manifest.json': manifest, ...rest } = tree(out);
      assert.deepEqual(rest, after);
      assert.ok(manifest);
      if (signal === null) {
        assert.equal(status, 0, String(stderr));
        assert.ok(nth > 6, `only ${nth - 1} places to be killed at`);
        return;
      }
    }
  });

  it('ends with the new folder when somebody stops it, and ends then', function () {
    this.timeout(120_000);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      const out = path.join(folder(), signal);
      writeArtifacts(out, artifacts(before));
      const ended = run(out, `${signal} 3`);
      assert.equal(ended.signal, signal, String(ended.stderr));
      const { 'manifest.json': manifest, ...rest } = tree(out);
      assert.deepEqual(rest, after);
      assert.ok(manifest);
    }
  });

  it('says so of a folder that it was killed in', () => {
    const out = path.join(folder(), 'killed');
    writeArtifacts(out, artifacts(before));
    assert.equal(run(out, 'SIGKILL 3').signal, 'SIGKILL');
    assert.notDeepEqual(differences(out, artifacts(before)), []);
    assert.notDeepEqual(differences(out, artifacts(after)), []);
  });

  it('puts everything back when a rename fails', () => {
    const real = fs.renameSync;
    try {
      for (let nth = 1; nth <= 5; nth++) {
        const out = path.join(folder(), `failed-${nth}`);
        writeArtifacts(out, artifacts(before));
        const was = tree(out);
        let count = 0;
        fs.renameSync = (from, to) => {
          count++;
          if (count === nth) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
          real(from, to);
        };
        syncBuiltinESMExports();
        assert.throws(
          () => writeArtifacts(out, artifacts(after)),
          (error) => error instanceof WriteError && error.fault === 'failed',
        );
        assert.deepEqual(tree(out), was, `rename ${nth}`);
      }
    } finally {
      fs.renameSync = real;
      syncBuiltinESMExports();
    }
  });

  it('changes nothing on a full disk and says so', () => {
    const out = path.join(folder(), 'full');
    mkdirSync(out);
    // A disk of 64 kB of its own, filled before the write.
    const script = `mount -t tmpfs -o size=64k none "$0" && node="$1" && shift && "$node" "$@"`;
    assert.deepEqual(writtenUnder(script, out, 'fill'), { fault: 'full', same: true });
    // Room for a part of it, and at last for all.
    const came: unknown[] = [];
    for (let blocks = 1; blocks <= 9; blocks += 2) came.push(writtenUnder(script, out, `fill ${blocks}`));
    assert.ok(
      came.every((each) => ['{"fault":"full","same":true}', '{"fault":"none"}'].includes(JSON.stringify(each))),
      JSON.stringify(came),
    );
    assert.equal(JSON.stringify(came.at(-1)), '{"fault":"none"}');
  });

  it('changes nothing in a folder that it may not write to and says so', () => {
    const out = path.join(folder(), 'fixed');
    writeArtifacts(out, artifacts(before));
    const script = `mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && node="$1" && shift && "$node" "$@"`;
    assert.deepEqual(writtenUnder(script, out, 'plain'), { fault: 'read-only', same: true });
  });
});

describe('two writers', () => {
  const folder = scratch();
  const lock = (pid: number, host = hostname()): void => {
    mkdirSync(path.join(folder(), STAGING));
    writeFileSync(path.join(folder(), STAGING, 'owner.json'), JSON.stringify({ pid, host }));
  };
  const refused = (): void =>
    assert.throws(
      () => writeArtifacts(folder(), artifacts(after)),
      (error) => error instanceof WriteError && error.fault === 'locked',
    );

  it('do not write at once: the second is told to wait', () => {
    lock(process.ppid);
    refused();
    assert.deepEqual(Object.keys(tree(folder())), [`${STAGING}/owner.json`]);
  });

  it('leave the folder of the one or of the other', async function () {
    this.timeout(120_000);
    const texts = ['one', 'two', 'three'].map((name) => ({ 'a.sh': name, 'b/c.md': name, [`${name}.txt`]: name }));
    await Promise.all(
      texts.map((files) => {
        const started = spawn(process.execPath, ['--import', 'tsx', child, folder(), JSON.stringify(files), 'plain']);
        return new Promise((resolve) => started.on('close', resolve));
      }),
    );
    const { 'manifest.json': manifest, ...rest } = tree(folder());
    assert.ok(manifest);
    assert.ok(
      texts.some((files) => JSON.stringify(files) === JSON.stringify(rest)),
      JSON.stringify(rest),
    );
  });

  it('do not wait for one on another machine that cannot be asked', () => {
    lock(1, 'elsewhere');
    refused();
  });

  it('do not wait for one that has died', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    lock(pid);
    writeArtifacts(folder(), artifacts(after));
    assert.equal(existsSync(path.join(folder(), STAGING)), false);
  });
});
