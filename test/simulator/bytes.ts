/** What lies on a storage over three years: assessment.md, section 9. */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import { type Plan, type Span, type Storage, type System, spanSeconds } from '../../engine/plan/model.ts';
import { byMonth, grownBy, monthOf } from './growth.ts';
import { firstWhere, type History, type Piece, type Stream } from './history.ts';
import { joined } from './intervals.ts';
import { HORIZON, WINDOW_FROM } from './sizes.ts';
import { shift } from './wall.ts';

/** Bytes that lie there in [from, to): at first so many, and more by `slope` each second. */
export interface Lying {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly slope: number;
}

/** All that a block has on a storage. With `minimum` nothing goes before it has lain so long: what is billed. */
export function* lyingOn(plan: Plan, catalogue: Catalogue, history: History, storage: Storage, minimum?: Span): Iterable<Lying> {
  yield* pointsOn(plan, catalogue, history, storage, minimum);
  const holds = [storage.immutable?.value, minimum].filter((span) => span !== undefined);
  // A lock of months is by the calendar for what arrived at an instant.
  const heldUntil = (arrived: number): number => Math.max(arrived, ...holds.map((span) => shift(plan.timezone.value, arrived, span, 1)));
  const log = new Log(history.system, history.from);
  for (const piece of history.pieces.get(storage.name) ?? []) yield* pieceOn(log, history, piece, heldUntil(piece.at));
  for (const stream of history.streams) {
    if (stream.storage === storage.name) yield* streamOn(log, history, stream, Math.max(0, ...holds.map(spanSeconds)));
  }
}

/** The mean over [from, to). */
export function meanOf(lying: readonly Lying[], from: number, to: number): number {
  let sum = 0;
  for (const each of lying) {
    const start = Math.max(from, each.from);
    const end = Math.min(to, each.to);
    if (start < end) sum += (end - start) * (each.bytes + each.slope * ((start + end) / 2 - each.from));
  }
  return sum / (to - from);
}

/** Bytes by which a sum of many large numbers may be off. */
const NOISE = 0.5;

/** The first instant from which on more lies there than a storage holds; undefined: not before the horizon. */
export function fullFrom(lying: readonly Lying[], capacity: number): number | undefined {
  const changes: { at: number; bytes: number; slope: number }[] = [];
  for (const { from, to, bytes, slope } of lying) {
    const at = Math.max(from, WINDOW_FROM);
    if (to <= at) continue;
    changes.push({ at, bytes: bytes + slope * (at - from), slope });
    if (to < HORIZON) changes.push({ at: to, bytes: -(bytes + slope * (to - from)), slope: -slope });
  }
  changes.push({ at: HORIZON, bytes: 0, slope: 0 });
  changes.sort((a, b) => a.at - b.at);
  let at = WINDOW_FROM;
  let level = 0;
  let slope = 0;
  for (const change of changes) {
    if (change.at > at) {
      if (level > capacity + NOISE) return at;
      const next = level + slope * (change.at - at);
      if (next > capacity + NOISE) return at + Math.max(0, (capacity - level) / slope);
      level = next;
      at = change.at;
    }
    if (at >= HORIZON) return undefined;
    level += change.bytes;
    slope += change.slope;
  }
  return undefined;
}

function* pointsOn(plan: Plan, catalogue: Catalogue, history: History, storage: Storage, minimum: Span | undefined): Iterable<Lying> {
  const { system, block, points } = history;
  const repository = block.jobs.some(({ word, tool }) => word === 'full' && catalogue.tools[tool?.value ?? '']?.deduplicates === true);
  const fulls = points.filter(({ word }) => word === 'full');
  const first = Math.min(...fulls.map(({ start }) => start));
  const holding: (readonly [number, number])[] = [];
  for (const point of points) {
    for (const stay of point.stays) {
      if (stay.storage !== storage.name) continue;
      const to = minimum === undefined ? stay.until : Math.max(stay.until, shift(plan.timezone.value, stay.from, minimum, 1));
      if (repository && point.word === 'full') holding.push([stay.from, to]);
      // The first full of a repository is its base.
      if (repository && point.word === 'full' && point.start === first) continue;
      yield { from: stay.from, to, bytes: point.bytes * grownBy(system, monthOf(point.capture)), slope: 0 };
    }
  }
  const base = (system.size?.value ?? 0) * system.compresses.value;
  for (const [begin, end] of joined(holding))
    for (const { from, to, month } of byMonth(begin, end)) yield { from, to, bytes: base * grownBy(system, month), slope: 0 };
}

/** The log of a system, as it is stored. */
class Log {
  private readonly system: System;
  private readonly begin: number;

  constructor(system: System, begin: number) {
    this.system = system;
    this.begin = begin;
  }

  /** Bytes a second. A rate that the plan gives as `logs` does not grow. */
  rate(month: number): number {
    const { logs, compresses } = this.system;
    return (logs?.value ?? 0) * compresses.value * (logs?.source.from === 'default' ? grownBy(this.system, month) : 1);
  }

  /** Bytes that were written up to an instant. */
  until(instant: number): number {
    return byMonth(this.begin, instant).reduce((sum, { from, to, month }) => sum + this.rate(month) * (to - from), 0);
  }

  /** In [from, to), all up to so many seconds ago. */
  *behind(from: number, to: number, seconds: number, sign: 1 | -1): Iterable<Lying> {
    for (const part of byMonth(Math.max(this.begin, from - seconds), Math.min(to, HORIZON) - seconds))
      yield {
        from: part.from + seconds,
        to: part.to + seconds,
        bytes: sign * this.until(part.from),
        slope: sign * this.rate(part.month),
      };
  }
}

/** Log that arrived in one piece: none of it goes before `held`, and then from its beginning on. */
function* pieceOn(log: Log, history: History, { storage, from: begin, to: end, at }: Piece, held: number): Iterable<Lying> {
  const kept = history.logKept(storage);
  for (const { from, to, month } of byMonth(begin, end)) {
    const rate = log.rate(month);
    const whole = rate * (to - from);
    if (kept === 'forever') yield { from: at, to: Number.POSITIVE_INFINITY, bytes: whole, slope: 0 };
    else if ('months' in kept) {
      const goes = Math.max(at, held, from + spanSeconds(kept));
      const gone = to + spanSeconds(kept);
      yield { from: at, to: goes, bytes: whole, slope: 0 };
      if (goes < gone) yield { from: goes, to: gone, bytes: rate * (gone - goes), slope: -rate };
    } else {
      let since = at;
      let left = whole;
      for (let index = firstWhere(kept.length, (i) => (kept[i]?.floor ?? 0) > from); index < kept.length && left > 0; index++) {
        const rises = Math.max(at, held, kept[index]?.at ?? 0);
        yield { from: since, to: rises, bytes: left, slope: 0 };
        since = rises;
        left = Math.max(0, rate * (to - (kept[index]?.floor ?? to)));
      }
      if (left > 0) yield { from: since, to: Number.POSITIVE_INFINITY, bytes: left, slope: 0 };
    }
  }
}

/** Log that comes all the time: what has arrived, less what has gone. `held`: seconds for which none goes after it arrived. */
function* streamOn(log: Log, history: History, { storage, lag }: Stream, held: number): Iterable<Lying> {
  const { from } = history;
  const kept = history.logKept(storage);
  yield* log.behind(from, HORIZON, lag, 1);
  if (kept === 'forever') return;
  if ('months' in kept) {
    yield* log.behind(from, HORIZON, Math.max(spanSeconds(kept), held + lag), -1);
    return;
  }
  for (const [index, { at, floor }] of kept.entries()) {
    const next = Math.min(kept[index + 1]?.at ?? HORIZON, HORIZON);
    // What is older than the floor goes, but not while it is held.
    const reached = Math.min(next, Math.max(at, floor + held + lag));
    yield* log.behind(at, reached, held + lag, -1);
    if (reached < next) yield { from: reached, to: next, bytes: -log.until(floor), slope: 0 };
  }
}
