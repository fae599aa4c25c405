/** Two machines on one host, each with a PostgreSQL server, settings and a state folder of its own: a primary and its standby. */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { appendFile, chown } from 'node:fs/promises';
import path from 'node:path';
import { must, run, runner, send } from './commands.ts';
import { makeRoot, Server } from './server.ts';

export class StandbyPair {
  readonly root: string;
  readonly east: Server;
  readonly west: Server;

  private constructor(root: string) {
    this.root = root;
    this.east = new Server(path.join(root, 'east'));
    this.west = new Server(path.join(root, 'west'));
  }

  /** Folders alone; `folders` are made in the root beside those of the machines. */
  static async make(...folders: readonly string[]): Promise<StandbyPair> {
    const root = await makeRoot('east', 'west', 'east/state', 'west/state', ...folders);
    const pair = new StandbyPair(root);
    // The generated folder lies at the same path on both. The second name is one that a shell would take for more.
    for (const machine of ['east', 'west']) symlinkSync(path.join(root, 'out'), path.join(root, machine, 'out'));
    symlinkSync(pair.east.socket, pair.hosts[0]);
    symlinkSync(pair.west.socket, pair.hosts[1]);
    writeFileSync(
      path.join(root, 'ssh'),
      `#!/bin/bash
[[ $1 != east || ! -e '${root}/dark' ]] || exit 255
machine=$1; shift
BACKUPPLAN_ENV="${root}/$machine/env" exec bash -c "$*"
`,
      { mode: 0o755 },
    );
    return pair;
  }

  /** What the plan calls the hosts of both: a folder with the socket. */
  get hosts(): readonly [string, string] {
    return [path.join(this.root, "ea'st"), path.join(this.root, "we'st $(touch bp-owned)")];
  }

  /** Makes the standby from the primary, which runs, and lets each machine know its own server and the way to the other. */
  async follow(): Promise<void> {
    const { uid, gid } = runner();
    const { east, west } = this;
    await must('mkdir', ['-p', west.socket]);
    await chown(west.socket, uid, gid);
    await must('pg_basebackup', [
      '-D',
      west.folder,
      '-h',
      east.socket,
      '-U',
      'postgres',
      '-X',
      'stream',
      '-c',
      'fast',
      '-R',
      '-C',
      '-S',
      'standby_there',
    ]);
    await appendFile(path.join(west.folder, 'postgresql.conf'), `unix_socket_directories = '${west.socket}'\n`);
    for (const [server, other] of [
      [east, 'west'],
      [west, 'east'],
    ] as const) {
      writeFileSync(
        path.join(server.root, 'env'),
        `BACKUPPLAN_STATE='${server.root}/state'\nBACKUPPLAN_DATA_DIRECTORY='${server.folder}'\nBACKUPPLAN_OTHER='${this.root}/ssh ${other}'
BACKUPPLAN_SUPERUSER=postgres\nBACKUPPLAN_METRICS='${server.root}/state'\nBACKUPPLAN_REPOINT='echo "$primary_host" >"${this.root}/clients"'\n`,
      );
    }
    await west.start();
  }

  /** Waits until the standby has all that the primary has written; the primary is `from`. */
  async caughtUp(from: Server, to: Server): Promise<void> {
    const wanted = await from.query('postgres', 'select pg_current_wal_lsn()');
    for (let turn = 0; turn < 200; turn++) {
      if ((await to.query('postgres', `select pg_last_wal_replay_lsn() >= '${wanted}'`)) === 't') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the standby does not catch up');
  }

  /** The processes of a running server: the first of them, and those that it has started. */
  processes(server: Server): number[] {
    const first = readFileSync(path.join(server.folder, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
    const started = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => parentOf(name) === first);
    return [first, ...started].map(Number);
  }

  /** kill -9 for a whole server, as when its site loses power. */
  crash(server: Server): void {
    for (const id of this.processes(server)) send(id, 'SIGKILL');
  }

  /** Keeps the primary from sending any more, while it goes on to commit. */
  async hold(primary: Server): Promise<void> {
    process.kill(Number(await primary.query('postgres', 'select pid from pg_stat_replication')), 'SIGSTOP');
  }

  async remove(): Promise<void> {
    for (const server of [this.east, this.west]) {
      for (const entry of readdirSync(server.root)) {
        if (entry.startsWith('pg') || entry.startsWith('.partial')) await server.stop(path.join(server.root, entry));
      }
    }
    await run('rm', ['-rf', '--', this.root], {}, '', 'tester');
  }
}

function parentOf(process: string): string {
  try {
    const status = readFileSync(`/proc/${process}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  } catch {
    return '';
  }
}
