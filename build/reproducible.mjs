// `npm run reproducible`: packages this checkout twice, in folders, zones, languages and with modes of files that differ, and fails where the
// packages do. Needs no network.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const places = [
  { folder: 'one', umask: 0o022, env: { TZ: 'UTC', LC_ALL: 'C' } },
  { folder: 'two of another length/below', umask: 0o002, env: { TZ: 'Asia/Kathmandu', LC_ALL: 'cs_CZ.UTF-8' } },
];

const temporary = mkdtempSync(path.join(os.tmpdir(), 'backupplan-reproducible-'));
try {
  const [first, second] = places.map(({ folder, umask, env }) => {
    const checkout = path.join(temporary, folder);
    process.umask(umask);
    copyTo(checkout);
    execFileSync(process.execPath, ['build/package.mjs'], {
      cwd: checkout,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return checkout;
  });
  for (const name of ['backupplan.vsix', 'backupplan.tgz']) {
    if (!differs(first, second, name)) {
      console.log(`${name}: the same ${statSync(path.join(first, name)).size} bytes twice`);
      continue;
    }
    const inside = filesIn(path.join(first, 'out'))
      .map((file) => path.join('out', file))
      .filter((file) => differs(first, second, file));
    console.error(`${name} differs: ${inside.length > 0 ? inside.join(', ') : 'not in its files, but in their order, dates or modes'}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(temporary, { recursive: true });
}

/** Copies the files of this checkout, with what is not committed yet; the copy is no repository, so its bundles name no commit. */
function copyTo(checkout) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0').filter((name) => name !== '' && isFile(path.join(root, name)))) {
    const to = path.join(checkout, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(path.join(root, file)));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'), 'junction');
}

/** Not one that is removed and not committed, and no link to a folder. */
function isFile(file) {
  return existsSync(file) && statSync(file).isFile();
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => isFile(path.join(folder, name)));
}

function differs(first, second, name) {
  return !existsSync(path.join(second, name)) || !readFileSync(path.join(first, name)).equals(readFileSync(path.join(second, name)));
}
