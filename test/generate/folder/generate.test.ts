import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { examine } from '../../../engine/examine.ts';
import { generate } from '../../../engine/generate/generate.ts';
import { type Manifest, relativePath } from '../../../engine/generate/manifest.ts';
import { pathProblem } from '../../../engine/generate/paths.ts';
import { examineText, example, generated, samples } from '../sample.ts';

const sha = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const manifestIn = (artifacts: ReadonlyMap<string, { text: string }>): Manifest => JSON.parse(artifacts.get('manifest.json')?.text ?? '');

describe('a generated folder', () => {
  for (const name of samples) {
    it(`${name}: has a manifest that is true of every file in it`, () => {
      const artifacts = generated(example(name));
      const manifest = manifestIn(artifacts);
      assert.deepEqual(
        manifest.files.map(({ path }) => path),
        [...artifacts.keys()].filter((path) => path !== 'manifest.json').sort(),
      );
      for (const { path, sha256 } of manifest.files) assert.equal(sha256, sha(artifacts.get(path)?.text ?? ''), path);
      assert.equal(manifest.plan.path, `${name}.backupplan`);
      assert.equal(manifest.plan.sha256, sha(example(name).project.root.text));
      assert.equal(manifest.version, '1.2.3');
    });

    it(`${name}: is the same bytes every time, and tells nothing of this machine`, () => {
      const one = generated(example(name));
      const text = example(name).project.root.text;
      const deep = `/home/somebody/plans/${name}.backupplan`;
      const two = generated(examine(deep, (asked) => (asked === deep ? text : undefined)));
      assert.deepEqual([...two], [...one]);
    });

    it(`${name}: has a README that names every scenario’s runbook, the plan’s hash, and what has no script with the reason`, () => {
      const artifacts = generated(example(name));
      const readme = artifacts.get('README.md')?.text ?? '';
      for (const scenario of example(name).plan.scenarios)
        assert.match(readme, new RegExp(`\\(documents/runbook-${scenario.name}\\.md\\)`, 'u'));
      assert.ok(readme.includes(sha(example(name).project.root.text)));
      const jobs = example(name).plan.systems.flatMap(({ blocks }) => blocks.flatMap((block) => [...block.jobs, ...block.copies]));
      for (const { id } of jobs) {
        const script = [...artifacts.keys()].some((path) => path.startsWith('scripts/') && path.endsWith(`${id}.sh`));
        assert.ok(script || readme.includes(`\`${id}\``) || readme.includes('archive-wal.sh'), `${id} has no script and no reason`);
      }
    });
  }

  it('has a README that says where a database server has to reach, since it writes its log itself', () => {
    const steps = (name: string): string => generated(example(name)).get('README.md')?.text ?? '';
    const words = (server: string, places: string): string => `The server of ${server} then writes its log itself, to ${places}`;
    assert.ok(steps('postgresql').includes(words('orders', '`nas` (`/srv/backup`): that has to be mounted on the machine of the server')));
    assert.ok(steps('datacenter-failure').includes(words('database', '`store` (`/srv/backup`) and `vault`: these have')));
  });

  it('hashes a plan with imports as sha256sum would list its files', () => {
    const files: Record<string, string> = {
      'plans/shop.backupplan': 'import "../shared/sites.backupplan"\nplan "Shop" { owner "a" }\n',
      'shared/sites.backupplan': 'site home { kind office }\n',
    };
    const artifacts = generated(examine('plans/shop.backupplan', (path) => files[path]));
    const { plan } = manifestIn(artifacts);
    const sums = [
      `${sha(files['plans/shop.backupplan'] ?? '')}  shop.backupplan\n`,
      `${sha(files['shared/sites.backupplan'] ?? '')}  ../shared/sites.backupplan\n`,
    ];
    assert.deepEqual(
      plan.files.map(({ path }) => path),
      ['shop.backupplan', '../shared/sites.backupplan'],
    );
    assert.equal(plan.sha256, sha(sums.join('')));
  });

  it('is nothing for a library', () => {
    assert.deepEqual([...generated(examineText('site home { kind office }\n'))], []);
  });

  it('can be one part of it, or one runbook, with a manifest that says so', () => {
    const documents = generate(example('shop'), { version: '1', only: ['documents'] });
    assert.ok(documents.length > 2 && documents.every(({ path }) => path.startsWith('documents/') || path === 'manifest.json'));
    const one = generate(example('shop'), { version: '1', scenario: 'ransomware' });
    assert.deepEqual(
      one.map(({ path }) => path),
      ['documents/runbook-ransomware.md', 'manifest.json'],
    );
    assert.equal(JSON.parse(one[1]?.text ?? '').partial, true);
    assert.equal(manifestIn(generated(example('shop'))).partial, undefined);
  });

  it('is refused where two names of the plan would be one file', () => {
    assert.throws(
      () => generated(examineText('plan "P" {}\nsite a { kind office }\nscenario fire { lose a }\nscenario Fire { lose a }\n')),
      /one file where case does not count/u,
    );
  });

  it('is refused where a name cannot be a file name', () => {
    for (const path of ['', '/a', 'a/../b', './a', 'a//b', 'C:b', 'a\\b', 'a\0b', 'con', 'x/NUL.txt', 'a ', 'b/.'])
      assert.notEqual(pathProblem(path), undefined, path);
    for (const path of ['README.md', 'scripts/orders/full-nas.sh', 'documents/überblick.md', 'a.b/c', 'console/x', '.hidden'])
      assert.equal(pathProblem(path), undefined, path);
  });

  it('names an import by its place seen from the plan, never absolutely', () => {
    assert.equal(relativePath('/a/b/shop.backupplan', '/a/b/sites.backupplan'), 'sites.backupplan');
    assert.equal(relativePath('/a/b/shop.backupplan', '/a/c/sites.backupplan'), '../c/sites.backupplan');
    assert.equal(relativePath('file:///a/shop.backupplan', 'vscode-vfs://x/sites.backupplan'), 'sites.backupplan');
    assert.equal(relativePath('shop.backupplan', 'x/sites.backupplan'), 'x/sites.backupplan');
  });
});
