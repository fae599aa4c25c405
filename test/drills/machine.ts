/** A machine without a server of its own: a folder, in which scripts run as whoever runs the tests. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from './commands.ts';
import type { Host } from './generated.ts';

export class Machine implements Host {
  readonly root: string;
  readonly as = 'tester';

  private constructor(root: string) {
    this.root = root;
  }

  /** `folders` are made in its root. */
  static async create(...folders: readonly string[]): Promise<Machine> {
    const machine = new Machine(await mkdtemp(path.join(tmpdir(), 'bp-')));
    for (const folder of ['state', 'restored', ...folders]) mkdirSync(path.join(machine.root, folder), { recursive: true });
    writeFileSync(path.join(machine.root, 'env'), `BACKUPPLAN_STATE='${machine.root}/state'\n`);
    return machine;
  }

  get environment(): Environment {
    return { BACKUPPLAN_ENV: path.join(this.root, 'env'), BACKUPPLAN_HOME: path.join(this.root, 'out') };
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Throws with what to install where a program is missing: a drill is never skipped. */
export function needProgram(program: string, debianPackage: string): void {
  if (spawnSync(program, ['--version']).error !== undefined)
    throw new Error(`${program} is not installed. On Debian or Ubuntu: sudo apt-get install ${debianPackage}`);
}

/** `restic 0.14.0`: a name, and the version that a program gives when asked. */
export function versionOf(name: string, program: string, asked = '--version'): string {
  const { stdout = '', stderr = '' } = spawnSync(program, [asked], { encoding: 'utf8' });
  return `${name} ${/\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? 'of unknown version'}`;
}

/** Every entry below a folder with its type, mode, owner, modification time (of files), target or contents: a line each, by path. */
export function fingerprint(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const { mode, uid, gid, mtimeMs, nlink } = lstatSync(file);
      const about = `${name} ${mode.toString(8)} ${uid}:${gid}`;
      const type = mode & 0o170000;
      if (type === 0o120000) return `${about} -> ${readlinkSync(file)}`;
      if (type !== 0o100000) return about;
      return `${about} ${nlink} ${Math.floor(mtimeMs)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
    })
    .join('\n');
}
