import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WriteError, type WriteFault } from '../../workspace/problem.ts';
import { writeArtifacts } from '../../workspace/write.ts';
import { artifacts, scratch, tree } from './scratch.ts';

function fails(fault: WriteFault, write: () => unknown): WriteError {
  let caught: unknown;
  try {
    write();
  } catch (error) {
    caught = error;
  }
  assert.ok(caught instanceof WriteError, `a WriteError is expected, not ${String(caught)}`);
  assert.equal(caught.fault, fault);
  return caught;
}

describe('writing a generated folder', () => {
  const folder = scratch();
  const out = (): string => path.join(folder(), 'shop.backup');
  const write = (files: Record<string, string>, options = {}) => writeArtifacts(out(), artifacts(files), options);
  const edit = (file: string, text: string): void => writeFileSync(path.join(out(), file), text);

  it('writes every file, scripts executable, and a manifest', () => {
    const report = write({ 'README.md': '# Shop\n', 'scripts/orders/full.sh': '#!/bin/bash\n' });
    assert.deepEqual(report.written, ['README.md', 'scripts/orders/full.sh']);
    assert.equal(statSync(path.join(out(), 'scripts/orders/full.sh')).mode & 0o111, 0o111);
    assert.equal(statSync(path.join(out(), 'README.md')).mode & 0o111, 0);
    assert.deepEqual(Object.keys(tree(out())), ['README.md', 'manifest.json', 'scripts/orders/full.sh']);
  });

  it('touches nothing when nothing has changed', () => {
    write({ a: 'one' });
    const before = statSync(path.join(out(), 'a'), { bigint: true }).mtimeNs;
    const manifest = statSync(path.join(out(), 'manifest.json')).ino;
    const report = write({ a: 'one' });
    assert.deepEqual(report, { folder: out(), written: [], unchanged: ['a'], kept: [], removed: [], left: [] });
    assert.equal(statSync(path.join(out(), 'a'), { bigint: true }).mtimeNs, before);
    assert.equal(statSync(path.join(out(), 'manifest.json')).ino, manifest);
  });

  it('overwrites what it wrote itself', () => {
    write({ a: 'one' });
    assert.deepEqual(write({ a: 'two' }).written, ['a']);
    assert.equal(tree(out()).a, 'two');
  });

  it('leaves an edited file as it is and puts the new text beside it', () => {
    write({ 'a.sh': 'one' });
    edit('a.sh', 'mine');
    assert.deepEqual(write({ 'a.sh': 'two' }).kept, [{ path: 'a.sh', beside: 'a.sh.new' }]);
    assert.equal(tree(out())['a.sh'], 'mine');
    assert.equal(tree(out())['a.sh.new'], 'two');
  });

  it('does not put the same text beside an edited file again and again', () => {
    write({ a: 'one' });
    edit('a', 'mine');
    assert.deepEqual(write({ a: 'one' }).kept, [{ path: 'a' }]);
    assert.equal(tree(out())['a.new'], undefined);
    write({ a: 'two' });
    rmSync(path.join(out(), 'a.new'));
    assert.deepEqual(write({ a: 'two' }).kept, [{ path: 'a' }]);
  });

  it('overwrites an edited file when told to', () => {
    write({ a: 'one' });
    edit('a', 'mine');
    assert.deepEqual(write({ a: 'two' }, { force: true }).written, ['a']);
    assert.equal(tree(out()).a, 'two');
  });

  it('keeps a file that was there before it ever wrote one', () => {
    mkdirSync(out());
    edit('README.md', 'somebody else wrote this');
    assert.deepEqual(write({ 'README.md': '# Shop\n' }).kept, [{ path: 'README.md', beside: 'README.md.new' }]);
    assert.equal(tree(out())['README.md'], 'somebody else wrote this');
  });

  it('removes what is no longer generated, with its empty folder, unless it was edited', () => {
    write({ a: '1', 'scripts/old/one.sh': '1', 'scripts/old/two.sh': '2' });
    edit('scripts/old/two.sh', 'mine');
    const report = write({ a: '1' });
    assert.deepEqual(report.removed, ['scripts/old/one.sh']);
    assert.deepEqual(report.left, ['scripts/old/two.sh']);
    rmSync(path.join(out(), 'scripts/old/two.sh'));
    write({ a: '1', 'b/c': '2' });
    write({ a: '1' });
    assert.equal(statSync(path.join(out(), 'b'), { throwIfNoEntry: false }), undefined);
  });

  it('takes a checkout with other line ends for unedited', () => {
    write({ a: 'one\ntwo\n' });
    edit('a', 'one\r\ntwo\r\n');
    assert.deepEqual(write({ a: 'one\ntwo\n' }).unchanged, ['a']);
    assert.deepEqual(write({ a: 'three\n' }).written, ['a']);
  });

  it('generates a part without forgetting the rest', () => {
    write({ a: '1', 'documents/d.md': '1' });
    writeArtifacts(out(), artifacts({ 'documents/d.md': '2' }, { partial: true }));
    assert.equal(tree(out()).a, '1');
    assert.deepEqual(write({ a: '2', 'documents/d.md': '2' }).written, ['a']);
    assert.doesNotMatch(tree(out())['manifest.json'] ?? '', /partial/u);
  });

  it('says what it would do and does not do it', () => {
    const report = write({ a: 'one' }, { dryRun: true });
    assert.deepEqual(report.written, ['a']);
    assert.equal(statSync(out(), { throwIfNoEntry: false }), undefined);
  });

  describe('what would leave the folder', () => {
    it('is refused by its name', () => {
      for (const name of ['../a', '/etc/passwd', 'a/../../b', 'a\\..\\b', 'C:a', '', 'a//b', 'nul', 'a.']) {
        fails('unsafe-path', () => write({ [name]: 'x' }));
      }
    });

    it('is refused where two names are one file without case', () => {
      fails('unsafe-path', () => write({ 'scripts/Orders/a': '1', 'scripts/orders/a': '2' }));
      fails('unsafe-path', () => write({ a: '1', 'A/b': '2' }));
    });

    it('is refused where a link leads out, and nothing is written', () => {
      const elsewhere = path.join(folder(), 'elsewhere');
      mkdirSync(elsewhere);
      mkdirSync(out());
      symlinkSync(elsewhere, path.join(out(), 'scripts'));
      const error = fails('outside', () => write({ a: '1', 'scripts/full.sh': 'x' }));
      assert.match(error.message, /link.*Remove the link/u);
      assert.deepEqual(tree(elsewhere), {});
      assert.equal(tree(out()).a, undefined);
    });

    it('is refused where a link stands in the place of the file', () => {
      const secret = path.join(folder(), 'secret');
      writeFileSync(secret, 'untouched');
      mkdirSync(out());
      symlinkSync(secret, path.join(out(), 'a'));
      fails('outside', () => write({ a: 'x' }, { force: true }));
      symlinkSync(path.join(folder(), 'nowhere'), path.join(out(), 'b'));
      fails('outside', () => write({ b: 'x' }, { force: true }));
      assert.equal(readFileSync(secret, 'utf8'), 'untouched');
    });

    it('is not removed because a manifest lists it', () => {
      const secret = path.join(folder(), 'secret');
      writeFileSync(secret, 'x');
      const listed = artifacts({ secret: 'x' }).at(-1)?.text ?? '';
      mkdirSync(out());
      edit('manifest.json', listed.replaceAll('"secret"', '"../secret"'));
      assert.deepEqual(write({ a: '1' }).removed, []);
      assert.equal(readFileSync(secret, 'utf8'), 'x');
    });

    it('is not removed through a link, whatever a manifest lists', () => {
      const elsewhere = path.join(folder(), 'elsewhere');
      mkdirSync(elsewhere);
      writeFileSync(path.join(elsewhere, 'secret'), 'x');
      mkdirSync(out());
      symlinkSync(elsewhere, path.join(out(), 'linked'));
      edit('manifest.json', artifacts({ 'linked/secret': 'x' }).at(-1)?.text ?? '');
      assert.deepEqual(write({ a: '1' }).removed, []);
      assert.deepEqual(tree(elsewhere), { secret: 'x' });
    });
  });

  it('says so where a file stands in the way of a folder', () => {
    mkdirSync(out());
    edit('scripts', 'a file');
    const error = fails('not-a-folder', () => write({ 'scripts/a.sh': 'x' }));
    assert.match(error.message, /Move it away/u);
    assert.deepEqual(tree(out()), { scripts: 'a file' });
  });

  it('reads a damaged or later manifest as none: every file is then somebody’s', () => {
    write({ a: 'one' });
    for (const manifest of ['{', '[]', 'null', '{"schemaVersion":2,"files":[]}', '{"schemaVersion":1,"files":[null]}']) {
      edit('manifest.json', manifest);
      assert.deepEqual(write({ a: 'two' }).kept, [{ path: 'a', beside: 'a.new' }]);
    }
  });
});
