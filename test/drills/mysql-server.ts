/** A real MySQL server. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BinlogServer, type Product } from './binlog-server.ts';
import { must } from './commands.ts';
import { mysqlPrograms } from './fixtures/mysql.ts';
import { versionOf } from './machine.ts';

/** Accounts that every server has, and ours. */
const common = "user not in ('root', 'backupplan') and user not like 'mysql.%'";

class MysqlServer extends BinlogServer {
  readonly programs: string;
  readonly version: string;
  protected readonly names = { server: 'mysqld', client: 'mysql', dump: 'mysqldump', admin: 'mysqladmin' };
  protected readonly serverOptions = ['--mysqlx=OFF', '--secure-file-priv=NULL'];
  protected readonly dumpOptions = ['--set-gtid-purged=OFF'];
  protected readonly anybody = "''@''";

  private constructor(root: string, programs: string) {
    super(root);
    this.programs = programs;
    this.version = versionOf('MySQL', path.join(programs, 'mysqld'));
  }

  /** Its scripts find the programs by the settings of the host. */
  static async create(...folders: readonly string[]): Promise<MysqlServer> {
    const root = await MysqlServer.makeRoot(folders);
    const server = new MysqlServer(root, mysqlPrograms(root));
    await writeFile(path.join(root, 'env'), `BACKUPPLAN_STATE='${root}/state'\nBACKUPPLAN_MYSQL_BIN='${server.programs}'\n`);
    await server.begin();
    return server;
  }

  protected async install(): Promise<void> {
    await must(this.program('server'), ['--no-defaults', '--initialize-insecure', `--datadir=${this.folder}`]);
  }

  async accounts(socket = this.socket, user = 'root'): Promise<string> {
    const ask = `select concat('show create user ', quote(user), '@', quote(host), '; show grants for ', quote(user), '@', quote(host), ';')
      from mysql.user where ${common} order by user, host`;
    const asked = await this.query(ask, socket, user);
    return this.query(`set print_identified_with_as_hex = 1; ${asked}`, socket, user);
  }
}

export const mysql: Product = {
  kind: 'mysql',
  tool: 'mysqldump',
  name: 'MySQL',
  client: 'mysql',
  reader: 'mysqlbinlog',
  least: 'select, show view, trigger, event, reload, process, replication client, replication slave',
  plain: 'MyISAM',
  zone: 'Shop/Front',
  knowZone: `insert into mysql.time_zone values (4711, 'N'); insert into mysql.time_zone_name values ('Shop/Front', 4711);
    insert into mysql.time_zone_transition_type values (4711, 0, -10800, 0, 'SHOP')`,
  anew: 'reset binary logs and gtids',
  create: (...folders) => MysqlServer.create(...folders),
};
