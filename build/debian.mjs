// Programs of a newer Debian than the one that runs here: fetched by apt, unpacked into a folder, never installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Unpacks packages of a Debian suite into `target`, if it is not there yet: programs then lie in `target/usr/bin`, libraries below
 * `target/usr/lib`. `withLibraries`: those that they need come too, where this machine's own are too old. `target` is there only when all
 * of it is. Throws, with what apt said, where they cannot be fetched.
 */
export function unpackDebian(suite, packages, target, withLibraries = false) {
  if (existsSync(target)) return;
  mkdirSync(path.dirname(target), { recursive: true });
  const work = mkdtempSync(`${target}-`);
  try {
    if (!existsSync(KEYRING)) throw new Error(`${KEYRING} is missing: this is no Debian`);
    for (const folder of ['lists/partial', 'cache/archives/partial', 'packages', 'root'])
      mkdirSync(path.join(work, folder), { recursive: true });
    writeFileSync(path.join(work, 'status'), '');
    writeFileSync(
      path.join(work, 'suite.sources'),
      `Types: deb\nURIs: ${mirror()}\nSuites: ${suite}\nComponents: main\nSigned-By: ${KEYRING}\n`,
    );
    const settings = {
      'Dir::Etc::sourcelist': path.join(work, 'suite.sources'),
      'Dir::Etc::sourceparts': '/dev/null',
      'Dir::State::lists': path.join(work, 'lists'),
      'Dir::State::status': path.join(work, 'status'),
      'Dir::Cache': path.join(work, 'cache'),
      'Acquire::Languages': 'none',
      'Acquire::Retries': '2',
      'Acquire::http::Timeout': '20',
      // What it downloads here its own user could not write.
      'APT::Sandbox::User': 'root',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const folder = path.join(work, 'packages');
    const silent = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
    execFileSync('apt-get', ['-qq', ...options, '-o', 'APT::Update::Error-Mode=any', 'update'], silent);
    if (withLibraries) {
      const chosen = ['--download-only', '--no-install-recommends', '-y', 'install', ...packages];
      execFileSync('apt-get', ['-qq', ...options, '-o', `Dir::Cache::archives=${folder}`, ...chosen], silent);
    } else execFileSync('apt-get', ['-qq', ...options, 'download', ...packages], silent);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
      const [name, section] = ['Package', 'Section'].map((field) =>
        execFileSync('dpkg-deb', ['-f', file, field], { ...silent, stdio: 'pipe' }),
      );
      if (packages.includes(String(name).trim()) || String(section).trim() === 'libs')
        execFileSync('dpkg-deb', ['-x', file, '../root'], silent);
    }
    // Whoever was faster has put there the same.
    if (!existsSync(target)) renameSync(path.join(work, 'root'), target);
  } catch (error) {
    throw new Error(`${packages.join(', ')} of Debian ${suite} cannot be fetched, which this drill needs: ${error.message}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Where this machine has its own packages from. */
function mirror() {
  const asked = ['indextargets', '--format', '$(ORIGIN) $(REPO_URI)', 'Created-By: Packages'];
  const { stdout } = spawnSync('apt-get', asked, { encoding: 'utf8' });
  const found = /^Debian (\S+\/debian\/)$/m.exec(stdout ?? '')?.[1];
  if (found === undefined) throw new Error('apt has no packages of Debian on this machine');
  return found;
}
