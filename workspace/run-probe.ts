/** Runs a command of the plan that lists restore points. */
import { spawn } from 'node:child_process';
import { type Probe, readProbe } from '../engine/status/probe.ts';

/** Seconds after which a command is ended with all that it has started. */
const LONGEST = 30;
/** Bytes. */
const LARGEST = 4_000_000;

/** `command` is run by a shell, in the root folder, without input. Never throws. */
export async function runProbe(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
  seconds = LONGEST,
): Promise<Probe> {
  const child = spawn('/bin/sh', ['-c', command], { cwd: '/', env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let ended: string | undefined;
  const end = (because: string): void => {
    ended ??= because;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  };
  const timer = setTimeout(() => end(`it took longer than ${seconds} seconds`), seconds * 1000);
  let [output, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.length > LARGEST) end('it printed more than a list of points can be');
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(0, 1000);
  });
  const problem = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(`it cannot be started (${error.message})`));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `it ended with ${code ?? signal}${errors === '' ? '' : `: ${errors.trim()}`}`),
    );
  });
  clearTimeout(timer);
  const because = ended ?? problem;
  return because === undefined ? readProbe(output) : { problem: because };
}
