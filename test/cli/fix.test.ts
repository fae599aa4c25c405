import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Folder } from './run.ts';

const clean = readFileSync('examples/postgresql.backupplan', 'utf8');
const slips = clean.replace('system orders: postgresql', 'systm orders: postgresql').replace('to nas using', 'to nsa using');
const oneSlip = clean.replace('system orders: postgresql', 'systm orders: postgresql');

describe('backupplan check --fix', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());
  const text = (name: string): string => readFileSync(path.join(folder.path, name), 'utf8');

  it('mends slips in the file, says how many, and reports what is left', async () => {
    folder.write('orders.backupplan', slips);
    const { code, out, err } = await folder.run(['check', '--fix']);
    assert.deepEqual([code, err], [1, '']);
    assert.equal(text('orders.backupplan'), oneSlip.replace('systm', 'system').replace('to nas using', 'to nsa using'));
    assert.match(out, /^error\[undefined-name\]: No storage is called `nsa`/m);
    assert.match(out, /^Fixed 1 finding in 1 file\.\n1 plan checked: 1 error\./m);
  });

  it('ends with 0 where nothing is left, and the second time has nothing to do', async () => {
    folder.write('orders.backupplan', oneSlip);
    assert.deepEqual(await folder.run(['check', '--fix']), {
      code: 0,
      out: 'Fixed 1 finding in 1 file.\n✓ 1 plan checked, nothing to say.\n',
      err: '',
    });
    assert.equal(text('orders.backupplan'), clean);
    const { mtimeMs } = statSync(path.join(folder.path, 'orders.backupplan'));
    assert.equal((await folder.run(['check', '--fix'])).out, '✓ 1 plan checked, nothing to say.\n');
    assert.equal(statSync(path.join(folder.path, 'orders.backupplan')).mtimeMs, mtimeMs);
  });

  it('says that what is left is not for it to mend', async () => {
    folder.write('p.backupplan', 'plan "P" { }\nstorage nas: disk { at there }\n');
    const { code, out } = await folder.run(['check', '--fix']);
    assert.equal(code, 1);
    assert.match(out, /^Fixed nothing: what is left is for you to decide\.$/m);
  });

  it('keeps byte order mark, line ends, comments, mode and links', async () => {
    const before = `\uFEFF${oneSlip.replace('\n', ' // 💾 ours\n').replaceAll('\n', '\r\n')}`;
    const file = folder.write('plans/orders.backupplan', before);
    chmodSync(file, 0o640);
    symlinkSync(file, path.join(folder.path, 'linked.backupplan'));
    assert.equal((await folder.run(['check', '--fix', 'linked.backupplan'])).code, 0);
    assert.equal(text('plans/orders.backupplan'), before.replace('systm', 'system'));
    assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(path.join(folder.path, 'plans')), ['orders.backupplan']);
  });

  describe('imports', () => {
    const sites = 'site berlin { kind datcenter }\n';
    const plan = 'import "../shared/sites.backupplan"\nplan "A" { owner "a@a.example" }\nstorage nas: disk { at berlin; path "/b" }\n';

    it('are mended below the working folder or a folder that is named, once for all plans', async () => {
      folder.write('shared/sites.backupplan', sites);
      folder.write('a/a.backupplan', plan);
      folder.write('b/b.backupplan', plan);
      const { out } = await folder.run(['check', '--fix', '--format', 'json', 'a/a.backupplan', 'b']);
      assert.deepEqual((JSON.parse(out) as { fixed: unknown }).fixed, { findings: 1, files: ['shared/sites.backupplan'] });
      assert.equal(text('shared/sites.backupplan'), sites.replace('datcenter', 'datacenter'));
    });
    it('elsewhere stay as they are, and what is wrong in them is told', async () => {
      folder.write('shared/sites.backupplan', sites);
      folder.write('a/a.backupplan', plan);
      const { code, out } = await folder.within('a').run(['check', '--fix', '.']);
      assert.equal(code, 1);
      assert.match(out, /datcenter/);
      assert.equal(text('shared/sites.backupplan'), sites);
    });
    it('change only where they are wrong in every plan that is named', async () => {
      // The slip of one plan is the name of the other.
      folder.write('a.backupplan', 'import "use.backupplan"\nplan "A" { }\nsite berlin { kind datacenter }\n');
      folder.write('b.backupplan', 'import "use.backupplan"\nplan "B" { }\nsite berlln { kind datacenter }\nsite berlin { kind office }\n');
      const use = 'storage nas: disk { at berlln; path "/b" }\n';
      folder.write('use.backupplan', use);
      await folder.run(['check', '--fix']);
      assert.equal(text('use.backupplan'), use);
      await folder.run(['check', '--fix', 'a.backupplan', 'use.backupplan']);
      assert.equal(text('use.backupplan'), use.replace('berlln', 'berlin'));
    });
  });

  it('gives standard input back mended, and the findings beside it', async () => {
    const { code, out, err } = await folder.run(['check', '--fix', '-'], { input: slips });
    assert.equal(code, 1);
    assert.equal(out, slips.replace('systm', 'system'));
    assert.match(err, /^error\[undefined-name\][\s\S]*^Fixed 1 finding in 1 file\.$/m);
    assert.deepEqual(readdirSync(folder.path), []);
    folder.write('a.backupplan', oneSlip);
    assert.match((await folder.run(['check', '--fix', '-', 'a.backupplan'], { input: slips })).err, /- stands alone with --fix/);
    assert.equal(text('a.backupplan'), oneSlip);
  });

  for (const [what, spoil, words] of [
    ['is read-only', (file: string) => chmodSync(file, 0o444), /cannot write .*b\.backupplan: it is read-only/],
    ['is not UTF-8', () => folder.write('b.backupplan', latin1(oneSlip)), /cannot write .*b\.backupplan: it .* is not UTF-8/],
  ] as const) {
    it(`leaves a file that ${what} as it is, says so, mends the others and ends with 2`, async () => {
      folder.write('a.backupplan', oneSlip);
      const file = folder.write('b.backupplan', oneSlip);
      spoil(file);
      const before = readFileSync(file);
      const { code, out, err } = await folder.run(['check', '--fix']);
      assert.equal(code, 2);
      assert.match(err, words);
      assert.match(out, /^error\[unknown-word\]: `systm`.*\n.*b\.backupplan/m);
      assert.match(out, /^Fixed 1 finding in 1 file\.$/m);
      assert.deepEqual(readFileSync(file), before);
      assert.equal(text('a.backupplan'), clean);
    });
  }
});

/** The text with a comment that is no UTF-8. */
function latin1(plan: string): Uint8Array {
  return Buffer.concat([Buffer.from(plan), Buffer.from('// für alle\n', 'latin1')]);
}
