/** Ends what runs, as a power cut or an operator in a hurry does. */
import { once } from 'node:events';
import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { killAll, reaped, start } from '../commands.ts';
import type { Host } from '../generated.ts';
import type { Instant, Shims } from '../shims.ts';
import type { Phase } from './engine.ts';

/** kill -9 for a script and all that it has started, at an instant of a phase. */
export async function killedAt(
  host: Host,
  shims: Shims,
  { program, when = 'true', script: job = 'full-nas' }: Phase,
  instant: Instant,
): Promise<void> {
  await shims.stop(program, when, instant);
  const child = start(path.join(host.root, `out/scripts/shop/${job}.sh`), [], host.environment, host.as);
  try {
    await shims.reached();
  } finally {
    killAll(child);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    await reaped(child);
    await shims.remove(program);
  }
}

export function signalTo(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
  } catch {
    // It has ended by itself.
  }
}

/** Processes that work in a folder. */
export function processesIn(folder: string): number[] {
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === real;
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);
}
