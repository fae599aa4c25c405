// `npm run package`: the extension as backupplan.vsix and the command line as the npm package backupplan.tgz, from fresh bundles. Needs no
// network.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, PackageManager } from '@vscode/vsce';
import { bundle } from './build.mjs';

const LARGEST = 1.5e6; // bytes; an editor extension is fetched by everybody who opens one plan

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
// `type` is about the sources: by it the host of extensions in a browser takes the bundles for ES modules, which it refuses.
const { files: inNpmPackage, type: _, ...manifest } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

await bundle();

// .vscodeignore says what is in it; vsce refuses to pack by that beside the `files` of the npm package.
const inExtension = await listFiles({ cwd: root, packageManager: PackageManager.None });
const extension = stage('out/extension', manifest, ['.vscodeignore', ...inExtension]);
const vsix = path.join(root, 'backupplan.vsix');
execFileSync(process.execPath, [path.join(root, 'build/vsix.mjs'), extension, vsix], {
  // What vsce takes its dates and its order from. The date is the one that npm gives to every file.
  env: { ...process.env, SOURCE_DATE_EPOCH: '499162500', TZ: 'UTC', LC_ALL: 'C' },
  stdio: 'inherit',
});

const told = ['name', 'version', 'description', 'license', 'author', 'homepage', 'repository', 'bugs', 'keywords', 'bin'];
const npmManifest = {
  ...Object.fromEntries(told.map((field) => [field, manifest[field]])),
  engines: { node: manifest.engines.node },
  files: inNpmPackage,
};
const npmPackage = stage('out/npm', npmManifest, ['README.md', 'LICENSE', ...inNpmPackage]);
execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--no-update-notifier', '--pack-destination', root], { cwd: npmPackage });
const tgz = path.join(root, 'backupplan.tgz');
renameSync(path.join(root, `${manifest.name}-${manifest.version}.tgz`), tgz);

for (const file of [vsix, tgz]) {
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`${path.basename(file)}: ${(bytes.length / 1e6).toFixed(2)} MB, sha256 ${sha256}`);
  if (bytes.length > LARGEST) {
    console.error(`larger than ${LARGEST / 1e6} MB: see what the bundles took in`);
    process.exitCode = 1;
  }
}

/** Copies files into an empty folder, to be packed there: their modes, which differ from one checkout to the next, would go along. */
function stage(folder, packageJson, files) {
  const target = path.join(root, folder);
  rmSync(target, { recursive: true, force: true });
  for (const file of files) {
    const to = path.join(target, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(path.join(root, file)));
    chmodSync(to, 0o644);
  }
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`);
  return target;
}
