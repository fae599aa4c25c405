/** A real MariaDB server in a folder of its own, reached through a socket there. */
import { readdirSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Environment, killAll, must, runner, start } from './commands.ts';
import type { Host } from './generated.ts';
import { needProgram } from './machine.ts';
import { makeRoot } from './server.ts';

const password = 'geheim-4711';

export class MariadbServer implements Host {
  readonly root: string;
  #child: ReturnType<typeof start> | undefined;

  private constructor(root: string) {
    this.root = root;
  }

  /** `folders` are made in its root. The file `credentials` there has what its user `backup` logs in with. */
  static async create(...folders: readonly string[]): Promise<MariadbServer> {
    for (const program of ['mariadbd', 'mariadb-binlog']) needProgram(program, 'mariadb-server');
    const server = new MariadbServer(await makeRoot('state', 'restored', ...folders));
    const { uid, gid } = runner();
    const file = server.credentials;
    await writeFile(file, `[client]\nuser=backup\npassword=${password}\n`, { mode: 0o600 });
    await chown(file, uid, gid);
    await writeFile(path.join(server.root, 'env'), `BACKUPPLAN_STATE='${server.root}/state'\n`);
    await must('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${server.folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ]);
    await server.start();
    await server.query(`create user backup@localhost identified by '${password}'; grant all privileges on *.* to backup@localhost with grant option;
      grant proxy on ''@'%' to backup@localhost with grant option`);
    return server;
  }

  get credentials(): string {
    return path.join(this.root, 'credentials');
  }

  get socket(): string {
    return path.join(this.root, 'm.sock');
  }

  get folder(): string {
    return path.join(this.root, 'data');
  }

  get environment(): Environment {
    return { BACKUPPLAN_ENV: path.join(this.root, 'env'), BACKUPPLAN_HOME: path.join(this.root, 'out') };
  }

  async start(): Promise<void> {
    this.#child = start('mariadbd', [
      '--no-defaults',
      `--datadir=${this.folder}`,
      `--socket=${this.socket}`,
      `--pid-file=${this.root}/m.pid`,
      `--log-error=${this.root}/error.log`,
      '--skip-networking',
      '--server-id=7',
      '--log-bin=bin',
      '--gtid-strict-mode=1',
      '--innodb-buffer-pool-size=32M',
      '--innodb-flush-log-at-trx-commit=0',
    ]);
    for (let turn = 0; turn < 300; turn++) {
      const up = await this.query('select 1').catch(() => undefined);
      if (up !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the MariaDB server does not start');
  }

  kill(): void {
    if (this.#child !== undefined) killAll(this.#child);
  }

  /** Answers without frames; `socket` names another server's. */
  query(sql: string, socket = this.socket, user = 'root'): Promise<string> {
    const args = [
      '--no-defaults',
      '--default-character-set=utf8mb4',
      `--socket=${socket}`,
      `--user=${user}`,
      '--batch',
      '--skip-column-names',
    ];
    return must('mariadb', args, {}, sql).then((text) => text.trimEnd());
  }

  /** Everything of a database that a restore has to bring back: definitions, rows, routines, events, triggers, as SQL without dates. */
  async contents(database: string, socket = this.socket, user = 'root'): Promise<string> {
    const args = ['--no-defaults', `--socket=${socket}`, `--user=${user}`, '--skip-dump-date', '--skip-comments', '--skip-extended-insert'];
    const text = await must('mariadb-dump', [
      ...args,
      '--order-by-primary',
      '--routines',
      '--events',
      '--triggers',
      '--hex-blob',
      '--',
      database,
    ]);
    // Numbers that were given to nothing may be given again.
    return text.replace(/ AUTO_INCREMENT=\d+/g, '');
  }

  /** Accounts with their grants, but for those of a new server. */
  async accounts(socket = this.socket, user = 'root'): Promise<string> {
    const args = ['--no-defaults', `--socket=${socket}`, `--user=${user}`, '--skip-dump-date', '--skip-comments', '--system=users'];
    return (await must('mariadb-dump', args))
      .split('\n')
      .filter((line) => !/backupplan|mariadb_dump_import_role|TO `?'?root/.test(line))
      .sort()
      .join('\n');
  }

  async endRestored(folder: string): Promise<void> {
    await must('mariadb-admin', ['--no-defaults', `--socket=${folder}/server.sock`, '--user=backupplan', 'shutdown']);
  }

  /** Ends what still runs below the root, and removes all of it. */
  async remove(): Promise<void> {
    this.kill();
    for (const name of readdirSync(path.join(this.root, 'restored')))
      await this.endRestored(path.join(this.root, 'restored', name)).catch(() => {});
    await rm(this.root, { recursive: true, force: true });
  }
}
