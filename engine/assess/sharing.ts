/** Transfers that run at once and share storages and links max-min fairly (assessment §7). */

export interface Transfer {
  /** Bytes. */
  readonly bytes: number;
  /** Seconds after the detection. */
  readonly start: number;
  /** Bytes per second that the transfer cannot exceed by itself; `Infinity` without a cap. */
  readonly cap: number;
  /** Names of what it goes over. */
  readonly over: readonly string[];
}

/**
 * Max-min fair rates: all rise together, and each stops where its cap, or something that it goes over, is exhausted.
 * `capacity` gives bytes per second by name.
 */
export function fairRates(transfers: readonly Pick<Transfer, 'cap' | 'over'>[], capacity: ReadonlyMap<string, number>): number[] {
  const rates = transfers.map(() => 0);
  const rising = new Set(transfers.keys());
  const left = new Map(capacity);
  while (rising.size > 0) {
    const users = new Map<string, number>();
    for (const index of rising) for (const name of transfers[index]?.over ?? []) users.set(name, (users.get(name) ?? 0) + 1);
    let rise = Infinity;
    for (const index of rising) rise = Math.min(rise, (transfers[index]?.cap ?? Infinity) - (rates[index] ?? 0));
    for (const [name, count] of users) rise = Math.min(rise, (left.get(name) ?? Infinity) / count);
    if (rise === Infinity) {
      for (const index of rising) rates[index] = Infinity;
      return rates;
    }
    const exhausted = new Set([...users].filter(([name, count]) => (left.get(name) ?? Infinity) / count <= rise).map(([name]) => name));
    for (const [name, count] of users) left.set(name, exhausted.has(name) ? 0 : (left.get(name) ?? Infinity) - rise * count);
    for (const index of [...rising]) {
      const transfer = transfers[index];
      if (transfer === undefined) continue;
      const capped = transfer.cap - (rates[index] ?? 0) <= rise;
      rates[index] = capped ? transfer.cap : (rates[index] ?? 0) + rise;
      if (capped || transfer.over.some((name) => exhausted.has(name))) rising.delete(index);
    }
  }
  return rates;
}

/** Plays transfers that may start as others end. */
export class Exchange<Key> {
  private readonly capacity: ReadonlyMap<string, number>;
  private readonly waiting = new Map<Key, Transfer>();
  private readonly running = new Map<Key, { transfer: Transfer; left: number }>();
  private now = 0;

  constructor(capacity: ReadonlyMap<string, number>) {
    this.capacity = capacity;
  }

  /** Adds a transfer; it must not start before the last end that `next` gave. */
  add(key: Key, transfer: Transfer): void {
    this.waiting.set(key, transfer);
  }

  /** Goes on to the next end of a transfer; undefined when there is nothing left to wait for. */
  next(): { readonly key: Key; readonly end: number } | undefined {
    for (;;) {
      const running = [...this.running];
      const rates = fairRates(
        running.map(([, { transfer }]) => transfer),
        this.capacity,
      );
      let first: { key: Key; end: number } | undefined;
      for (const [index, [key, { left }]] of running.entries()) {
        // At a rate of 0 it never ends, and nothing waits for it.
        const end = left === 0 ? this.now : this.now + left / (rates[index] ?? 0);
        if (end < (first?.end ?? Infinity)) first = { key, end };
      }
      let start = Infinity;
      for (const transfer of this.waiting.values()) start = Math.min(start, transfer.start);
      if (first === undefined && start === Infinity) return undefined;
      const until = Math.min(first?.end ?? Infinity, start);
      for (const [index, [, run]] of running.entries()) {
        if (until > this.now) run.left = Math.max(0, run.left - (until - this.now) * (rates[index] ?? 0));
      }
      this.now = until;
      if (first !== undefined && first.end <= start) {
        this.running.delete(first.key);
        return first;
      }
      for (const [key, transfer] of this.waiting) {
        if (transfer.start > until) continue;
        this.waiting.delete(key);
        this.running.set(key, { transfer, left: transfer.bytes });
      }
    }
  }
}
