import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pictureKinds } from '../../engine/generate/pictures/picture.ts';
import { Folder } from './run.ts';

const shop = readFileSync('examples/shop.backupplan', 'utf8');

describe('picture', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
    folder.write('shop.backupplan', shop);
  });
  afterEach(() => folder.remove());

  it('prints SVG, and nothing else', async () => {
    for (const args of [
      ['matrix'],
      ['timeline'],
      ['copies'],
      ['cost'],
      ['points', '--system', 'orders'],
      ['recovery', '--scenario', 'ransomware'],
    ]) {
      const { code, out, err } = await folder.run(['picture', ...args, 'shop.backupplan']);
      assert.equal(code, 0, err);
      assert.match(out, /^<svg [^>]*role="img"[\s\S]*<\/svg>\n$/u);
      assert.equal(err, '');
    }
  });

  it('prints what the picture shows as a table', async () => {
    const { out } = await folder.run(['picture', 'matrix', '--table']);
    assert.match(out, /^\| System \| Scenario \| Lost at most \|/u);
    assert.match(out, /\| orders \| datacenter-failure \| 1h21m3s \| 1h, not met \|/u);
  });

  it('writes into a file', async () => {
    const { code, out } = await folder.run(['picture', 'copies', '--scenario', 'ransomware', '-o', 'copies.svg']);
    assert.equal(code, 0);
    assert.equal(out, '');
    assert.match(readFileSync(path.join(folder.path, 'copies.svg'), 'utf8'), /<title [^>]*>ransomware: which copies are left</u);
  });

  it('a timeline is of all systems, or of one', async () => {
    const all = await folder.run(['picture', 'timeline', '--table']);
    const one = await folder.run(['picture', 'timeline', '--system', 'uploads', '--table']);
    assert.match(all.out, /\| orders \|/u);
    assert.doesNotMatch(one.out, /\| orders \|/u);
    assert.match(one.out, /\| uploads \| full → nas \|/u);
  });

  it('says which kinds, scenarios and systems there are', async () => {
    const refused = async (args: readonly string[]): Promise<string> => {
      const { code, err, out } = await folder.run(['picture', ...args]);
      assert.equal(code, 2);
      assert.equal(out, '');
      return err;
    };
    assert.ok((await refused([])).includes(pictureKinds.join(', ')));
    assert.match(await refused(['map']), /'map' is none of them/u);
    assert.match(await refused(['recovery']), /say --scenario datacenter-failure, --scenario ransomware/u);
    assert.match(
      await refused(['recovery', '--scenario', 'fire']),
      /there is no scenario 'fire'; there are datacenter-failure, ransomware/u,
    );
    assert.match(await refused(['matrix', '--system', 'orders']), /is of no system: leave --system out/u);
    assert.match(await refused(['points', '--system', 'web']), /there is nothing to draw: web has no restore points/u);
  });

  it('the only scenario need not be named', async () => {
    folder.write(
      'one/one.backupplan',
      'plan "One" { }\nsite a { }\nsystem x: files { at a; exempt because "a test" }\nsystem y: files { at a }\nscenario fire { lose a }\n',
    );
    const { code, out } = await folder.run(['picture', 'recovery', 'one']);
    assert.equal(code, 0);
    assert.match(out, /fire: the order of recovery/u);
  });

  it('is of one plan', async () => {
    folder.write('other.backupplan', 'plan "Other" { }\n');
    const { code, err } = await folder.run(['picture', 'matrix']);
    assert.equal(code, 2);
    assert.match(err, /other\.backupplan and shop\.backupplan were found: say which/u);
  });

  it('draws nothing from a plan that cannot be read whole', async () => {
    folder.write('shop.backupplan', `${shop}\nsystem broken: files { at nowhere }\n`);
    const { code, out, err } = await folder.run(['picture', 'matrix']);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /not drawn until it can be read whole/u);
  });
});
