/** Worst-case loss: assessment.md, section 6. The question is put at every instant at which its answer can change, and just before. */
import { type Plan, spanSeconds } from '../../engine/plan/model.ts';
import type { Span } from '../../grammar/tree.ts';
import type { Damage } from './damage.ts';
import { firstWhere, type History, type Piece, type Point, type Run, type Stay, type Stream } from './history.ts';
import { WINDOW_FROM, WINDOW_TO } from './sizes.ts';
import { civilOf, clockChanges, DAY, daysInMonth, instantOf, offsetAt, shift, wallAt } from './wall.ts';

/** Just before: far less than what is compared, far more than what a number of 2027 can tell apart. */
const JUST = 0.001;

/** Seconds; infinite where there is an incident after which nothing can be restored. */
export function worstLoss(plan: Plan, histories: readonly History[], damage: Damage, onlyOn?: string): number {
  const blocks = histories.map((history) => new Aftermath(plan, history, damage, onlyOn));
  let worst = 0;
  for (const event of eventsOf(blocks)) {
    for (const incident of [event - JUST, event]) {
      if (incident < WINDOW_FROM || incident >= WINDOW_TO) continue;
      const state = Math.max(...blocks.map((block) => block.latestState(incident)));
      worst = Math.max(worst, incident - state);
      if (worst === Number.POSITIVE_INFINITY) return worst;
    }
  }
  // To the left of an instant by JUST, a loss that grows with time is short by as much.
  return worst === 0 ? 0 : Math.round(worst * 100) / 100;
}

function eventsOf(blocks: readonly Aftermath[]): number[] {
  const events = new Set<number>([WINDOW_FROM, WINDOW_TO]);
  for (const block of blocks) for (const event of block.events()) if (event > WINDOW_FROM && event < WINDOW_TO) events.add(event);
  return [...events].sort((a, b) => a - b);
}

/** Log pieces of one storage by where they begin; `ends[i]`: the index after the last piece up to which they follow on each other from i. */
interface Pieces {
  readonly sorted: readonly Piece[];
  readonly ends: readonly number[];
  /** The longest piece, in seconds. */
  readonly longest: number;
}

function joined(sorted: readonly Piece[]): Pieces {
  const ends = sorted.map(() => sorted.length);
  let longest = 0;
  for (let index = sorted.length - 1; index >= 0; index--) {
    const piece = sorted[index];
    const next = sorted[index + 1];
    if (piece === undefined) continue;
    longest = Math.max(longest, piece.to - piece.from);
    if (next !== undefined) ends[index] = next.from <= piece.to && next.at >= piece.at ? (ends[index + 1] ?? 0) : index + 1;
  }
  return { sorted, ends, longest };
}

/** What a block's history is worth after an incident at any instant. */
class Aftermath {
  private readonly plan: Plan;
  private readonly history: History;
  private readonly damage: Damage;
  private readonly onlyOn: string | undefined;
  /** What could be restored at some time, by capture, with the stays that it could be read from. */
  private readonly points: readonly { readonly point: Point; readonly stays: readonly Stay[]; readonly until: number }[];
  private readonly fallen: ReadonlySet<string>;
  private readonly locks: ReadonlyMap<string, Span | undefined>;
  private readonly streams: readonly Stream[];
  /** By storage, by where the piece begins. */
  private readonly pieces: readonly Pieces[];

  constructor(plan: Plan, history: History, damage: Damage, onlyOn: string | undefined) {
    this.plan = plan;
    this.history = history;
    this.damage = damage;
    this.onlyOn = onlyOn;
    const keyless = plan.storages.filter(({ key }) => key !== undefined && damage.lostKeys.has(key));
    this.fallen = new Set([...damage.lost, ...keyless.map(({ name }) => name)]);
    this.locks = new Map(plan.storages.map(({ name, immutable }) => [name, immutable?.value]));
    this.points = history.points
      .filter(({ headless }) => !headless)
      .map((point) => ({ point, stays: point.stays.filter((stay) => this.isBase(stay)) }))
      .filter(({ stays }) => stays.length > 0)
      .map(({ point, stays }) => ({ point, stays, until: Math.max(...stays.map(({ until }) => until)) }));
    this.streams = history.streams.filter(({ storage, keys }) => this.survives(storage, keys));
    this.pieces = [...history.pieces.values()].map((all) =>
      joined(all.filter(({ storage, keys }) => this.survives(storage, keys)).sort((a, b) => a.from - b.from)),
    );
  }

  /** The newest state at or before the incident that can be restored once it is detected; minus infinity: none. */
  latestState(incident: number): number {
    const { points } = this;
    const detected = this.detected(incident);
    for (let index = firstWhere(points.length, (i) => (points[i]?.point.capture ?? 0) > incident) - 1; index >= 0; index--) {
      const candidate = points[index];
      if (candidate === undefined || candidate.until <= detected) continue;
      if (!candidate.stays.some((stay) => this.isThere(stay, incident))) continue;
      const { point } = candidate;
      if (this.hasNeeds(point, incident)) return Math.min(incident, this.logFrom(point.capture, incident));
    }
    return Number.NEGATIVE_INFINITY;
  }

  /** Every incident at which something comes, goes, or is just too old. */
  *events(): Iterable<number> {
    yield* this.leaps();
    for (const point of this.history.points) {
      yield point.capture;
      for (const stay of point.stays) {
        if (this.damage.lost.has(stay.storage)) continue;
        yield* this.incidents(stay.from);
        if (this.damage.intruder) yield stay.from;
        yield* this.incidents(stay.until);
        for (const run of stay.runs) if (this.touchesLost(run)) yield run.end;
        const lock = this.lockOf(stay.storage);
        if (lock !== undefined) yield* this.incidents(shift(this.plan.timezone.value, stay.from, lock, 1));
      }
      for (const { span } of this.history.block.keepLogs) {
        if (span !== 'forever') yield* this.incidents(point.capture + spanSeconds(span));
      }
      for (const { storage, lag } of this.streams) {
        const lock = this.lockOf(storage);
        if (lock !== undefined) yield* this.incidents(shift(this.plan.timezone.value, point.capture + lag, lock, 1));
      }
    }
    for (const { sorted } of this.pieces) {
      for (const { storage, at, to, runs, streamed } of sorted) {
        yield* this.incidents(at);
        if (this.damage.intruder) yield at;
        for (const run of runs) if (this.touchesLost(run)) yield run.end;
        if (streamed !== undefined) yield to + streamed.lag;
        const lock = this.damage.exposed.has(storage) ? this.lockOf(storage) : undefined;
        if (lock !== undefined) yield* this.incidents(shift(this.plan.timezone.value, at, lock, 1));
      }
    }
  }

  private detected(incident: number): number {
    return shift(this.plan.timezone.value, incident, this.damage.detection, 1);
  }

  /** The incidents that are detected at an instant. Of months there may be several, since a month later clamps, and clocks change. */
  private *incidents(instant: number): Iterable<number> {
    const { detection } = this.damage;
    const zone = this.plan.timezone.value;
    const incident = shift(zone, instant, detection, -1);
    yield incident;
    if (detection.years === 0 && detection.months === 0) return;
    const { year, month, day } = civilOf(wallAt(zone, instant - detection.seconds));
    if (day === daysInMonth(year, month)) for (const days of [1, 2, 3]) yield incident + days * DAY;
    if (offsetAt(zone, incident - DAY) === offsetAt(zone, incident + DAY)) return;
    for (const seconds of [1800, 3600]) {
      yield incident - seconds;
      yield incident + seconds;
    }
  }

  /** The incidents from which on the detection leaps: those a month after which there is no such day, and those around clock changes. */
  private *leaps(): Iterable<number> {
    const { detection } = this.damage;
    if (detection.years === 0 && detection.months === 0) return;
    const zone = this.plan.timezone.value;
    for (let day = Math.floor(wallAt(zone, WINDOW_FROM) / DAY); day * DAY <= wallAt(zone, WINDOW_TO); day++) {
      const civil = civilOf(day * DAY);
      if (civil.day === 1 || civil.day >= daysInMonth(civil.year, civil.month + detection.months)) yield instantOf(zone, day * DAY);
    }
    for (const change of clockChanges(zone, WINDOW_FROM, this.detected(WINDOW_TO))) {
      const incident = shift(zone, change, detection, -1);
      for (const seconds of [-3600, -1800, 0, 1800, 3600]) {
        yield change + seconds;
        yield incident + seconds;
      }
    }
  }

  private isBase(stay: Stay): boolean {
    return (this.onlyOn === undefined || stay.storage === this.onlyOn) && this.survives(stay.storage, stay.keys);
  }

  /** The storage is there, and can be read. */
  private survives(storage: string, keys: readonly string[]): boolean {
    return !this.fallen.has(storage) && !keys.some((key) => this.damage.lostKeys.has(key));
  }

  private lockOf(storage: string): Span | undefined {
    return this.locks.get(storage);
  }

  private isThere(stay: Stay, incident: number): boolean {
    const detected = this.detected(incident);
    return stay.from <= detected && detected < stay.until && this.trusted(stay.storage, stay.from, stay.runs, incident);
  }

  private hasNeeds(point: Point, incident: number): boolean {
    for (let base = point.needs; base !== undefined; base = base.needs) {
      if (base === 'missing') return false;
      if (!base.stays.some((stay) => this.survives(stay.storage, stay.keys) && this.isThere(stay, incident))) return false;
    }
    return true;
  }

  /** What arrived on a storage at an instant, by these runs, was really made, and the intruder could not spoil it. */
  private trusted(storage: string, arrived: number, runs: readonly Run[], incident: number): boolean {
    if (runs.some((run) => run.end > incident && this.touchesLost(run))) return false;
    return !this.damage.intruder || (arrived <= incident && this.outlasts(storage, arrived, incident));
  }

  private touchesLost(run: Run): boolean {
    return this.damage.lost.has(run.reads) || this.damage.lost.has(run.writes);
  }

  private outlasts(storage: string, arrived: number, incident: number): boolean {
    if (!this.damage.exposed.has(storage)) return true;
    const lock = this.lockOf(storage);
    return lock !== undefined && shift(this.plan.timezone.value, arrived, lock, 1) >= this.detected(incident);
  }

  /** How far the log reaches without a gap from a state on. */
  private logFrom(capture: number, incident: number): number {
    let reached = capture;
    for (;;) {
      const further = Math.max(reached, ...this.stretches(reached, incident));
      if (further === reached || reached >= incident) return reached;
      reached = further;
    }
  }

  /** The ends of the stretches of log that a state lies in. */
  private *stretches(state: number, incident: number): Iterable<number> {
    const detected = this.detected(incident);
    for (const { storage, lag } of this.streams) {
      if (state < this.history.logFloor(storage, detected)) continue;
      // What is streamed arrives one lag later; the lock of what arrived at state + lag must still hold.
      if (!this.outlasts(storage, state + lag, incident)) continue;
      yield this.endOfStream(detected, lag, incident);
    }
    for (const { sorted, ends, longest } of this.pieces) {
      const first = firstWhere(sorted.length, (index) => (sorted[index]?.from ?? 0) > state) - 1;
      for (let index = first; index >= 0; index--) {
        const piece = sorted[index];
        if (piece === undefined || piece.from < state - longest) break;
        if (piece.to <= state || piece.at > detected || !this.trusted(piece.storage, piece.at, piece.runs, incident)) continue;
        if (state < this.history.logFloor(piece.storage, detected)) continue;
        yield piece.streamed === undefined ? piece.to : Math.min(piece.to, this.endOfStream(detected, piece.streamed.lag, incident));
        // What follows on it and came before the incident is there too, and is locked for longer.
        const end = firstWhere(ends[index] ?? 0, (later) => later > index && (sorted[later]?.at ?? 0) > incident);
        if (end > index + 1) yield sorted[end - 1]?.to ?? state;
      }
    }
  }

  private endOfStream(detected: number, lag: number, incident: number): number {
    const stopped = this.damage.intruder || this.damage.lost.has(this.history.system.name);
    return (stopped ? incident : detected) - lag;
  }
}
