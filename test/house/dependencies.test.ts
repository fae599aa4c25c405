/** What comes from others: each package with its reason, its licence and its hash. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from '../../build/build.mjs';
import { notices } from '../../build/notices.mjs';
import { sbom } from '../../build/sbom.mjs';
import { Folder } from '../cli/run.ts';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly bin?: Readonly<Record<string, string>>;
}
/** As far as the test reads it. */
interface Bill {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly purl: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const direct = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
const locked: Readonly<Record<string, Locked>> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const page = readFileSync('docs/dependencies.md', 'utf8');

describe('dependencies', () => {
  let bundled: readonly string[];
  before(async function () {
    this.timeout(60_000);
    bundled = await compile(false);
  });

  it('stand in docs/dependencies.md, each with its reason, apart by whether users run them', () => {
    const [inBundles = '', others = ''] = page.slice(page.indexOf('## In the bundles')).split('## To build and to test');
    const rows = (text: string) => [...text.matchAll(/^\| `([^`]+)` \| \S.{4,} \|$/gm)].map((match) => match[1] ?? '');
    const shipped = direct.filter((name) => bundled.includes(`node_modules/${name}`));
    assert.ok(shipped.length > 5);
    assert.deepEqual(rows(inBundles), shipped.sort());
    assert.deepEqual(rows(others), direct.filter((name) => !shipped.includes(name)).sort());
  });

  it('are all used', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
    const code = tracked
      .filter((name) => /\.([mc]?[jt]s|json)$/.test(name) && !/^package(-lock)?\.json$/.test(name))
      .map((name) => readFileSync(name, 'utf8'))
      .join('\n');
    const scripts = Object.values<string>(manifest.scripts).join(' ');
    const used = (name: string) =>
      new RegExp(`(\\b(from|import) |\\((/\\* .* \\*/ )?|import=|node_modules/)['"]?${name}['"/]`).test(code) ||
      Object.keys(locked[`node_modules/${name}`]?.bin ?? {}).some((bin) => new RegExp(`(^| )${bin} `).test(scripts)) ||
      (name.startsWith('@types/') && new RegExp(`['"](node:)?${name.slice('@types/'.length)}['"]`).test(code));
    assert.deepEqual(
      direct.filter((name) => !used(name)),
      [],
    );
  });

  it('are locked by their hash', () => {
    const places = Object.keys(locked).filter((place) => place !== '');
    assert.ok(places.length > 100);
    assert.deepEqual(
      places.filter((place) => !locked[place]?.integrity?.startsWith('sha512-')),
      [],
    );
  });

  it('have their licences in THIRD-PARTY-NOTICES where they are bundled (npm run build)', () => {
    assert.equal(readFileSync('THIRD-PARTY-NOTICES', 'utf8'), notices(bundled));
  });

  it('are not bundled under a licence that does not go with ours, or without its text', () => {
    const folder = new Folder();
    const put = (name: string, license: string | undefined) => {
      mkdirSync(path.join(folder.path, name), { recursive: true });
      folder.write(`${name}/package.json`, JSON.stringify({ name, version: '1.0.0', license }));
      return path.join(folder.path, name);
    };
    try {
      assert.throws(() => notices([put('viral', 'GPL-3.0-only')]), /^Error: viral 1\.0\.0 is under GPL-3\.0-only: it cannot be bundled\./);
      assert.throws(() => notices([put('silent', undefined)]), /^Error: silent 1\.0\.0 names no licence/);
      assert.throws(() => notices([put('bare', 'MIT')]), /^Error: bare 1\.0\.0 brings no licence text/);
    } finally {
      folder.remove();
    }
  });

  it('stand in the bill of materials where they are bundled, each asked for by something', () => {
    const bill: Bill = JSON.parse(sbom('.', bundled));
    const told = bill.components.map(({ purl }) => decodeURIComponent(purl.replace('pkg:npm/', '')));
    const noticed = readFileSync('THIRD-PARTY-NOTICES', 'utf8').matchAll(/^((?:@[a-z0-9-]+\/)?[a-z0-9.-]+) (\d+\.\d+\.\d+) \(/gm);
    assert.deepEqual(told.sort(), [...noticed].map(([, name, version]) => `${name}@${version}`).sort());
    for (const { 'bom-ref': place, hashes } of bill.components) {
      assert.equal(`sha512-${Buffer.from(hashes[0]?.content ?? '', 'hex').toString('base64')}`, locked[place]?.integrity);
    }
    const reached = new Set<string>();
    const reach = (ref: string): void => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const next of bill.dependencies.find((each) => each.ref === ref)?.dependsOn ?? []) reach(next);
    };
    reach(bill.metadata.component['bom-ref']);
    assert.deepEqual(
      bundled.filter((place) => !reached.has(place)),
      [],
    );
  });

  it('are not asked for by the packages that users install, which tell what is inside them', () => {
    assert.equal(manifest.dependencies, undefined);
    const extension = readFileSync('.vscodeignore', 'utf8').split('\n');
    for (const file of ['THIRD-PARTY-NOTICES', 'dist/sbom.cdx.json']) {
      assert.ok(extension.includes(`!${file}`), file);
      assert.ok(manifest.files.includes(file), file);
    }
  });
});
