// Programs of a newer Debian than the one that runs here: fetched by apt, unpacked into a folder, never installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Unpacks packages of a Debian suite into `target`, if it is not there yet: programs then lie in `target/usr/bin`, libraries below
 * `target/usr/lib`. `target` is there only when all of it is. Throws, with what apt said, where they cannot be fetched.
 */
export function unpackDebian(suite, packages, target) {
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
    execFileSync('apt-get', ['-qq', ...options, 'download', ...packages], silent);
    execFileSync('bash', ['-euc', 'for file in *.deb; do dpkg-deb -x "$file" ../root; done'], silent);
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
  return /^Debian (\S+\/debian\/)$/m.exec(stdout ?? '')?.[1] ?? 'http://deb.debian.org/debian/';
}
