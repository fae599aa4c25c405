import assert from 'node:assert/strict';
import { loadProject } from '../../engine/plan/load.ts';
import { fileName, resolveImport } from '../../engine/plan/paths.ts';
import { projectOf } from './project.ts';

const paths = (files: Readonly<Record<string, string>>): readonly string[] => projectOf(files).files.map(({ path }) => path);

describe('imports', () => {
  it('reads every file once, in the order it is met, though two paths lead to it', () => {
    const files = {
      'plans/shop.backupplan': 'import "left.backupplan"\nimport "right.backupplan"\n',
      'plans/left.backupplan': 'import "../shared/sites.backupplan"\n',
      'plans/right.backupplan': 'import "../shared/./sites.backupplan"\n',
      'shared/sites.backupplan': 'site berlin { }\n',
    };
    const project = projectOf(files);
    assert.deepEqual(paths(files), ['plans/shop.backupplan', 'plans/left.backupplan', 'shared/sites.backupplan', 'plans/right.backupplan']);
    assert.equal(project.root.path, 'plans/shop.backupplan');
    assert.deepEqual(project.problems, []);
  });

  it('reports an import that cannot be read at its path, and loads the rest', () => {
    const text = 'import "gone.backupplan"\nimport "here.backupplan"\n';
    const project = projectOf({ 'a.backupplan': text, 'here.backupplan': '' });
    assert.deepEqual(
      project.files.map(({ path }) => path),
      ['a.backupplan', 'here.backupplan'],
    );
    const [problem] = project.problems;
    assert.equal(project.problems.length, 1);
    assert.equal(problem?.code, 'import-failed');
    assert.equal(problem?.file, 'a.backupplan');
    assert.equal(text.slice(problem?.range.start, problem?.range.end), '"gone.backupplan"');
    assert.match(problem?.message ?? '', /gone\.backupplan cannot be read/);
  });

  it('reports the import that closes a circle, and names the way round', () => {
    const project = projectOf({
      'a.backupplan': 'import "b.backupplan"\n',
      'b.backupplan': 'import "c.backupplan"\n',
      'c.backupplan': 'import "b.backupplan"\n',
    });
    assert.deepEqual(
      project.problems.map(({ code, file, message }) => ({ code, file, message })),
      [{ code: 'import-cycle', file: 'c.backupplan', message: 'The imports go in a circle: b.backupplan → c.backupplan → b.backupplan.' }],
    );
  });

  it('says of a file that imports itself just that', () => {
    const project = projectOf({ 'a.backupplan': 'import "./a.backupplan"\n' });
    assert.deepEqual(
      project.problems.map(({ code, message }) => [code, message]),
      [['import-cycle', 'a.backupplan imports itself.']],
    );
    assert.equal(project.files.length, 1);
  });

  it('knows a file again however its path is spelt', () => {
    const project = projectOf({ './a.backupplan': 'import "x/../b.backupplan"\n', 'b.backupplan': 'import "a.backupplan"\n' });
    assert.deepEqual(
      project.problems.map(({ code, file }) => [code, file]),
      [['import-cycle', 'b.backupplan']],
    );
  });

  it('gives an empty project with a problem where the plan itself cannot be read', () => {
    const project = loadProject('gone.backupplan', () => undefined);
    assert.equal(project.root.text, '');
    assert.deepEqual(
      project.problems.map(({ code, file }) => [code, file]),
      [['import-failed', 'gone.backupplan']],
    );
  });

  it('follows a chain of ten thousand files', () => {
    const project = loadProject('0', (path) => `import "${Number(path) + 1}"`.repeat(Number(path) < 10_000 ? 1 : 0));
    assert.equal(project.files.length, 10_001);
  });

  it('parses only the file that changed', () => {
    const files: Record<string, string> = { 'p.backupplan': 'import "q.backupplan"\n', 'q.backupplan': 'site berlin { }\n' };
    const before = projectOf(files);
    files['p.backupplan'] += '// changed\n';
    const after = projectOf(files);
    assert.notEqual(after.files[0]?.tree, before.files[0]?.tree);
    assert.equal(after.files[1]?.tree, before.files[1]?.tree);
    files['q.backupplan'] = 'site bonn { }\n';
    assert.equal(projectOf(files).files[1]?.tree.text, 'site bonn { }\n');
  });
});

describe('the path of an import', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['shop.backupplan', 'sites.backupplan', 'sites.backupplan'],
    ['plans/shop.backupplan', 'sites.backupplan', 'plans/sites.backupplan'],
    ['plans/eu/shop.backupplan', '../common/./sites.backupplan', 'plans/common/sites.backupplan'],
    ['plans/shop.backupplan', '../../up.backupplan', '../up.backupplan'],
    ['/srv/plans/shop.backupplan', '../../../etc/x.backupplan', '/etc/x.backupplan'],
    ['plans/shop.backupplan', '/srv/x.backupplan', '/srv/x.backupplan'],
    ['file:///srv/shop.backupplan', 'eu sites (1).backupplan', 'file:///srv/eu%20sites%20%281%29.backupplan'],
    ['file:///srv/a/shop.backupplan', '../x.backupplan', 'file:///srv/x.backupplan'],
    ['file:///srv/shop.backupplan', '/abs/x.backupplan', 'file:///abs/x.backupplan'],
    ['vscode-vfs://github/o/r/shop.backupplan', 'x/y.backupplan', 'vscode-vfs://github/o/r/x/y.backupplan'],
    ['untitled:Untitled-1', 'x.backupplan', 'untitled:x.backupplan'],
    ['file:///srv/shop.backupplan', 'file:///other/./x.backupplan', 'file:///other/x.backupplan'],
  ];
  for (const [file, imported, expected] of cases) {
    it(`"${imported}" in ${file} is ${expected}`, () => assert.equal(resolveImport(file, imported), expected));
  }

  it('a file is shown by its name, with what a URI had to encode', () => {
    assert.equal(fileName('/srv/plans/shop.backupplan'), 'shop.backupplan');
    assert.equal(fileName('file:///srv/eu%20sites.backupplan'), 'eu sites.backupplan');
    assert.equal(fileName('file:///srv/100%.backupplan'), '100%.backupplan');
  });
});
