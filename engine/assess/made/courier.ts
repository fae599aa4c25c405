/**
 * A copy or move at work (assessment §3): when its runs happen and what each brings. While nothing but log can be new it sleeps; the
 * runs of that time are passed over together once somebody asks, since they differ in nothing but their time.
 */
import { countBefore, lastOf, ProgressionCursor } from '../schedule/progression.ts';
import { TICK, tick } from '../schedule/window.ts';
import type { Stage } from './history.ts';
import { strideOf } from './locks.ts';
import type { LogPart } from './log-runs.ts';
import { type Stream, scheduled } from './made.ts';
import type { CopyShape } from './shape.ts';

/** What a run brings: points, and log as [from, to, from, to, …], ascending. */
export interface Load {
  readonly points: readonly number[];
  readonly log: readonly number[];
}

export class Courier {
  readonly shape: CopyShape;
  /** When the run under way ends, and when the next scheduled one is to be looked at: `Infinity` where there is none. */
  end = Infinity;
  next: number;
  private readonly stage: Stage;
  private readonly copy: number;
  private readonly stream: Stream | undefined;
  private readonly starts: ProgressionCursor;
  /** The log of its source, where it is of one stream. */
  private readonly source: Stream | undefined;
  readonly maySleep: boolean;
  private asleep = false;
  /** The next scheduled start of a copy that sleeps. */
  private wakeAt = Infinity;
  private started = -Infinity;
  private load: Load = { points: [], log: [] };
  /** How much of what came to its source it has seen, and up to where it has brought log. */
  private seen = 0;
  private brought: number;

  constructor(stage: Stage, copy: number, stream: Stream | undefined) {
    const { shape } = stage;
    this.shape = shape.copies[copy] ?? NOTHING;
    this.stage = stage;
    this.copy = copy;
    this.stream = stream;
    const { timing, from, to } = this.shape;
    this.starts = new ProgressionCursor('after' in timing ? [] : scheduled(shape, timing));
    this.next = this.starts.next(-Infinity);
    this.brought = shape.from;
    const sources = stage.streams.filter(({ storage }) => storage === from);
    this.source = sources.length === 1 ? sources[0] : undefined;
    // Who sleeps must be alone in bringing something to its target, and be waited for by nobody.
    const alone = shape.copies.filter((other) => other.to === to).length === 1 && sources.length <= 1;
    const awaited = shape.copies.some((other) => other.from === to && 'after' in other.timing);
    this.maySleep = alone && !awaited && !('after' in timing) && !leadsTo(shape.copies, to, from);
  }

  /** Starts a run, unless one is under way. */
  start(now: number): void {
    const { from, to, move } = this.shape;
    if (this.end !== Infinity) {
      this.plan(now + TICK);
      return;
    }
    const source = this.stage.holdings[from];
    const target = this.stage.holdings[to];
    if (source === undefined || target === undefined) return;
    this.stage.settle(from, now);
    const { points } = this.stage;
    const { jobs } = this.stage.shape;
    const found: number[] = [];
    const moving: number[] = [];
    let bytes = 0;
    for (; this.seen < source.came.length; this.seen++) {
      const point = source.came[this.seen] ?? 0;
      if (source.gone[point] !== Infinity || jobs[points.job[point] ?? 0]?.word === 'snapshot') continue;
      // What the target has, or has pruned, does not come to it again; the run reads it all the same, and a move takes it away.
      bytes += points.bytes[point] ?? 0;
      if (move) moving.push(point);
      if (target.available[point] === Infinity) found.push(point);
    }
    this.stage.leave(from, moving, now);
    const log = this.newLog(now);
    this.load = { points: found, log };
    this.started = now;
    this.end = now + this.lasting(bytes + this.logBytes(log));
    this.plan(Math.max(now + TICK, this.end));
  }

  /** Ends the run under way. */
  deliver(): void {
    const { to } = this.shape;
    const { load, end, stage } = this;
    this.end = Infinity;
    for (const point of load.points) {
      stage.arrive(to, point, end, this.copy, this.started);
      stage.note(to, stage.shape.jobs[stage.points.job[point] ?? 0]?.word ?? 'full');
    }
    this.bring(load.log, this.started, end);
    if (load.log.length > 0 && this.stream !== undefined) stage.note(to, 'log');
    if (load.points.length > 0 || load.log.length > 0) stage.note(to, 'copy');
    stage.endRun(to);
    if (this.maySleep && this.seen === stage.holdings[this.shape.from]?.came.length) {
      this.asleep = true;
      this.wakeAt = this.next;
      this.next = Infinity;
    }
  }

  /** A point is about to come to its source. */
  wake(now: number): void {
    if (!this.asleep) return;
    this.passUntil(now);
    this.asleep = false;
    this.next = this.wakeAt;
  }

  /** Passes over the runs that have ended before `now`, if it sleeps; one that is under way then goes on as any other. */
  passUntil(now: number): void {
    if (!this.asleep) return;
    this.stage.settle(this.shape.from, now);
    while (this.asleep && this.wakeAt < now) {
      if (this.stream === undefined && this.skipIdle(now)) return;
      const start = this.wakeAt;
      const log = this.newLog(start);
      const end = start + this.lasting(this.logBytes(log));
      this.wakeAt = this.starts.next(Math.max(start + TICK, end));
      if (end >= now) {
        this.asleep = false;
        this.load = { points: [], log };
        this.started = start;
        this.end = end;
        this.next = this.wakeAt;
        return;
      }
      const due = this.stage.nextDue(this.shape.to);
      this.bring(log, start, end);
      if (end >= due) this.stage.prune(this.shape.to, end);
      else this.repeat(start, end, Math.min(now, due));
    }
  }

  /** Passes over runs that bring nothing and prune nothing; true if no other starts before `now`. */
  private skipIdle(now: number): boolean {
    const lasts = this.lasting(0);
    const due = Math.min(now, this.stage.nextDue(this.shape.to) - lasts);
    const part = this.starts.current();
    if (part === undefined || due <= this.wakeAt) return false;
    // Where one run keeps the next one out, it matters which of them happen: at most to the end of what is even.
    if (lasts === 0) this.wakeAt = this.starts.next(due);
    else if (lasts <= part.step) this.wakeAt = this.starts.next(Math.min(due, lastOf(part)));
    return this.wakeAt >= now;
  }

  /** Passes over the runs that follow one from `start` to `end` and are like it, as far as they end before `until`. */
  private repeat(start: number, end: number, until: number): void {
    const part = this.starts.current();
    if (part === undefined) return;
    const apart = this.wakeAt - start;
    const left = part.count - countBefore(part, this.wakeAt);
    const stride = strideOf(part.step, end - start);
    // The run, and the next one, must be of one progression, and as far apart as its runs are.
    if (apart !== part.step * stride || start < part.first) return;
    const wanted = Math.min(Math.ceil(left / stride), Math.ceil((until - end) / apart) - 1);
    const count = this.stream === undefined ? wanted : this.repeatLog(start, end, apart, wanted);
    if (count > 0) this.wakeAt = this.starts.next(start + apart * count + Math.max(TICK, end - start));
  }

  /** Brings the log of up to `wanted` runs that each bring as much as the last one did; gives how many there are. */
  private repeatLog(start: number, end: number, apart: number, wanted: number): number {
    const last = this.stream?.runs.parts.at(-1);
    if (last === undefined || this.source === undefined || wanted <= 0) return 0;
    const index = last.count - 1;
    const from = last.from + last.step * index;
    const to = last.to + last.step * index;
    const like = last.start + last.step * index === start && to - from === apart && to === this.brought;
    if (!like || this.lasting(this.logBytes([from, to])) !== end - start) return 0;
    const count = Math.min(wanted, this.evenFor(start, apart));
    if (count <= 0 || !this.stage.keepsLogSince(this.shape.from, to, start + apart - to, start + apart * count)) return 0;
    const first: LogPart = {
      start: start + apart,
      from: from + apart,
      to: to + apart,
      first: end + apart,
      step: count > 1 ? apart : 0,
      count,
    };
    this.stream?.runs.push(first);
    this.brought = to + apart * count;
    return count;
  }

  /** How many more runs after the one at `start` find as much more log on the source each. */
  private evenFor(start: number, apart: number): number {
    if (this.source?.lag !== undefined) return Infinity;
    const part = this.source?.runs.parts.findLast(({ first }) => first <= start);
    if (part === undefined || part.step === 0 || apart % part.step !== 0) return 0;
    return Math.floor((lastOf(part) - start) / apart);
  }

  private newLog(now: number): readonly number[] {
    if (this.stream === undefined) return [];
    const { from } = this.shape;
    return this.stage.logSince(from, Math.max(this.brought, this.stage.logKeptFrom(from, now)), now);
  }

  /** Seconds of a run that reads so many bytes. */
  private lasting(bytes: number): number {
    return tick(this.shape.taking ?? (bytes === 0 ? 0 : bytes / this.shape.rate));
  }

  private logBytes(log: readonly number[]): number {
    let seconds = 0;
    for (let index = 0; index < log.length; index += 2) seconds += (log[index + 1] ?? 0) - (log[index] ?? 0);
    return seconds * this.stage.shape.logRate;
  }

  private bring(log: readonly number[], start: number, available: number): void {
    if (this.stream === undefined || log.length === 0) return;
    for (let index = 0; index < log.length; index += 2)
      this.stream.runs.push({ start, from: log[index] ?? 0, to: log[index + 1] ?? 0, first: available, step: 0, count: 1 });
    this.brought = log[log.length - 1] ?? 0;
  }

  /** The next start that is looked at is the first one from `from` on. */
  private plan(from: number): void {
    if (!('after' in this.shape.timing)) this.next = this.starts.next(from);
  }
}

const NOTHING: CopyShape = { move: false, timing: { after: [] }, from: -1, to: -1, rate: 0 };

/** Whether copies lead from one storage to another, over others too. */
function leadsTo(copies: readonly CopyShape[], from: number, to: number): boolean {
  const reached = new Set([from]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const copy of copies) if (reached.has(copy.from)) reached.add(copy.to);
  }
  return reached.has(to);
}
