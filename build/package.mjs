// `npm run package`: the extension as a .vsix file, from fresh bundles. Needs no network.
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { bundle } from './build.mjs';

const LARGEST = 1.5e6; // bytes; an editor extension is fetched by everybody who opens one plan

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const vsix = path.join(root, 'backupplan.vsix');

await bundle();
rmSync(vsix, { force: true });
// The bundles hold their dependencies. No repository is named, so links in the README stay relative.
await createVSIX({ cwd: root, packagePath: vsix, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });

const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const { size } = statSync(vsix);
console.log(`${path.basename(vsix)}: ${files.length} files, ${(size / 1e6).toFixed(2)} MB`);
if (size > LARGEST) {
  console.error(`larger than ${LARGEST / 1e6} MB: see what the bundles took in`);
  process.exitCode = 1;
}
