/** Runs a generated script and gets its journal line back. */
import { spawn, spawnSync } from 'node:child_process';
import { type JournalLine, readJournalLine } from '../engine/status/journal-line.ts';

export interface ScriptRun {
  readonly exitCode: number;
  /** Of the run; undefined where the script ended before it began one. */
  readonly line?: JournalLine;
}

/**
 * `user` is whom the script is made for: root runs it as that user, with that user's home. Of the
 * `environment` it gets the path and what is named BACKUPPLAN_…; what it says goes to `say` as it comes. Throws Error where the script
 * cannot be started at all.
 */
export async function runScript(
  file: string,
  user: string,
  environment: Readonly<Record<string, string | undefined>>,
  say: (text: string) => void,
): Promise<ScriptRun> {
  const settings = Object.entries(environment).filter(([name]) => name.startsWith('BACKUPPLAN_'));
  const home = spawnSync('getent', ['passwd', user], { encoding: 'utf8' }).stdout?.split(':')[5];
  const switches = process.getuid?.() === 0 && user !== 'root';
  if (switches && home === undefined) throw new Error(`there is no user ${user} on this machine`);
  const who = switches ? { HOME: home, USER: user, LOGNAME: user } : {};
  const [command = '', ...args] = switches ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', '--', file] : [file];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    cwd: '/',
    // In no argument, where others could read it.
    env: { ...basics(environment), ...who, ...Object.fromEntries(settings), BACKUPPLAN_REPORT_FD: String(REPORT) },
  });
  let report = '';
  child.stdout?.setEncoding('utf8').on('data', say);
  child.stderr?.setEncoding('utf8').on('data', say);
  child.stdio[REPORT]?.on('data', (data: Buffer) => {
    report += data.toString();
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, line: readJournalLine(report.split('\n')[0] ?? '') };
}

function basics({ PATH, HOME, USER, LOGNAME }: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return { PATH: PATH ?? '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME, USER, LOGNAME };
}

/** The descriptor that the script writes the line to. */
const REPORT = 3;

/** The name of whoever runs this process; undefined where the system has no `id`. */
export function userName(): string | undefined {
  const { status, stdout } = spawnSync('id', ['-un'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
