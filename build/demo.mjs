// `npm run demo`: installs the npm packages, builds, checks the examples and writes the folder of each.
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './components.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
installPackages(root);
execFileSync(process.execPath, ['build/build.mjs'], { cwd: root, stdio: 'inherit' });

const backupplan = (...args) => {
  console.log(`\n$ backupplan ${args.join(' ')}`);
  return spawnSync(process.execPath, ['dist/backupplan.cjs', ...args], { cwd: root, stdio: 'inherit' }).status;
};
// `check` answers 1 here: the shop's plan breaks five of its own targets, which is what it is there to show. On a later day its reviews and
// drills would be overdue too.
const checked = backupplan('check', '--date', '2026-12-01', 'examples');
const generated = backupplan('generate', 'examples');
process.exitCode = checked !== null && checked <= 1 && generated === 0 ? 0 : 1;
