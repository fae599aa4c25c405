/**
 * What a block's jobs and copies leave on its storages over the years (assessment §1, §3 and §4): an event simulation that goes from
 * one end of a run to the next and looks at nothing in between.
 */
import type { JobWord } from '../plan/model.ts';
import { shifted, type Zone, zoneOf } from './calendar.ts';
import { ALONE, logStream, makePoints, type Points, type Stream, scheduled } from './made.ts';
import { type Shelf, shelf } from './retention.ts';
import type { BlockShape, CopyShape } from './shape.ts';
import { tick } from './window.ts';

export type { Points, Stream } from './made.ts';

/** The points as they lie on one storage, by the time they came. A point comes to a storage once at most. */
export interface Holdings {
  readonly point: number[];
  readonly available: number[];
  /** When it goes; `Infinity` if not before the history ends. */
  readonly gone: number[];
  /** The copy that brought it, −1 for its job. */
  readonly via: number[];
  /** Where on the copy's source it was taken from, −1 without a copy. */
  readonly source: number[];
}

/** The log before `before` is gone from a storage from `at` on; ascending, from pruning points. */
export interface Floor {
  readonly at: number[];
  readonly before: number[];
}

export interface CopyRuns {
  readonly start: number[];
  readonly end: number[];
}

export interface History {
  readonly shape: BlockShape;
  readonly points: Points;
  readonly holdings: readonly Holdings[];
  readonly streams: readonly Stream[];
  readonly floors: readonly Floor[];
  readonly copyRuns: readonly CopyRuns[];
}

/** Plays a block's history. Time and memory grow with the number of runs. */
export function historyOf(shape: BlockShape): History {
  const points = makePoints(shape);
  const stage = new Stage(shape, points);
  stage.play();
  return {
    shape,
    points,
    holdings: stage.holdings,
    streams: stage.streams,
    floors: stage.floors,
    copyRuns: stage.copyRuns,
  };
}

const NONE: readonly number[] = [];

class Stage {
  readonly holdings: Holdings[];
  readonly streams: Stream[] = [];
  readonly floors: Floor[];
  readonly copyRuns: CopyRuns[];
  private readonly shape: BlockShape;
  private readonly points: Points;
  private readonly zone: Zone;
  private readonly shelves: Shelf[];
  /** Which holding of each storage a point is, −1 where it never came. */
  private readonly placeOf: Int32Array[];
  private readonly copyStreams: (Stream | undefined)[];
  /** For each copy when its run under way ends, and when its next one is scheduled: `Infinity` where there is none. */
  private readonly due: Float64Array;
  /** What the runs under way bring: indexes into the source's holdings, and the new log as [from, to, from, to, …], ascending. */
  private readonly taken: (readonly number[])[];
  private readonly newLog: (readonly number[])[];
  /** How much of its source's holdings a copy has seen, and how much log it has brought. */
  private readonly seen: number[];
  private readonly brought: number[];
  /** How many runs of each stream have arrived. */
  private readonly arrived: number[];
  private readonly starts: Float64Array[];
  private readonly nextStart: number[];
  /** Whether some copy runs after others, and then what came where at the instant that is played. */
  private readonly triggered: boolean;
  private came: { readonly storage: number; readonly word: JobWord | 'copy' }[] = [];
  /** 1 for the storages on which a run has ended at that instant. */
  private readonly unpruned: Uint8Array;

  constructor(shape: BlockShape, points: Points) {
    this.shape = shape;
    this.points = points;
    this.zone = zoneOf(shape.zone);
    this.shelves = shape.storages.map(({ rules, lock }) => shelf(rules, lock, this.zone, (point) => points.needs[point] ?? ALONE));
    this.holdings = shape.storages.map(() => ({ point: [], available: [], gone: [], via: [], source: [] }));
    this.placeOf = shape.storages.map(() => new Int32Array(points.job.length).fill(-1));
    this.floors = shape.storages.map(() => ({ at: [], before: [] }));
    this.copyRuns = shape.copies.map(() => ({ start: [], end: [] }));
    for (const [job, each] of shape.jobs.entries()) {
      if (each.word === 'log') this.streams.push(logStream(shape, each, job));
    }
    this.copyStreams = shape.copies.map(({ to }, copy) => {
      if (this.streams.length === 0) return undefined;
      return { storage: to, origin: { copy }, from: [], to: [], available: [], start: [] };
    });
    this.streams.push(...this.copyStreams.filter((stream) => stream !== undefined));
    this.arrived = this.streams.map(() => 0);
    this.taken = shape.copies.map(() => NONE);
    this.newLog = shape.copies.map(() => NONE);
    this.seen = shape.copies.map(() => 0);
    this.brought = shape.copies.map(() => shape.from);
    this.starts = shape.copies.map(({ timing }) => ('after' in timing ? new Float64Array() : scheduled(shape, timing)));
    this.nextStart = shape.copies.map(() => 0);
    this.due = Float64Array.from(shape.copies.flatMap((_, copy) => [Infinity, this.starts[copy]?.[0] ?? Infinity]));
    this.unpruned = new Uint8Array(shape.storages.length);
    this.triggered = shape.copies.some(({ timing }) => 'after' in timing);
  }

  play(): void {
    const { due, points, shape, unpruned } = this;
    const arrivals = Int32Array.from(points.end.keys()).sort((a, b) => (points.end[a] ?? 0) - (points.end[b] ?? 0) || a - b);
    const ends = Float64Array.from(arrivals, (point) => points.end[point] ?? 0);
    // The ends of log runs matter only to copies that wait for them.
    const awaited = shape.copies.some(({ timing }) => 'after' in timing && timing.after.includes('log'));
    const logRuns = awaited ? this.streams.filter((stream) => 'job' in stream.origin && stream.lag === undefined) : [];
    const nextLog = logRuns.map(() => 0);
    let next = 0;
    for (;;) {
      let now = next < ends.length ? (ends[next] ?? Infinity) : Infinity;
      for (let index = 0; index < due.length; index++) now = Math.min(now, due[index] ?? Infinity);
      for (let index = 0; index < logRuns.length; index++) now = Math.min(now, logRuns[index]?.available[nextLog[index] ?? 0] ?? Infinity);
      if (now >= shape.until) return;

      if (this.triggered) this.came = [];
      for (; next < ends.length && ends[next] === now; next++) {
        const point = arrivals[next] ?? 0;
        const job = shape.jobs[points.job[point] ?? 0];
        if (job === undefined) continue;
        this.arrive(job.to, point, now, -1, -1);
        this.note(job.to, job.word);
        unpruned[job.to] = 1;
      }
      for (let index = 0; index < logRuns.length; index++) {
        if (logRuns[index]?.available[nextLog[index] ?? 0] !== now) continue;
        nextLog[index] = (nextLog[index] ?? 0) + 1;
        this.note(logRuns[index]?.storage ?? 0, 'log');
      }
      for (let copy = 0; copy < shape.copies.length; copy++) if (due[2 * copy] === now) this.deliver(copy);
      for (let storage = 0; storage < unpruned.length; storage++) {
        if (unpruned[storage] === 0) continue;
        unpruned[storage] = 0;
        this.prune(storage, now);
      }
      for (let copy = 0; copy < shape.copies.length; copy++) {
        const each = shape.copies[copy];
        if (each !== undefined && this.isDue(copy, each, now)) this.startCopy(copy, each, now);
      }
    }
  }

  /** Only copies that run after something need to know what came. */
  private note(storage: number, word: JobWord | 'copy'): void {
    if (this.triggered) this.came.push({ storage, word });
  }

  private isDue(copy: number, { timing, from }: CopyShape, now: number): boolean {
    if ('after' in timing) return this.came.some(({ storage, word }) => storage === from && timing.after.includes(word));
    if (this.due[2 * copy + 1] !== now) return false;
    this.nextStart[copy] = (this.nextStart[copy] ?? 0) + 1;
    this.due[2 * copy + 1] = this.starts[copy]?.[this.nextStart[copy] ?? 0] ?? Infinity;
    return true;
  }

  private arrive(storage: number, point: number, now: number, via: number, source: number): void {
    const holdings = this.holdings[storage];
    const places = this.placeOf[storage];
    if (holdings === undefined || places === undefined || places[point] !== -1) return;
    places[point] = holdings.point.length;
    holdings.point.push(point);
    holdings.available.push(now);
    holdings.gone.push(Infinity);
    holdings.via.push(via);
    holdings.source.push(source);
    this.shelves[storage]?.add({
      point,
      capture: this.points.capture[point] ?? 0,
      available: now,
      needs: this.points.needs[point] ?? ALONE,
    });
  }

  private prune(storage: number, now: number): void {
    const kept = this.shelves[storage];
    if (kept === undefined) return;
    for (const point of kept.prune(now)) this.leave(storage, point, now);
    const oldest = kept.oldest();
    const floor = this.floors[storage];
    if (this.streams.length > 0 && floor !== undefined && oldest !== undefined && oldest > (floor.before.at(-1) ?? -Infinity)) {
      floor.at.push(now);
      floor.before.push(oldest);
    }
  }

  private leave(storage: number, point: number, now: number): void {
    const place = this.placeOf[storage]?.[point] ?? -1;
    const gone = this.holdings[storage]?.gone;
    if (gone !== undefined && place >= 0) gone[place] = now;
  }

  private startCopy(copy: number, { move, from, to, taking, rate }: CopyShape, now: number): void {
    const source = this.holdings[from];
    if (this.due[2 * copy] !== Infinity || source === undefined) return;
    const found: number[] = [];
    const moving: number[] = [];
    let bytes = 0;
    for (let place = this.seen[copy] ?? 0; place < source.point.length; place++) {
      const point = source.point[place] ?? 0;
      if (source.gone[place] !== Infinity || this.shape.jobs[this.points.job[point] ?? 0]?.word === 'snapshot') continue;
      // What the target has, or has pruned, does not come to it again; the run reads it all the same, and a move takes it away.
      bytes += this.points.bytes[point] ?? 0;
      if (move) moving.push(point);
      if (this.placeOf[to]?.[point] === -1) found.push(place);
    }
    this.seen[copy] = source.point.length;
    if (moving.length > 0) {
      for (const point of moving) this.leave(from, point, now);
      this.shelves[from]?.remove(moving);
    }
    const log = this.logSince(from, Math.max(this.brought[copy] ?? 0, this.logKeptFrom(from, now)), now);
    for (let index = 0; index < log.length; index += 2) bytes += this.shape.logRate * ((log[index + 1] ?? 0) - (log[index] ?? 0));
    const end = now + tick(taking ?? bytes / rate);
    this.taken[copy] = found;
    this.newLog[copy] = log;
    this.due[2 * copy] = end;
    this.copyRuns[copy]?.start.push(now);
    this.copyRuns[copy]?.end.push(end);
  }

  private logKeptFrom(storage: number, now: number): number {
    const keep = this.shape.storages[storage]?.keepLogs;
    if (keep === undefined) return this.floors[storage]?.before.at(-1) ?? -Infinity;
    return keep === 'forever' ? -Infinity : shifted(now, keep, -1, this.zone);
  }

  /** The log that a storage has after `since`, as [from, to, from, to, …], ascending. Asked in the order of time. */
  private logSince(storage: number, since: number, now: number): readonly number[] {
    const pieces: { readonly from: number; readonly to: number }[] = [];
    for (let index = 0; index < this.streams.length; index++) {
      const stream = this.streams[index];
      if (stream?.storage !== storage) continue;
      if (stream.lag !== undefined) pieces.push({ from: since, to: now - stream.lag });
      else
        for (let run = this.arrivedOf(index, stream, now) - 1; run >= 0 && (stream.to[run] ?? 0) > since; run--)
          pieces.push({ from: Math.max(since, stream.from[run] ?? 0), to: stream.to[run] ?? 0 });
    }
    const log: number[] = [];
    for (const { from, to } of pieces.sort((a, b) => a.from - b.from)) {
      const end = log.at(-1);
      if (to <= (end ?? since)) continue;
      if (end !== undefined && from <= end) log[log.length - 1] = to;
      else log.push(from, to);
    }
    return log;
  }

  /** How many runs of a stream have arrived; goes on from where it was. */
  private arrivedOf(index: number, stream: Stream, now: number): number {
    let next = this.arrived[index] ?? 0;
    while (next < stream.available.length && (stream.available[next] ?? 0) <= now) next++;
    this.arrived[index] = next;
    return next;
  }

  private deliver(copy: number): void {
    const shape = this.shape.copies[copy];
    const end = this.due[2 * copy] ?? 0;
    this.due[2 * copy] = Infinity;
    if (shape === undefined) return;
    const taken = this.taken[copy] ?? NONE;
    for (const place of taken) {
      const point = this.holdings[shape.from]?.point[place] ?? 0;
      this.arrive(shape.to, point, end, copy, place);
      this.note(shape.to, this.shape.jobs[this.points.job[point] ?? 0]?.word ?? 'full');
    }
    const log = this.newLog[copy] ?? NONE;
    const stream = this.copyStreams[copy];
    if (log.length > 0 && stream !== undefined) {
      for (let index = 0; index < log.length; index += 2) {
        stream.from.push(log[index] ?? 0);
        stream.to.push(log[index + 1] ?? 0);
        stream.available.push(end);
        stream.start.push(this.copyRuns[copy]?.start.at(-1) ?? end);
      }
      this.brought[copy] = log.at(-1) ?? 0;
      this.note(shape.to, 'log');
    }
    if (taken.length > 0 || log.length > 0) this.note(shape.to, 'copy');
    this.unpruned[shape.to] = 1;
  }
}
