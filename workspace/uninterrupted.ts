/** Short work that a person who stops the program, or a machine that goes down, does not stop half-way. */

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

let held = 0;

/** The signal comes when the work is done, and ends the program then. */
function late(signal: NodeJS.Signals): void {
  for (const each of SIGNALS) process.off(each, late);
  process.kill(process.pid, signal);
}

/**
 * Runs `work`, which is synchronous, to its end: what would end the process meanwhile ends it afterwards. `kill -9` and a power cut do
 * not ask.
 */
export function uninterrupted<T>(work: () => T): T {
  if (held++ === 0) for (const signal of SIGNALS) process.on(signal, late);
  try {
    return work();
  } finally {
    // Signals that came are told in the next turn of the loop, before this is.
    const release = (): void => {
      if (--held === 0) for (const signal of SIGNALS) process.off(signal, late);
    };
    setImmediate(() => setImmediate(release));
  }
}
