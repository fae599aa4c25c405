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

/** Transfers that are as fast as one another: they go over the same, and have the same cap. */
interface Lane<Key> {
  readonly cap: number;
  readonly over: readonly string[];
  /** Bytes that each transfer that has been here all the time has moved, and now moves a second. */
  moved: number;
  rate: number;
  /** What runs, by when it ends: its end is when `moved` comes to its goal. */
  readonly running: Queue<Key>;
}

/**
 * Max-min fair rates: all rise together, and each stops where its cap, or something that it goes over, is exhausted.
 * `capacity` gives bytes per second by name; a lane counts as often as transfers run on it.
 */
export function fairRates(
  lanes: readonly (Pick<Transfer, 'cap' | 'over'> & { readonly count: number })[],
  capacity: ReadonlyMap<string, number>,
): number[] {
  const rates = lanes.map(() => 0);
  const rising = new Set(lanes.keys());
  const left = new Map(capacity);
  while (rising.size > 0) {
    const users = new Map<string, number>();
    for (const index of rising) {
      const lane = lanes[index];
      for (const name of lane?.over ?? []) users.set(name, (users.get(name) ?? 0) + (lane?.count ?? 0));
    }
    let rise = Infinity;
    for (const index of rising) rise = Math.min(rise, (lanes[index]?.cap ?? Infinity) - (rates[index] ?? 0));
    for (const [name, count] of users) rise = Math.min(rise, (left.get(name) ?? Infinity) / count);
    if (rise === Infinity) {
      for (const index of rising) rates[index] = Infinity;
      return rates;
    }
    const exhausted = new Set([...users].filter(([name, count]) => (left.get(name) ?? Infinity) / count <= rise).map(([name]) => name));
    for (const [name, count] of users) left.set(name, exhausted.has(name) ? 0 : (left.get(name) ?? Infinity) - rise * count);
    for (const index of [...rising]) {
      const lane = lanes[index];
      if (lane === undefined) continue;
      const capped = lane.cap - (rates[index] ?? 0) <= rise;
      rates[index] = capped ? lane.cap : (rates[index] ?? 0) + rise;
      if (capped || lane.over.some((name) => exhausted.has(name))) rising.delete(index);
    }
  }
  return rates;
}

/** Plays transfers that may start as others end. Each costs as much as there are lanes, however many others run. */
export class Exchange<Key> {
  private readonly capacity: ReadonlyMap<string, number>;
  private readonly waiting = new Queue<readonly [Key, Transfer]>();
  private readonly lanes = new Map<string, Lane<Key>>();
  private now = 0;

  constructor(capacity: ReadonlyMap<string, number>) {
    this.capacity = capacity;
  }

  /** Adds a transfer; it must not start before the last end that `next` gave. */
  add(key: Key, transfer: Transfer): void {
    this.waiting.add(transfer.start, [key, transfer]);
  }

  /** Goes on to the next end of a transfer; undefined when there is nothing left to wait for. */
  next(): { readonly key: Key; readonly end: number } | undefined {
    for (;;) {
      let first: { lane: Lane<Key>; end: number } | undefined;
      for (const lane of this.lanes.values()) {
        const left = (lane.running.first ?? Infinity) - lane.moved;
        // At a rate of 0 it never ends, and nothing waits for it.
        const end = left <= 0 ? this.now : this.now + left / lane.rate;
        if (end < (first?.end ?? Infinity)) first = { lane, end };
      }
      const start = this.waiting.first ?? Infinity;
      if (first === undefined && start === Infinity) return undefined;
      const until = Math.min(first?.end ?? Infinity, start);
      this.goOn(until);
      if (first !== undefined && first.end <= start) {
        const { lane, end } = first;
        const key = lane.running.take();
        this.share();
        if (key !== undefined) return { key, end };
        continue;
      }
      for (let next = this.waiting.first; next !== undefined && next <= until; next = this.waiting.first) {
        const begun = this.waiting.take();
        if (begun !== undefined) this.begin(...begun);
      }
      this.share();
    }
  }

  private goOn(until: number): void {
    // Nothing moves in no time, also at an infinite rate.
    if (until > this.now) for (const lane of this.lanes.values()) if (lane.running.size > 0) lane.moved += (until - this.now) * lane.rate;
    this.now = until;
  }

  private begin(key: Key, { cap, over, bytes }: Transfer): void {
    const name = JSON.stringify([String(cap), over]);
    const lane = this.lanes.get(name) ?? { cap, over, moved: 0, rate: 0, running: new Queue<Key>() };
    this.lanes.set(name, lane);
    if (lane.running.size === 0) lane.moved = 0;
    lane.running.add(lane.moved + bytes, key);
  }

  private share(): void {
    const lanes = [...this.lanes.values()].filter(({ running }) => running.size > 0);
    const rates = fairRates(
      lanes.map(({ cap, over, running }) => ({ cap, over, count: running.size })),
      this.capacity,
    );
    for (const [index, lane] of lanes.entries()) lane.rate = rates[index] ?? 0;
  }
}

/** What comes first, first; of equals what was added first. */
class Queue<T> {
  /** The last is the first in turn. */
  private readonly entries: { readonly at: number; readonly item: T }[] = [];

  get size(): number {
    return this.entries.length;
  }

  get first(): number | undefined {
    return this.entries[this.entries.length - 1]?.at;
  }

  add(at: number, item: T): void {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, { at, item });
  }

  take(): T | undefined {
    return this.entries.pop()?.item;
  }
}
