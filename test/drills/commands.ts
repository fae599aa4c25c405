/** Runs programs as the user that PostgreSQL accepts: `postgres` when the tests run as root, else whoever runs them. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Outcome {
  /** Exit code; 128 and the signal's number where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const asRoot = process.getuid?.() === 0;

/** User and group id of the user that servers and scripts run as. */
export function runner(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number => Number(spawnSync('id', asRoot ? [flag, 'postgres'] : [flag], { encoding: 'utf8' }).stdout);
  const found = { uid: id('-u'), gid: id('-g') };
  if (!Number.isInteger(found.uid) || found.uid === 0) {
    throw new Error('There is no user postgres. Install PostgreSQL: sudo apt-get install postgresql');
  }
  return found;
}

/** The environment is only what is given: nothing of the tests' own leaks into a script. */
export type Environment = Readonly<Record<string, string>>;

const base: Environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/nonexistent' };

/** Who runs a program: the user that servers run as, whoever runs the tests, or a user with more groups, which only root can do. */
export type As = 'server' | 'tester' | { readonly user: string; readonly groups: readonly string[] };

export function run(command: string, args: readonly string[], env: Environment = {}, input = '', as: As = 'server'): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = start(command, args, env, as);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (data: Buffer) => {
      stdout += data;
    });
    child.stderr?.on('data', (data: Buffer) => {
      stderr += data;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 137, stdout, stderr }));
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Starts a program at the head of a session of its own, so that all of it can be killed at once. */
export function start(command: string, args: readonly string[], env: Environment = {}, as: As = 'server'): ChildProcess {
  const options = { env: { ...base, ...env }, cwd: '/', detached: true };
  if (typeof as === 'object') {
    const who = [`--reuid=${as.user}`, `--regid=${as.user}`, `--groups=${[as.user, ...as.groups].join(',')}`];
    return spawn('setpriv', [...who, '--', command, ...args], options);
  }
  return spawn(command, args, asRoot && as === 'server' ? { ...options, ...runner() } : options);
}

/** As `run`; throws with the output where the program fails. */
export async function must(
  command: string,
  args: readonly string[],
  env: Environment = {},
  input = '',
  as: As = 'server',
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, env, input, as);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${stderr}${stdout}`);
  return stdout;
}

/** kill -9 for a started program and all that it has started, whatever process groups they have made. */
export function killAll(child: ChildProcess): void {
  // A process may start another while we look: until none is left.
  for (let found = sessionOf(child); found.length > 0; found = sessionOf(child)) {
    for (const id of found) send(id, 'SIGKILL');
  }
}

/** Waits until nothing is left of a killed program: as long as its parent has not asked for its end, its number looks like one that works. */
export async function reaped(child: ChildProcess): Promise<void> {
  for (let turn = 0; turn < 500 && sessionOf(child, 'ended too').length > 0; turn++)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Processes of a session that still live; what has ended and waits for its parent (Z) does not. */
function sessionOf(child: ChildProcess, which: 'alive' | 'ended too' = 'alive'): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const status = read(`/proc/${name}/stat`);
      const [state, , , session] = status.slice(status.lastIndexOf(')') + 2).split(' ');
      return session === String(child.pid) && (which === 'ended too' || (state !== 'Z' && state !== 'X'));
    })
    .map(Number);
}

/** To a process, unless it has ended. */
export function send(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended by itself.
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
