/** A real MariaDB server. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BinlogServer, type Product } from './binlog-server.ts';
import { must } from './commands.ts';
import { needProgram, versionOf } from './machine.ts';

export class MariadbServer extends BinlogServer {
  readonly programs = undefined;
  readonly version = versionOf('MariaDB', 'mariadbd');
  protected readonly names = { server: 'mariadbd', client: 'mariadb', dump: 'mariadb-dump', admin: 'mariadb-admin' };
  protected readonly serverOptions = ['--gtid-strict-mode=1'];
  protected readonly dumpOptions = [];
  protected readonly anybody = "''@'%'";

  static async create(...folders: readonly string[]): Promise<MariadbServer> {
    for (const program of ['mariadbd', 'mariadb-binlog']) needProgram(program, 'mariadb-server');
    const server = new MariadbServer(await MariadbServer.makeRoot(folders));
    await writeFile(path.join(server.root, 'env'), `BACKUPPLAN_STATE='${server.root}/state'\n`);
    await server.begin();
    return server;
  }

  protected async install(): Promise<void> {
    await must('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${this.folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ]);
  }

  async accounts(socket = this.socket, user = 'root'): Promise<string> {
    return (await this.dump(socket, user, '--system=users'))
      .split('\n')
      .filter((line) => !/backupplan|mariadb_dump_import_role|TO `?'?root/.test(line))
      .sort()
      .join('\n');
  }
}

export const mariadb: Product = {
  kind: 'mariadb',
  tool: 'mariadb-dump',
  name: 'MariaDB',
  client: 'mariadb',
  reader: 'mariadb-binlog',
  files: 'mariadb-backup',
  plain: 'Aria',
  zone: '-03:00',
  knowZone: 'select 1',
  anew: 'reset master',
  create: (...folders) => MariadbServer.create(...folders),
};
