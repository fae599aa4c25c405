// Programs of a newer Debian than the one that runs here: fetched by apt, unpacked into a folder, never installed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Unpacks packages of a Debian suite into `target`, if it is not there yet: programs then lie in `target/usr/bin`, libraries below
 * `target/usr/lib`. Throws where apt is not there, or cannot fetch them.
 */
export function unpackDebian(suite, packages, target) {
  if (existsSync(target)) return;
  if (!existsSync(KEYRING)) throw new Error(`${packages.join(', ')} of Debian ${suite} cannot be fetched: ${KEYRING} is missing`);
  mkdirSync(path.dirname(target), { recursive: true });
  const work = mkdtempSync(`${target}-`);
  try {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'packages', 'root'])
      mkdirSync(path.join(work, folder), { recursive: true });
    writeFileSync(path.join(work, 'status'), '');
    writeFileSync(
      path.join(work, 'suite.sources'),
      `Types: deb\nURIs: http://deb.debian.org/debian\nSuites: ${suite}\nComponents: main\nSigned-By: ${KEYRING}\n`,
    );
    const settings = {
      'Dir::Etc::sourcelist': path.join(work, 'suite.sources'),
      'Dir::Etc::sourceparts': '/dev/null',
      'Dir::State::lists': path.join(work, 'lists'),
      'Dir::State::status': path.join(work, 'status'),
      'Dir::Cache': path.join(work, 'cache'),
      'Acquire::Languages': 'none',
      // What it downloads here its own user could not write.
      'APT::Sandbox::User': 'root',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const folder = path.join(work, 'packages');
    execFileSync('apt-get', ['-qq', ...options, 'update'], { stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync('apt-get', ['-qq', ...options, 'download', ...packages], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync('bash', ['-c', 'for file in *.deb; do dpkg-deb -x "$file" ../root; done'], { cwd: folder });
    // Whoever was faster has put there the same.
    if (!existsSync(target)) renameSync(path.join(work, 'root'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
