// Installs what the build and the tests need: npm packages from the lock file, and system packages where this machine lets us.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mysqlFolder } from './mysql.mjs';

/** Debian's package for each program that the tests run, and how to see that it is there. */
const programs = [
  { name: 'PostgreSQL 13 or newer (server and client programs)', apt: ['postgresql'], present: hasPostgresql },
  { name: 'ShellCheck', apt: ['shellcheck'], present: () => onPath('shellcheck') },
  { name: 'Chromium', apt: ['chromium'], present: () => onPath('chromium') },
  { name: 'systemd-analyze', apt: ['systemd'], present: () => onPath('systemd-analyze') },
  { name: 'promtool', apt: ['prometheus'], present: () => onPath('promtool') },
  { name: 'MariaDB and mariadb-backup', apt: ['mariadb-server', 'mariadb-backup'], present: () => onPath('mariadbd', 'mariadb-backup') },
  { name: 'Redis', apt: ['redis-server'], present: () => onPath('redis-server') },
  { name: 'etcd', apt: ['etcd-server', 'etcd-client'], present: () => onPath('etcd', 'etcdctl') },
  { name: 'SQLite', apt: ['sqlite3'], present: () => onPath('sqlite3') },
  { name: 'pgBackRest', apt: ['pgbackrest'], present: () => onPath('pgbackrest') },
  { name: 'restic', apt: ['restic'], present: () => onPath('restic') },
  { name: 'Borg', apt: ['borgbackup'], present: () => onPath('borg') },
  { name: 'rclone', apt: ['rclone'], present: () => onPath('rclone') },
  { name: 'age', apt: ['age'], present: () => onPath('age', 'age-keygen') },
  { name: 'rsync', apt: ['rsync'], present: () => onPath('rsync') },
  { name: 'OpenSSL', apt: ['openssl'], present: () => onPath('openssl') },
  { name: 'zstd', apt: ['zstd'], present: () => onPath('zstd') },
  { name: 'faketime', apt: ['faketime'], present: () => onPath('faketime') },
  { name: 'named-checkzone', apt: ['bind9-utils'], present: () => onPath('named-checkzone') },
  { name: 'extended attributes and ACLs', apt: ['attr', 'acl'], present: () => onPath('setfattr', 'setfacl') },
  { name: 'the OpenSSH server', apt: ['openssh-server', 'openssh-client'], present: () => onPath('sshd') },
  {
    name: 'Ceph with its S3 gateway',
    apt: ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'radosgw'],
    present: () => onPath('ceph-mon', 'ceph-mgr', 'ceph-osd', 'radosgw'),
  },
];

/** `npm ci` where node_modules is missing or does not belong to the lock file. */
export function installPackages(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const mark = path.join(root, 'node_modules/.installed-lock.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  writeFileSync(mark, lock);
}

/** Installs missing programs; throws with what to install where that cannot be done. */
export function installSystem() {
  installPrograms();
  try {
    mysqlFolder();
  } catch (error) {
    // Only its own drills need it, and they say the same.
    console.error(error.message);
  }
}

/** With apt-get, as root. */
function installPrograms() {
  const missing = programs.filter(({ present }) => !present());
  if (missing.length === 0) return;
  const packages = missing.flatMap(({ apt }) => apt);
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    console.log(`installing ${packages.join(', ')}`);
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const still = programs.filter(({ present }) => !present());
  if (still.length > 0) {
    throw new Error(
      `missing: ${still.map(({ name }) => name).join(', ')}. On Debian or Ubuntu: sudo apt-get install ${still.flatMap(({ apt }) => apt).join(' ')}`,
    );
  }
}

/** Debian keeps a server's programs in a folder for each version; the client alone has some of them. */
function hasPostgresql() {
  const versions = '/usr/lib/postgresql';
  return existsSync(versions) && readdirSync(versions).some((version) => existsSync(path.join(versions, version, 'bin/initdb')));
}

/** Servers lie in sbin, which is not on everybody's path. */
function onPath(...programs) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return programs.every((program) => folders.some((folder) => existsSync(path.join(folder, program))));
}
