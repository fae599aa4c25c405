import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { Folder, type Run } from './run.ts';

const PLANS = 70; // enough for threads, where there is more than one core

describe('backupplan check, of many plans', function () {
  this.timeout(120_000);
  let folder: Folder;
  // Threads start from what is built.
  const built = new Folder();
  const bin = path.join(built.path, 'backupplan.cjs');
  before(() =>
    build({
      entryPoints: ['cli/bin.ts'],
      outfile: bin,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      define: { BACKUPPLAN_VERSION: '"1.2.3"', BACKUPPLAN_COMMIT: '"abcdef012345"' },
      logLevel: 'error',
    }),
  );
  after(() => built.remove());
  beforeEach(() => {
    folder = new Folder();
    folder.write(
      'shared/sites.backupplan',
      'site berlin { kind datacenter; colour red }\nstorage nas: nas { at berlin; path "/srv"; encrypted }\n',
    );
    for (let plan = 0; plan < PLANS; plan++)
      folder.write(
        `teams/t${plan % 7}/${plan}.backupplan`,
        `import "../../shared/sites.backupplan"\nplan "P${plan}" { ownr "a" }\nsystem s${plan}: files { at berlin; path "/srv"; ${plan % 9 === 0 ? 'at nowhere' : 'size 1 GB'} }\n`,
      );
  });
  afterEach(() => folder.remove());

  const command = `'${process.execPath}' '${bin}' check --date 2026-12-01`;
  /** The real command, which starts threads; `run` of the folder does all in this one. */
  const real = (shell = command): Run => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', shell], { cwd: folder.path, encoding: 'utf8' });
    return { code: status ?? -1, out: stdout, err: stderr };
  };

  it('says the same as one after the other, in the same order, and what is shared once', async () => {
    const one = await folder.run(['check', '--date', '2026-12-01']);
    assert.match(one.out, /71 plans checked: \d+ errors/);
    assert.equal(one.out.match(/`colour` is not known/g)?.length, 1);
    assert.deepEqual(real(), one);
  });

  it('ends with 2 for the first that cannot be examined, as one after the other does', async () => {
    folder.write('teams/t3/backupplan.catalog.yaml', 'storages:\n  disk:\n    read: fast\n');
    folder.write('teams/t5/backupplan.config.yaml', 'severity:\n  rpo-unmeet: off\n');
    const one = await folder.run(['check', '--date', '2026-12-01']);
    assert.deepEqual([one.code, one.out], [2, ''], one.err);
    assert.match(one.err, /teams\/t3\/backupplan\.catalog\.yaml:3:/);
    assert.deepEqual(real(), one);
  });

  it('shows nothing of the kind where nobody watches, nor on a terminal that cannot', () => {
    assert.equal(real(`${command} >/dev/null`).err, '');
    const { out } = real(`TERM=dumb script -qec "${command} >/dev/null" /dev/null`);
    assert.doesNotMatch(out, /plans checked/);
  });

  it('says what was built', () => {
    assert.equal(
      real(`'${process.execPath}' '${bin}' --version`).out,
      `backupplan 1.2.3, commit abcdef012345, Node.js ${process.versions.node}\n`,
    );
  });

  it('shows on a terminal how far it is, and takes that away at the end', () => {
    const { out } = real(`script -qec "${command} >/dev/null" /dev/null`);
    assert.match(out, /\r\p{Cc}\[K\d+ of 71 plans checked/u);
    assert.ok(out.endsWith('\r\u001b[K'), JSON.stringify(out.slice(-40)));
  });
});
