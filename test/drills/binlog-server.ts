/** A real server of MariaDB or MySQL in a folder of its own, reached through a socket there. */
import { readdirSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Environment, killAll, must, runner, start } from './commands.ts';
import type { Host } from './generated.ts';
import { makeRoot } from './server.ts';

const password = 'geheim-4711';

/** What the drills of both have to know of one of them. */
export interface Product {
  /** The kind of system in a plan, its tool for dumps, and the name that people know. */
  readonly kind: string;
  readonly tool: string;
  readonly name: string;
  /** Its client, and the program that reads its log. */
  readonly client: string;
  readonly reader: string;
  /** Its tool for backups of files, with increments, where there is one. */
  readonly files?: string;
  /** What the user of a job needs, where we say so. */
  readonly least?: string;
  /** An engine of tables without transactions. */
  readonly plain: string;
  /** A time zone of sessions, and SQL that has the server know it. */
  readonly zone: string;
  readonly knowZone: string;
  /** SQL that has the server begin its log anew. */
  readonly anew: string;
  create(...folders: readonly string[]): Promise<BinlogServer>;
}

/** SQL: a table `numbers` with one column, `seq`, from 1 on; `count` is at most 10 000. */
export function numbers(count: number): string {
  const digits = `(select 0 d ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `union all select ${digit}`).join(' ')})`;
  const all = `select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d seq from ${digits} a, ${digits} b, ${digits} c, ${digits} e`;
  return `(select seq from (${all}) every where seq <= ${count}) numbers`;
}

export abstract class BinlogServer implements Host {
  readonly root: string;
  #child: ReturnType<typeof start> | undefined;

  protected constructor(root: string) {
    this.root = root;
  }

  /** The folder of its programs, where they are not on the PATH. */
  abstract readonly programs?: string;
  /** `MariaDB 10.11.19` */
  abstract readonly version: string;
  protected abstract readonly names: { readonly server: string; readonly client: string; readonly dump: string; readonly admin: string };
  /** Options of the server, and of what dumps, besides those that both products have. */
  protected abstract readonly serverOptions: readonly string[];
  protected abstract readonly dumpOptions: readonly string[];
  /** Whom GRANT PROXY means by everybody. */
  protected abstract readonly anybody: string;
  /** Makes its data folder. */
  protected abstract install(): Promise<void>;
  /** Accounts with their grants, but for those of a new server. */
  abstract accounts(socket?: string, user?: string): Promise<string>;

  /** A root with the folder `restored`, those that scripts need, and `folders`. */
  protected static makeRoot(folders: readonly string[]): Promise<string> {
    return makeRoot('state', 'restored', ...folders);
  }

  /** The file `credentials` in its root has what its user `backup` logs in with. */
  protected async begin(): Promise<void> {
    const { uid, gid } = runner();
    const file = this.credentials;
    await writeFile(file, `[client]\nuser=backup\npassword=${password}\n`, { mode: 0o600 });
    await chown(file, uid, gid);
    await this.install();
    await this.start();
    await this.query(`create user backup@localhost identified by '${password}'; grant all privileges on *.* to backup@localhost with grant option;
      grant proxy on ${this.anybody} to backup@localhost with grant option`);
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
    this.#child = start(this.program('server'), [
      '--no-defaults',
      `--datadir=${this.folder}`,
      `--socket=${this.socket}`,
      `--pid-file=${this.root}/m.pid`,
      `--log-error=${this.root}/error.log`,
      '--skip-networking',
      '--server-id=7',
      '--log-bin=bin',
      '--innodb-buffer-pool-size=32M',
      '--innodb-flush-log-at-trx-commit=0',
      '--sync-binlog=0',
      ...this.serverOptions,
    ]);
    for (let turn = 0; turn < 300; turn++) {
      const up = await this.query('select 1').catch(() => undefined);
      if (up !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server ${this.version} does not start`);
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
      '--raw',
      '--skip-column-names',
    ];
    return must(this.program('client'), args, {}, sql).then((text) => text.trimEnd());
  }

  /** Everything of a database that a restore has to bring back: definitions, rows, routines, events, triggers, as SQL without dates. */
  async contents(database: string, socket = this.socket, user = 'root'): Promise<string> {
    const more = ['--skip-extended-insert', '--order-by-primary', '--routines', '--events', '--triggers', '--hex-blob'];
    const text = await this.dump(socket, user, ...more, '--', database);
    // Numbers that were given to nothing may be given again.
    return text.replace(/ AUTO_INCREMENT=\d+/g, '');
  }

  protected dump(socket: string, user: string, ...args: readonly string[]): Promise<string> {
    const reach = ['--no-defaults', `--socket=${socket}`, `--user=${user}`, '--skip-dump-date', '--skip-comments', ...this.dumpOptions];
    return must(this.program('dump'), [...reach, ...args]);
  }

  async endRestored(folder: string): Promise<void> {
    await must(this.program('admin'), ['--no-defaults', `--socket=${folder}/server.sock`, '--user=backupplan', 'shutdown']);
  }

  /** Ends what still runs below the root, and removes all of it. */
  async remove(): Promise<void> {
    this.kill();
    for (const name of readdirSync(path.join(this.root, 'restored')))
      await this.endRestored(path.join(this.root, 'restored', name)).catch(() => {});
    await rm(this.root, { recursive: true, force: true });
  }

  protected program(what: 'server' | 'client' | 'dump' | 'admin'): string {
    return path.join(this.programs ?? '', this.names[what]);
  }
}
