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
  /** Numbers of what they go over. */
  readonly over: readonly number[];
  /** Bytes that each transfer that has been here all the time has moved, and now moves a second. */
  moved: number;
  rate: number;
  /** What runs, by when it ends: its end is when `moved` comes to its goal. */
  readonly running: Queue<Key>;
}

/** Sets the max-min fair rates: all rise together, and each stops where its cap, or something that it goes over, is exhausted. */
function share(lanes: readonly Lane<unknown>[], capacity: readonly number[]): void {
  const left = [...capacity];
  let rising = lanes.filter(({ running }) => running.size > 0);
  for (const lane of rising) lane.rate = 0;
  while (rising.length > 0) {
    const users = capacity.map(() => 0);
    let rise = Infinity;
    for (const { cap, rate, over, running } of rising) {
      rise = Math.min(rise, cap - rate);
      for (const name of over) users[name] = (users[name] ?? 0) + running.size;
    }
    for (const [name, count] of users.entries()) if (count > 0) rise = Math.min(rise, (left[name] ?? Infinity) / count);
    if (rise === Infinity) {
      for (const lane of rising) lane.rate = Infinity;
      return;
    }
    const exhausted = users.map((count, name) => count > 0 && (left[name] ?? Infinity) / count <= rise);
    for (const [name, count] of users.entries())
      if (count > 0) left[name] = exhausted[name] === true ? 0 : (left[name] ?? Infinity) - rise * count;
    const going: typeof rising = [];
    for (const lane of rising) {
      const capped = lane.cap - lane.rate <= rise;
      lane.rate = capped ? lane.cap : lane.rate + rise;
      if (!capped && !lane.over.some((name) => exhausted[name])) going.push(lane);
    }
    rising = going;
  }
}

/** Plays transfers that may start as others end. Each costs as much as there are lanes, however many others run. */
export class Exchange<Key> {
  private readonly capacity: readonly number[];
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly waiting = new Queue<readonly [Key, Transfer]>();
  private readonly lanes: Lane<Key>[] = [];
  private readonly laneOf = new Map<string, Lane<Key>>();
  private now = 0;

  /** Bytes per second, by name. */
  constructor(capacity: ReadonlyMap<string, number>) {
    this.capacity = [...capacity.values()];
    this.numbers = new Map([...capacity.keys()].map((name, number) => [name, number]));
  }

  /** Adds a transfer; it must not start before the last end that `next` gave. */
  add(key: Key, transfer: Transfer): void {
    this.waiting.add(transfer.start, [key, transfer]);
  }

  /** Goes on to the next end of a transfer; undefined when there is nothing left to wait for. */
  next(): { readonly key: Key; readonly end: number } | undefined {
    for (;;) {
      let first: { lane: Lane<Key>; end: number } | undefined;
      for (const lane of this.lanes) {
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
        share(this.lanes, this.capacity);
        if (key !== undefined) return { key, end };
        continue;
      }
      for (let next = this.waiting.first; next !== undefined && next <= until; next = this.waiting.first) {
        const begun = this.waiting.take();
        if (begun !== undefined) this.begin(...begun);
      }
      share(this.lanes, this.capacity);
    }
  }

  private goOn(until: number): void {
    // Nothing moves in no time, also at an infinite rate.
    if (until > this.now) for (const lane of this.lanes) if (lane.running.size > 0) lane.moved += (until - this.now) * lane.rate;
    this.now = until;
  }

  private begin(key: Key, { cap, over, bytes }: Transfer): void {
    const name = `${cap} ${over.join('\n')}`;
    const known = this.laneOf.get(name);
    const numbers = over.flatMap((each) => this.numbers.get(each) ?? []);
    const lane = known ?? { cap, over: numbers, moved: 0, rate: 0, running: new Queue<Key>() };
    if (known === undefined) {
      this.laneOf.set(name, lane);
      this.lanes.push(lane);
    }
    if (lane.running.size === 0) lane.moved = 0;
    lane.running.add(lane.moved + bytes, key);
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
