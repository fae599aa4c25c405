import { spawn } from 'node:child_process';
import type { Order, Report } from './process.ts';

/** How a process ended: with its report, or without one because it was stopped at its limit or broke down. */
export type Ending = { readonly report: Report } | { readonly report: undefined; readonly why: string };

/** Megabytes of a process that has run wild, many times what the tests take. */
const MEMORY = 2000;

/**
 * Runs test files in a fresh process, for the engine remembers answers by their value.
 *
 * @param mutant which one is switched on; without one, the process tells what its tests reach
 * @param seconds of the processor that it may take: time that passes says nothing on a machine that has other work, too
 */
export function ended(bundle: string, orders: readonly Order[], seconds: number, mutant?: number): Promise<Ending> {
  const { MUTANT: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = spawn(
      'sh',
      [
        '-c',
        `ulimit -t ${Math.ceil(seconds)}; exec "$0" "$@"`,
        process.execPath,
        `--max-old-space-size=${MEMORY}`,
        bundle,
        JSON.stringify(orders),
      ],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        // In a group of its own, so that Ctrl-C does not look like a mutant that breaks down.
        detached: true,
        env: { ...env, ...(mutant !== undefined && { MUTANT: String(mutant) }) },
      },
    );
    let report: Report | undefined;
    child.on('message', (message) => {
      report = message as Report;
    });
    child.on('close', (code, signal) => {
      if (report !== undefined) resolve({ report });
      else resolve({ report, why: signal === 'SIGXCPU' || signal === 'SIGKILL' ? 'takes too long' : `ends with ${signal ?? code}` });
    });
  });
}
