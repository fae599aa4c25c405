/**
 * What a block's jobs do, stepped through run by run: assessment.md, sections 1 to 4, as if nothing ever went wrong.
 */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import { type BackupBlock, type Copy, type Job, type Plan, type Span, type System, spanSeconds } from '../../engine/plan/model.ts';
import { type Keeper, keeperOf } from './keeping.ts';
import { copyRate, type Gaps, gapsOf, inChain, longestGap, storageNamed, writeRate } from './sizes.ts';
import { startsOf } from './starts.ts';
import { shift } from './wall.ts';

/** A run that happened, and what it needed to stand: the system or storage it read, and the storage it wrote. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly reads: string;
  readonly writes: string;
}

export interface Point {
  readonly word: string;
  readonly start: number;
  readonly capture: number;
  readonly bytes: number;
  /** The point that this one builds on; `'missing'` where there never was one. */
  readonly needs: Point | 'missing' | undefined;
  /** What it builds on builds in the end on nothing: it is kept like others, and nothing can be restored from it. */
  readonly headless: boolean;
  readonly stays: Stay[];
}

/** A point's time on one storage, [from, until). */
export interface Stay {
  readonly point: Point;
  readonly storage: string;
  readonly from: number;
  until: number;
  readonly runs: readonly Run[];
  readonly keys: readonly string[];
}

/** Log [from, to] that arrived on a storage at an instant. `streamed`: what a stream brought there first, and how late. */
export interface Piece {
  readonly storage: string;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly runs: readonly Run[];
  readonly keys: readonly string[];
  readonly streamed: Stream | undefined;
}

/** Continuous log onto a storage: at instant x it has the log up to x - lag. */
export interface Stream {
  readonly storage: string;
  readonly lag: number;
  readonly keys: readonly string[];
}

export interface History {
  readonly system: System;
  readonly block: BackupBlock;
  readonly gaps: Gaps;
  readonly from: number;
  /** By capture. */
  readonly points: readonly Point[];
  readonly streams: readonly Stream[];
  /** By storage; in the order of arrival. */
  readonly pieces: ReadonlyMap<string, readonly Piece[]>;
  /** How long a storage has log: for a time, for ever, or without `keep logs` back to a floor that rises when its oldest point goes. */
  logKept(storage: string): Span | 'forever' | readonly Floor[];
  /** The oldest log that a storage still has at an instant. */
  logFloor(storage: string, instant: number): number;
}

/** From an instant on the oldest log of a storage is of `floor`. */
export interface Floor {
  readonly at: number;
  readonly floor: number;
}

const STRENGTH = ['full', 'differential', 'incremental'];

/** Runs from `from` to `to`, UTC seconds. */
export function historyOf(plan: Plan, catalogue: Catalogue, system: System, block: BackupBlock, from: number, to: number): History {
  return new Simulation(plan, catalogue, system, block, from).run(to);
}

/** What one copy has done so far. */
interface Progress {
  readonly copy: Copy;
  /** Bytes a second. */
  readonly rate: number;
  last: number;
  busyUntil: number;
  /** Log it has brought, merged and ascending. */
  readonly brought: [number, number][];
}

interface Shelf {
  readonly stays: Stay[];
  readonly held: Set<Stay>;
  readonly pieces: Piece[];
  readonly everHeld: Set<Point>;
  readonly floors: Floor[];
  readonly keeper: Keeper | undefined;
}

interface Ending {
  readonly at: number;
  finish(): void;
  readonly storage: string;
  readonly prunes: boolean;
  readonly word: string;
  readonly points: number;
}

class Simulation {
  private readonly points: Point[] = [];
  private readonly streams: Stream[] = [];
  private readonly shelves = new Map<string, Shelf>();
  private readonly endings: Ending[] = [];
  private readonly copies: Progress[];
  private readonly busy = new Map<Job, number>();
  private readonly previousLogStart = new Map<Job, number>();
  private chainBusyUntil = Number.NEGATIVE_INFINITY;
  private lastFull: Point | undefined;
  private lastOfChain: Point | undefined;
  private readonly gaps: Gaps;
  private readonly logGaps = new Map<Job, number>();
  private readonly plan: Plan;
  private readonly catalogue: Catalogue;
  private readonly system: System;
  private readonly block: BackupBlock;
  private readonly from: number;
  private anyDeduplicated = false;

  constructor(plan: Plan, catalogue: Catalogue, system: System, block: BackupBlock, from: number) {
    this.plan = plan;
    this.catalogue = catalogue;
    this.system = system;
    this.block = block;
    this.from = from;
    this.gaps = gapsOf(block);
    this.copies = block.copies.map((copy) => ({
      copy,
      rate: copyRate(plan, copy),
      last: Number.NEGATIVE_INFINITY,
      busyUntil: Number.NEGATIVE_INFINITY,
      brought: [],
    }));
    for (const job of block.jobs) {
      if (job.word !== 'log') continue;
      if (job.schedule === 'continuous') this.streams.push({ storage: job.to, lag: job.lag?.value ?? 60, keys: keysOf(job.key) });
      else this.logGaps.set(job, longestGap([job]));
    }
  }

  run(to: number): History {
    const timetable = this.timetable(to);
    let next = 0;
    for (;;) {
      const start = timetable[next]?.at ?? Number.POSITIVE_INFINITY;
      const end = this.endings.reduce((least, ending) => Math.min(least, ending.at), Number.POSITIVE_INFINITY);
      const now = Math.min(start, end);
      if (now >= to) break;
      const copies = this.endAll(now);
      const jobs: Job[] = [];
      for (; timetable[next]?.at === now; next++) {
        const starter = timetable[next]?.starter;
        if (starter === undefined) break;
        if ('word' in starter) jobs.push(starter);
        else copies.add(starter);
      }
      this.startChain(jobs.filter(inChain), now);
      for (const job of jobs) {
        if (job.word === 'log') this.startLog(job, now);
        if (job.word === 'snapshot') this.snapshot(job, now);
      }
      const starting = this.copies.filter((progress) => copies.has(progress.copy));
      const leaving = starting.map((progress) => this.startCopy(progress, now));
      for (const stays of leaving) this.leave(stays, now);
    }
    const points = [...this.points].sort((a, b) => a.capture - b.capture || a.start - b.start);
    const { system, block, gaps, from, streams } = this;
    const pieces = new Map([...this.shelves].map(([storage, shelf]) => [storage, shelf.pieces]));
    const logKept = (storage: string): Span | 'forever' | readonly Floor[] => this.logKept(storage);
    const logFloor = (storage: string, instant: number): number => this.logFloor(storage, instant);
    return { system, block, gaps, from, points, streams, pieces, logKept, logFloor };
  }

  private timetable(to: number): { readonly at: number; readonly starter: Job | Copy }[] {
    const entries: { readonly at: number; readonly starter: Job | Copy }[] = [];
    for (const starter of [...this.block.jobs, ...this.block.copies]) {
      const { schedule } = starter;
      if (schedule === 'continuous' || 'after' in schedule) continue;
      for (const at of startsOf(schedule.form, schedule.zone, this.from, to)) entries.push({ at, starter });
    }
    return entries.sort((a, b) => a.at - b.at);
  }

  private shelf(storage: string): Shelf {
    const known = this.shelves.get(storage);
    if (known !== undefined) return known;
    const keeper = keeperOf(this.block, storage, this.plan.timezone.value);
    const shelf: Shelf = { stays: [], held: new Set(), pieces: [], everHeld: new Set(), floors: [], keeper };
    this.shelves.set(storage, shelf);
    return shelf;
  }

  /** Ends every run that ends now, prunes where they ended, and says which copies that sets off. */
  private endAll(now: number): Set<Copy> {
    const ending = this.endings.filter(({ at }) => at === now);
    for (const one of ending) this.endings.splice(this.endings.indexOf(one), 1);
    for (const one of ending) one.finish();
    for (const storage of new Set(ending.filter(({ prunes }) => prunes).map((one) => one.storage))) this.prune(storage, now);
    const set = new Set<Copy>();
    for (const copy of this.block.copies) {
      const schedule = copy.schedule;
      if (!('after' in schedule)) continue;
      const awaited: readonly string[] = schedule.after;
      if (ending.some((one) => one.storage === copy.from && one.points > 0 && awaited.includes(one.word))) set.add(copy);
    }
    return set;
  }

  private startChain(jobs: readonly Job[], now: number): void {
    if (jobs.length === 0 || now < this.chainBusyUntil) return;
    const strongest = Math.min(...jobs.map((job) => STRENGTH.indexOf(job.word)));
    const job = this.block.jobs.find((one) => jobs.includes(one) && STRENGTH.indexOf(one.word) === strongest);
    if (job === undefined) return;
    const tool = job.tool === undefined ? undefined : this.catalogue.tools[job.tool.value];
    const deduplicates = tool?.deduplicates ?? false;
    const bytes = this.bytesOf(job, deduplicates);
    if (deduplicates && job.word === 'full') this.anyDeduplicated = true;
    const end = now + (job.taking?.value ?? bytes / writeRate(this.plan, this.system, job));
    this.chainBusyUntil = end;
    const alone = job.word === 'full' || deduplicates || job.managedBy !== undefined;
    const base = job.word === 'differential' ? this.lastFull : this.lastOfChain;
    const point: Point = {
      word: job.word,
      start: now,
      capture: tool?.capture === 'end' ? end : now,
      bytes,
      needs: alone ? undefined : (base ?? 'missing'),
      headless: !alone && (base?.headless ?? true),
      stays: [],
    };
    this.points.push(point);
    this.lastOfChain = point;
    if (job.word === 'full') this.lastFull = point;
    const run: Run = { start: now, end, reads: this.system.name, writes: job.to };
    const finish = (): void => this.arrive([this.stay(point, job.to, end, [run], keysOf(job.key))]);
    this.endings.push({ at: end, finish, storage: job.to, prunes: true, word: job.word, points: 1 });
  }

  private bytesOf(job: Job, deduplicates: boolean): number {
    const { size, changes, compresses } = this.system;
    const increment = (changes?.value ?? 0) * this.gaps.chain;
    const left = compresses.value;
    if (job.word === 'incremental') return increment * left;
    if (job.word === 'differential') return (changes?.value ?? 0) * this.gaps.fulls * left;
    return (deduplicates && this.anyDeduplicated ? increment : (size?.value ?? 0)) * left;
  }

  private startLog(job: Job, now: number): void {
    if (job.schedule === 'continuous' || now < (this.busy.get(job) ?? now)) return;
    const bytes = (this.system.logs?.value ?? 0) * (this.logGaps.get(job) ?? 0) * this.system.compresses.value;
    const end = now + (job.taking?.value ?? bytes / writeRate(this.plan, this.system, job));
    this.busy.set(job, end);
    const since = this.previousLogStart.get(job) ?? this.from;
    this.previousLogStart.set(job, now);
    const run: Run = { start: now, end, reads: this.system.name, writes: job.to };
    const piece: Piece = { storage: job.to, from: since, to: now, at: end, runs: [run], keys: keysOf(job.key), streamed: undefined };
    const finish = (): void => void this.shelf(job.to).pieces.push(piece);
    this.endings.push({ at: end, finish, storage: job.to, prunes: false, word: 'log', points: 1 });
  }

  private snapshot(job: Job, now: number): void {
    const point: Point = { word: 'snapshot', start: now, capture: now, bytes: 0, needs: undefined, headless: false, stays: [] };
    this.points.push(point);
    const run: Run = { start: now, end: now, reads: this.system.name, writes: job.to };
    this.arrive([this.stay(point, job.to, now, [run], keysOf(job.key))]);
    this.prune(job.to, now);
  }

  /** Starts a copy's run; what is handed back leaves the source now (a move). */
  private startCopy(progress: Progress, now: number): readonly Stay[] {
    if (now < progress.busyUntil) return [];
    const { copy, last, rate } = progress;
    const source = this.shelf(copy.from);
    const target = this.shelf(copy.to);
    const fresh = since(source.stays, last, ({ from }) => from).filter((stay) => stay.until > now && stay.point.word !== 'snapshot');
    const bringing = fresh.filter((stay) => !target.everHeld.has(stay.point));
    const log = this.newLog(progress, now);
    const logSeconds = log.reduce((sum, piece) => sum + piece.to - piece.from, 0);
    const logBytes = (this.system.logs?.value ?? 0) * logSeconds * this.system.compresses.value;
    const bytes = fresh.reduce((sum, stay) => sum + stay.point.bytes, 0) + logBytes;
    const end = now + (copy.taking?.value ?? bytes / rate);
    progress.last = now;
    progress.busyUntil = end;
    const run: Run = { start: now, end, reads: copy.from, writes: copy.to };
    const keys = keysOf(copy.key);
    const finish = (): void => {
      this.arrive(bringing.map((stay) => this.stay(stay.point, copy.to, end, [...stay.runs, run], [...stay.keys, ...keys])));
      for (const { from, to, runs, streamed, keys: own } of log)
        target.pieces.push({ storage: copy.to, from, to, at: end, runs: [...runs, run], keys: [...own, ...keys], streamed });
    };
    this.endings.push({ at: end, finish, storage: copy.to, prunes: true, word: 'copy', points: bringing.length + log.length });
    return copy.move ? fresh : [];
  }

  /** The log on the source that this copy has not brought yet, and notes it as brought. */
  private newLog(progress: Progress, now: number): Piece[] {
    const { copy, brought, last } = progress;
    const floor = this.logFloor(copy.from, now);
    // What arrived before the last run was brought then, or had gone by then.
    const there = [...since(this.shelf(copy.from).pieces, last, ({ at }) => at)];
    for (const streamed of this.streams.filter(({ storage }) => storage === copy.from)) {
      const { storage, keys, lag } = streamed;
      there.push({ storage, from: this.from, to: now - lag, at: now, runs: [], keys, streamed });
    }
    const fresh: Piece[] = [];
    for (const piece of there) {
      for (const [from, to] of without([Math.max(piece.from, floor), piece.to], brought)) {
        fresh.push({ ...piece, from, to });
        bring(brought, from, to);
      }
    }
    return fresh;
  }

  private stay(point: Point, storage: string, from: number, runs: readonly Run[], keys: readonly string[]): Stay {
    return { point, storage, from, until: Number.POSITIVE_INFINITY, runs, keys };
  }

  /** What comes at one instant comes together, and so does what goes: it is the points left in the end that say which log is kept. */
  private arrive(stays: readonly Stay[]): void {
    for (const stay of stays) {
      const shelf = this.shelf(stay.storage);
      stay.point.stays.push(stay);
      shelf.stays.push(stay);
      shelf.held.add(stay);
      shelf.everHeld.add(stay.point);
    }
    for (const { storage, from } of stays.slice(-1)) this.noteFloor(this.shelf(storage), from);
  }

  private leave(stays: readonly Stay[], now: number): void {
    for (const stay of stays) {
      stay.until = now;
      this.shelf(stay.storage).held.delete(stay);
    }
    for (const { storage } of stays.slice(-1)) this.noteFloor(this.shelf(storage), now);
  }

  private prune(storage: string, now: number): void {
    const shelf = this.shelf(storage);
    if (shelf.keeper === undefined) return;
    const held = [...shelf.held];
    const kept = shelf.keeper(
      held.map(({ point }) => point),
      now,
    );
    const lock = storageNamed(this.plan, storage).immutable?.value;
    const locked = ({ from }: Stay): boolean => lock !== undefined && now < shift(this.plan.timezone.value, from, lock, 1);
    this.leave(
      held.filter((stay) => !kept.has(stay.point) && !locked(stay)),
      now,
    );
  }

  /** Without `keep logs`, log goes when it is older than the oldest point of its storage, and does not come back. */
  private noteFloor(shelf: Shelf, now: number): void {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { point } of shelf.held) oldest = Math.min(oldest, point.capture);
    const before = shelf.floors.at(-1)?.floor ?? Number.NEGATIVE_INFINITY;
    if (oldest !== Number.POSITIVE_INFINITY && oldest > before) shelf.floors.push({ at: now, floor: oldest });
  }

  private logKept(storage: string): Span | 'forever' | readonly Floor[] {
    const { keepLogs } = this.block;
    const keep = keepLogs.find(({ on }) => on === storage) ?? keepLogs.find(({ on }) => on === undefined);
    return keep?.span ?? this.shelf(storage).floors;
  }

  private logFloor(storage: string, instant: number): number {
    const kept = this.logKept(storage);
    if (kept === 'forever') return Number.NEGATIVE_INFINITY;
    // A month counts 30 days here (docs/assessment.md).
    if ('months' in kept) return instant - spanSeconds(kept);
    const next = firstWhere(kept.length, (index) => (kept[index]?.at ?? 0) > instant);
    return kept[next - 1]?.floor ?? Number.NEGATIVE_INFINITY;
  }
}

/** The first index for which a condition holds that holds for all after it. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What came later than an instant, of a list in the order of coming. */
function since<T>(all: readonly T[], instant: number, came: (one: T) => number): readonly T[] {
  return all.slice(
    firstWhere(all.length, (index) => {
      const one = all[index];
      return one !== undefined && came(one) > instant;
    }),
  );
}

function keysOf(key: string | undefined): readonly string[] {
  return key === undefined ? [] : [key];
}

/** The parts of an interval that none of the ascending, disjoint others covers. */
function without([from, to]: readonly [number, number], others: readonly (readonly [number, number])[]): [number, number][] {
  const parts: [number, number][] = [];
  let start = from;
  for (const [low, high] of others) {
    if (high <= start) continue;
    if (low >= to) break;
    if (low > start) parts.push([start, low]);
    start = Math.max(start, high);
  }
  if (start < to) parts.push([start, to]);
  return parts;
}

function bring(brought: [number, number][], from: number, to: number): void {
  const last = brought.at(-1);
  if (last !== undefined && last[1] === from) last[1] = to;
  else {
    brought.push([from, to]);
    brought.sort((a, b) => a[0] - b[0]);
  }
}
