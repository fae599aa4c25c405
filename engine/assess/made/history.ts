/**
 * What a block's jobs and copies leave on its storages over the years (assessment §1, §3 and §4): an event simulation that goes from
 * one end of a run to the next and looks at nothing in between.
 */
import { type JobWord, spanSeconds } from '../../plan/model.ts';
import { memory } from '../memory.ts';
import { Shelf } from '../retention/retention.ts';
import { type Zone, zoneOf } from '../schedule/calendar.ts';
import { joined } from '../schedule/intervals.ts';
import type { ShapedBlock } from './block.ts';
import { Courier, type Load } from './courier.ts';
import { LogRuns, type Stair } from './log-runs.ts';
import { logStream, makePoints, type Points, type Stream } from './made.ts';
import type { BlockShape } from './shape.ts';

export type { Points, Stream } from './made.ts';

/** The points as they lie on one storage. A point comes to a storage once at most. */
export interface Holdings {
  /** Points in the order in which they came. */
  readonly came: number[];
  /** By point: when it is there, `Infinity` where it never comes. */
  readonly available: Float64Array;
  /** When it goes; `Infinity` if not before the history ends. */
  readonly gone: Float64Array;
  /** The copy that brought it, −1 for its job, and when that run started. */
  readonly via: Int32Array;
  readonly since: Float64Array;
}

export interface History {
  readonly shape: BlockShape;
  readonly points: Points;
  readonly holdings: readonly Holdings[];
  readonly streams: readonly Stream[];
  /** By storage: the log of before `to` is gone from `first` on. */
  readonly floors: readonly (readonly Stair[])[];
}

// Histories are large: of a plan of a thousand systems a few are kept.
const histories = memory<History>(16);

/** The history of a block. It is played once for all that is asked of it: what may be lost, what is kept, what lies there. */
export function historyOfBlock({ id, shape }: Pick<ShapedBlock, 'id' | 'shape'>): History {
  return histories.recall(id, () => historyOf(shape));
}

/** Plays a block's history. Time and memory grow with the number of points; runs that bring nothing but log cost next to nothing. */
function historyOf(shape: BlockShape): History {
  const stage = new Stage(shape, makePoints(shape));
  stage.play();
  const { points, holdings, streams, floors } = stage;
  return { shape, points, holdings, streams, floors };
}

/** A storage while the history is played. */
interface Place {
  readonly holdings: Holdings;
  readonly shelf: Shelf;
  readonly floor: Stair[];
  /** Copies from here, and the one to here that may sleep. */
  readonly from: readonly Courier[];
  readonly to: readonly Courier[];
  /** A run has ended here at the instant that is played. */
  unpruned: boolean;
}

export class Stage {
  readonly shape: BlockShape;
  readonly points: Points;
  readonly holdings: readonly Holdings[];
  readonly streams: readonly Stream[];
  readonly floors: readonly Stair[][];
  private readonly zone: Zone;
  private readonly couriers: readonly Courier[];
  private readonly places: readonly Place[];
  /** Whether some copy runs after others, and then what came where at the instant that is played. */
  private readonly triggered: boolean;
  private came: { readonly storage: number; readonly word: JobWord | 'copy' }[] = [];

  constructor(shape: BlockShape, points: Points) {
    this.shape = shape;
    this.points = points;
    this.zone = zoneOf(shape.zone);
    const made = shape.jobs.flatMap((job, index) => (job.word === 'log' ? [logStream(shape, job, index)] : []));
    const brought = shape.copies.map(({ to }, copy): Stream => ({ storage: to, origin: { copy }, runs: new LogRuns() }));
    this.streams = made.length === 0 ? [] : [...made, ...brought];
    this.couriers = shape.copies.map((_, copy) => new Courier(this, copy, this.streams.length === 0 ? undefined : brought[copy]));
    this.holdings = shape.storages.map(() => emptyHoldings(points.count));
    this.floors = shape.storages.map(() => []);
    this.places = shape.storages.map(({ rules, lock }, storage) => ({
      holdings: this.holdings[storage] ?? emptyHoldings(0),
      shelf: new Shelf(rules, lock, this.zone, points),
      floor: this.floors[storage] ?? [],
      from: this.couriers.filter((courier) => courier.shape.from === storage),
      to: this.couriers.filter((courier) => courier.shape.to === storage && courier.maySleep),
      unpruned: false,
    }));
    this.triggered = shape.copies.some(({ timing }) => 'after' in timing);
  }

  play(): void {
    const { couriers, points, shape } = this;
    const arrivals = byEnd(points);
    const logEnds = this.awaitedLog();
    let next = 0;
    let nextLog = 0;
    for (;;) {
      let now = next < arrivals.length ? (points.end[arrivals[next] ?? 0] ?? Infinity) : Infinity;
      for (let index = 0; index < couriers.length; index++) {
        const courier = couriers[index];
        if (courier !== undefined) now = Math.min(now, courier.end, courier.next);
      }
      now = Math.min(now, logEnds[nextLog]?.at ?? Infinity);
      if (now >= shape.until) break;

      if (this.triggered) this.came = [];
      for (let point = arrivals[next]; point !== undefined && points.end[point] === now; point = arrivals[++next]) {
        const job = shape.jobs[points.job[point] ?? 0];
        if (job === undefined) continue;
        this.arrive(job.to, point, now, -1, points.start[point] ?? 0);
        this.note(job.to, job.word);
        this.endRun(job.to);
      }
      for (let log = logEnds[nextLog]; log !== undefined && log.at === now; log = logEnds[++nextLog]) this.note(log.storage, 'log');
      for (const courier of couriers) if (courier.end === now) courier.deliver();
      for (let storage = 0; storage < this.places.length; storage++) {
        const place = this.places[storage];
        if (place?.unpruned !== true) continue;
        place.unpruned = false;
        this.prune(storage, now);
      }
      for (const courier of couriers) if (this.isDue(courier, now)) courier.start(now);
    }
    for (const courier of couriers) courier.passUntil(shape.until);
  }

  /** When runs of log jobs end, where a copy waits for that. */
  private awaitedLog(): readonly { readonly at: number; readonly storage: number }[] {
    const awaited = this.shape.copies.some(({ timing }) => 'after' in timing && timing.after.includes('log'));
    const made = awaited ? this.streams.filter(({ origin }) => 'job' in origin) : [];
    return made
      .flatMap(({ runs, storage }) => [...runs.backwards(-Infinity, Infinity)].map(({ available }) => ({ at: available, storage })))
      .sort((a, b) => a.at - b.at);
  }

  /** Only copies that run after something need to know what came. */
  note(storage: number, word: JobWord | 'copy'): void {
    if (this.triggered) this.came.push({ storage, word });
  }

  /** A run has ended on a storage: its points are pruned at this instant. */
  endRun(storage: number): void {
    const place = this.places[storage];
    if (place !== undefined) place.unpruned = true;
  }

  private isDue({ shape, next }: Courier, now: number): boolean {
    const { timing, from } = shape;
    if ('after' in timing) return this.came.some(({ storage, word }) => storage === from && timing.after.includes(word));
    return next === now;
  }

  arrive(storage: number, point: number, now: number, via: number, since: number): void {
    const place = this.places[storage];
    if (place === undefined || place.holdings.available[point] !== Infinity) return;
    this.settle(storage, now);
    for (const courier of place.from) courier.wake(now);
    const { came, available, via: by, since: start } = place.holdings;
    came.push(point);
    available[point] = now;
    by[point] = via;
    start[point] = since;
    place.shelf.add(point, now);
  }

  /** Takes points away that a move takes with it. */
  leave(storage: number, points: readonly number[], now: number): void {
    const place = this.places[storage];
    if (place === undefined || points.length === 0) return;
    for (const point of points) place.holdings.gone[point] = now;
    place.shelf.remove(points);
  }

  /** Brings a storage up to an instant: a copy that sleeps has ended runs here since. */
  settle(storage: number, now: number): void {
    for (const courier of this.places[storage]?.to ?? []) courier.passUntil(now);
  }

  prune(storage: number, now: number): void {
    const place = this.places[storage];
    if (place === undefined) return;
    const { gone } = place.holdings;
    for (const point of place.shelf.prune(now)) gone[point] = now;
    if (this.streams.length === 0) return;
    const oldest = place.shelf.oldest();
    const { floor } = place;
    if (oldest === undefined || oldest <= (floor[floor.length - 1]?.to ?? -Infinity)) return;
    floor.push({ first: now, to: oldest, step: 0, count: 1 });
  }

  /** The earliest instant at which the end of a run on a storage may prune something, if no point comes until then. */
  nextDue(storage: number): number {
    return this.places[storage]?.shelf.nextDue() ?? Infinity;
  }

  /** From which instant on a storage keeps log, as of `now`. */
  logKeptFrom(storage: number, now: number): number {
    const keep = this.shape.storages[storage]?.keepLogs;
    if (keep === 'forever') return -Infinity;
    // Months of log count 30 days each and years 365, as where the log is read.
    if (keep !== undefined) return now - spanSeconds(keep);
    const floor = this.floors[storage] ?? [];
    let last = floor.length - 1;
    while (last >= 0 && (floor[last]?.first ?? 0) > now) last--;
    return floor[last]?.to ?? -Infinity;
  }

  /** Whether at no instant up to `until` a storage has let log of after `from` go, nor any that is not `age` seconds old. */
  keepsLogSince(storage: number, from: number, age: number, until: number): boolean {
    const keep = this.shape.storages[storage]?.keepLogs;
    if (keep === undefined) return this.logKeptFrom(storage, until) <= from;
    return keep === 'forever' || spanSeconds(keep) >= age;
  }

  /** The log that a storage has after `since`, as [from, to, from, to, …], ascending. */
  logSince(storage: number, since: number, now: number): Load['log'] {
    const pieces: number[] = [];
    for (const { storage: on, lag, runs } of this.streams) {
      if (on !== storage) continue;
      if (lag === undefined) pieces.push(...runs.between(since, now));
      else if (now - lag > since) pieces.push(since, now - lag);
    }
    return pieces.length <= 2 ? pieces : joined(pieces);
  }
}

function emptyHoldings(count: number): Holdings {
  return {
    came: [],
    available: new Float64Array(count).fill(Infinity),
    gone: new Float64Array(count).fill(Infinity),
    via: new Int32Array(count).fill(-1),
    since: new Float64Array(count),
  };
}

/** The points by the end of their runs. */
function byEnd({ count, end }: Points): Int32Array {
  const order = Int32Array.from({ length: count }, (_, point) => point);
  for (let point = 1; point < count; point++)
    if ((end[point] ?? 0) < (end[point - 1] ?? 0)) return order.sort((a, b) => (end[a] ?? 0) - (end[b] ?? 0) || a - b);
  return order;
}
