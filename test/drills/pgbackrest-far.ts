/** pgBackRest with its repositories elsewhere than on a folder: what drills do with each kind of storage alike. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chownSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { killAll, must, runner, start } from './commands.ts';
import { assertSame, contents, loadShop } from './contents.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { makeRoot, Server } from './server.ts';

/** What is in each file with a secret. */
export const secret = 'hunter2 "with $(quotes)" %d';
const hostile = `or"ders' $(touch bp-owned)`;

export class FarRepository {
  readonly server: Server;
  /** What the database held when the last point was made. */
  wanted = '';

  private constructor(server: Server) {
    this.server = server;
  }

  static async create(...folders: readonly string[]): Promise<FarRepository> {
    return new FarRepository(new Server(await makeRoot('state', 'restored', ...folders)));
  }

  at(name: string): string {
    return path.join(this.server.root, name);
  }

  /** A file that the server's user alone reads: its path. */
  secretFile(name: string, text: string): string {
    writeFileSync(this.at(name), text, { mode: 0o600 });
    const { uid, gid } = runner();
    chownSync(this.at(name), uid, gid);
    return this.at(name);
  }

  copied(from: string, name: string): string {
    copyFileSync(from, this.at(name));
    const { uid, gid } = runner();
    chownSync(this.at(name), uid, gid);
    return this.at(name);
  }

  /** `storages`: as the plan says them. The server archives from its start on. */
  async serve(storages: string, backup: string, settings: string): Promise<void> {
    const text = JSON.stringify(hostile).replaceAll('$', '\\u{24}');
    generateInto(
      this.server,
      `plan "Drill" { timezone "Europe/Berlin" } site here { kind datacenter } site there { kind datacenter } key vault-key { kept at here }
       ${storages}
       system orders: postgresql { at here; host "${this.at('sock')}"; user "postgres"; database ${text}; size 1 GB; changes 1 GB/day
         backup { ${backup} verify checksum daily at 06:00; verify restore weekly on monday at 05:00 expect "select count(*) >= 5000 from orders" } }`,
    );
    await this.server.create(this.at('out/config/orders/postgresql-archive.conf'));
    const key = this.secretFile('vault-key', `${secret}\n`);
    writeFileSync(this.at('env'), `BACKUPPLAN_STATE='${this.at('state')}'\nkey_file[vault-key]='${key}'\n${settings}`);
  }

  async load(): Promise<void> {
    await loadShop(this.server, hostile);
  }

  async add(words: string): Promise<void> {
    await this.server.query(hostile, `insert into orders (customer, total) select '${words} ' || g, g from generate_series(1, 300) g`);
    this.wanted = await contents(this.server, hostile);
  }

  async archived(): Promise<void> {
    const segment = await this.server.query('postgres', 'select pg_walfile_name(pg_switch_wal())');
    for (let turn = 0; turn < 300; turn++) {
      if ((await this.server.query('postgres', 'select last_archived_wal from pg_stat_archiver')) >= segment) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${segment} was not archived`);
  }

  /** An instant after all that was added, before the database is dropped. */
  async dropped(): Promise<string> {
    const instant = await this.server.query(
      'postgres',
      "select to_char(clock_timestamp() at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.US')",
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await this.server.query('postgres', `drop database "${hostile.replaceAll('"', '""')}"`);
    await this.archived();
    return instant;
  }

  /** As `restore.sh --list` names them. */
  async points(storage: string): Promise<string[]> {
    return (await mustScript(this.server, 'orders/restore.sh', '--list'))
      .split('\n')
      .flatMap((line) => new RegExp(`^${storage}: (\\d{8}-\\d{6}F\\S*) `).exec(line)?.[1] ?? []);
  }

  async restores(name: string, ...options: readonly string[]): Promise<string> {
    const into = this.at(`restored/${name}`);
    const said = await mustScript(this.server, 'orders/restore.sh', ...options, '--into', into, '--yes');
    await this.holds(into);
    return said;
  }

  /** What was restored there is what was wanted. */
  async holds(into: string): Promise<void> {
    assertSame(await contents(this.server, hostile, into), this.wanted);
    await this.server.stop(path.join(into, 'server'));
  }

  /** Kills a backup while it writes; the last good point stays, and the next run works. */
  async killedInBackup(storage: string): Promise<void> {
    const good = await this.points(storage);
    const child = start(this.at(`out/scripts/orders/full-${storage}.sh`), [], this.server.environment);
    let said = '';
    child.stderr?.on('data', (data: Buffer) => {
      said += data;
    });
    for (let turn = 0; turn < 1000 && !said.includes('backing up to'); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 900));
    killAll(child);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    assert.deepEqual(await this.points(storage), good);
    await mustScript(this.server, `orders/full-${storage}.sh`);
    assert.notDeepEqual(await this.points(storage), good);
  }

  /** Checks everything where one of the points was damaged. */
  async findsDamaged(point: string, storage: string): Promise<void> {
    const { code, stderr } = await script(this.server, 'orders/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${point} on ${storage} .* is DAMAGED`));
    assert.ok(!(await this.points(storage)).includes(point));
  }

  /** None of the secrets stands anywhere but in the files that are named. */
  async keepsSecrets(words: readonly string[], ...files: readonly string[]): Promise<void> {
    const patterns = words.flatMap((word) => ['-e', word]);
    const found = await must('grep', ['-rlF', ...patterns, this.server.root], {}, '', 'tester');
    assert.deepEqual(found.trim().split('\n').sort(), files.map((file) => this.at(file)).sort());
    assert.equal(
      journal(this.server).some((line) => words.some((word) => JSON.stringify(line).includes(word))),
      false,
    );
  }
}
