/** A real PostgreSQL server in a folder of its own, reached through a socket there. */
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Environment, must, type Outcome, run, runner } from './commands.ts';

/** Where the server programs lie; throws with what to install where there are none. A drill is never skipped. */
export function serverPrograms(): string {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).filter((version) => existsSync(path.join(home, version, 'bin/postgres'))) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error('PostgreSQL is not installed. On Debian or Ubuntu: sudo apt-get install postgresql');
  return path.join(home, newest, 'bin');
}

/** A folder that the servers' user owns; `folders` are made in it. */
export async function makeRoot(...folders: readonly string[]): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'bp-'));
  const { uid, gid } = runner();
  await chmod(root, 0o755);
  for (const folder of folders) await mkdir(path.join(root, folder), { recursive: true });
  for (const folder of ['', ...folders]) await chown(path.join(root, folder), uid, gid);
  return root;
}

export class Server {
  readonly #programs = serverPrograms();
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get socket(): string {
    return path.join(this.root, 'sock');
  }

  get folder(): string {
    return path.join(this.root, 'pg');
  }

  /** What scripts that this server or a schedule starts find in their environment. */
  get environment(): Environment {
    return { BACKUPPLAN_ENV: path.join(this.root, 'env'), BACKUPPLAN_HOME: path.join(this.root, 'out') };
  }

  /** Makes the server. `include` is a settings file that is installed as it is; `more` are options of initdb. */
  async create(include?: string, more: readonly string[] = []): Promise<void> {
    const { uid, gid } = runner();
    await mkdir(this.socket, { recursive: true });
    await chown(this.socket, uid, gid);
    await must(path.join(this.#programs, 'initdb'), [
      '-D',
      this.folder,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
      '--data-checksums',
      ...more,
    ]);
    const settings = [`unix_socket_directories = '${this.socket}'`, "listen_addresses = ''", 'fsync = off', 'shared_buffers = 32MB'];
    if (include !== undefined) settings.push(`include_if_exists = '${include}'`);
    await appendFile(path.join(this.folder, 'postgresql.conf'), `${settings.join('\n')}\n`);
    await writeFile(path.join(this.root, 'env'), `BACKUPPLAN_STATE='${this.root}/state'\n`);
    await this.start();
  }

  #passwords: Environment = {};

  /** `passwords`: the file that queries take their password from, here and from then on. */
  async start(passwords?: string): Promise<void> {
    if (passwords !== undefined) this.#passwords = { PGPASSFILE: passwords };
    await must(
      path.join(this.#programs, 'pg_ctl'),
      ['-D', this.folder, '-l', path.join(this.folder, 'server.log'), '-s', '-w', 'start'],
      this.environment,
    );
  }

  async stop(folder = this.folder): Promise<Outcome> {
    return run(path.join(this.#programs, 'pg_ctl'), ['-D', folder, '-s', '-w', '-m', 'immediate', 'stop']);
  }

  /** `PostgreSQL 15`. */
  async version(): Promise<string> {
    return `PostgreSQL ${(await this.query('postgres', 'show server_version')).replace(/\..*/, '')}`;
  }

  /** Answers of psql, unaligned; `socket` names another server's folder. */
  async query(database: string, sql: string, socket = this.socket): Promise<string> {
    const args = ['-XAtqw', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', 'postgres', '-f', '-'];
    return (await must('psql', args, { PGDATABASE: database, ...this.#passwords }, sql)).trimEnd();
  }

  /** Ends the running log segment and waits until `file` of it is archived in `folder`. */
  async archiveNow(folder: string): Promise<void> {
    const segment = await this.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
    for (let turn = 0; turn < 200; turn++) {
      if (existsSync(path.join(folder, segment))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${segment} was not archived to ${folder}`);
  }

  /** Stops what still runs below the root, and removes all of it. */
  async remove(): Promise<void> {
    for (const entry of readdirSync(this.root, { recursive: true, encoding: 'utf8' })) {
      if (path.basename(entry) === 'postmaster.pid') await this.stop(path.join(this.root, path.dirname(entry)));
    }
    await rm(this.root, { recursive: true, force: true });
  }
}
