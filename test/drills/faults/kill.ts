/** Kills a generated script, and all that it has started, when it comes to a certain line. */
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { killAll, start, whileHeld } from '../commands.ts';
import type { Host } from '../generated.ts';

/** Where Bash writes the lines that it runs. */
const TRACE = 3;

/**
 * Runs a script until it comes to a line that is looked for, and `milliseconds` longer; then it is killed (-9), or `act` is done
 * while it is held, and it goes on. Throws where the script ends before it comes to such a line. Gives its exit code, 137 for killed.
 */
export async function interrupt(host: Host, name: string, line: RegExp, milliseconds: number, act?: () => Promise<void>): Promise<number> {
  const script = path.join(host.root, 'out/scripts', name);
  const child = start('bash', ['-x', script], { ...host.environment, BASH_XTRACEFD: String(TRACE), PS4: '+ ' }, host.as, TRACE);
  child.stdout?.resume();
  let said = '';
  child.stderr?.on('data', (data: Buffer) => {
    said += data;
  });
  const closed = once(child, 'close');
  const trace = child.stdio[TRACE];
  let reached = false;
  let acted = Promise.resolve();
  if (!(trace instanceof Readable)) throw new Error('the script has no trace');
  createInterface({ input: trace }).on('line', (text) => {
    if (reached || !line.test(text)) return;
    reached = true;
    const work = act;
    if (work === undefined) setTimeout(() => killAll(child), milliseconds);
    else acted = new Promise((resolve) => setTimeout(resolve, milliseconds)).then(() => whileHeld(child, work));
    acted.catch(() => {});
  });
  const [code] = await closed;
  await acted;
  if (!reached) throw new Error(`${name} never came to ${line}:\n${said}`);
  return code ?? 137;
}
