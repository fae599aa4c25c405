/** Which log is left, for an incident that begins at y (assessment §3, §4, §6), and up to which state it carries a restore point. */
import { spanSeconds } from '../plan/model.ts';
import { shifted, zoneOf } from './calendar.ts';
import type { Damage } from './damage.ts';
import type { History } from './history.ts';
import type { Stream } from './made.ts';

/** The values of a step function: `value[i]` holds from y = `at[i]` on. Ascending in both. */
export interface Steps {
  readonly at: number[];
  readonly value: number[];
}

/** The log of one stream that is left: [low, head] less the gaps, each bound a step function or y less a constant. */
export interface View {
  readonly stream: Stream;
  readonly usable: boolean;
  readonly heads: Steps | { readonly behind: number };
  readonly lows: readonly (Steps | { readonly behind: number })[];
  /** [from, to, from, to, …]: log that never came. */
  readonly gaps: readonly number[];
  /** What the copy that brings it can have had of its source, where that matters: indexes of views. */
  readonly within?: readonly number[];
}

export function logViews(history: History, damage: Damage, delay: number): readonly View[] {
  const cut = delay > 0 && !damage.compromise && (damage.systemLost || damage.storages.some(({ lost }) => lost));
  const gaps: number[][] = history.streams.map(gapsOf);
  return history.streams.map((stream, index) => {
    const sources = sourcesOf(history, stream);
    const only = sources.length === 1 ? gaps[sources[0] ?? -1] : undefined;
    if (only !== undefined) gaps[index]?.push(...only);
    return {
      stream,
      usable: isUsable(history, damage, stream),
      heads: headsOf(history, damage, delay, stream),
      lows: lowsOf(history, damage, delay, stream),
      gaps: gaps[index] ?? [],
      within: cut && 'copy' in stream.origin ? sources : undefined,
    };
  });
}

function sourcesOf(history: History, stream: Stream): readonly number[] {
  if ('job' in stream.origin) return [];
  const from = history.shape.copies[stream.origin.copy]?.from;
  return history.streams.flatMap((other, index) => (other !== stream && other.storage === from ? [index] : []));
}

function gapsOf(stream: Stream): number[] {
  const gaps: number[] = [];
  for (let index = 1; index < stream.from.length; index++) {
    const before = stream.to[index - 1] ?? 0;
    const from = stream.from[index] ?? 0;
    if (from > before) gaps.push(before, from);
  }
  return gaps;
}

function isUsable(history: History, damage: Damage, stream: Stream): boolean {
  if ((damage.storages[stream.storage]?.remains ?? 'gone') === 'gone') return false;
  if ('job' in stream.origin) return !damage.sealedJobs.includes(stream.origin.job);
  if (damage.sealedCopies.includes(stream.origin.copy)) return false;
  // A copy carries what its source has as it is: sealed log stays sealed, wherever the source itself may be.
  const sources = sourcesOf(history, stream).map((source) => history.streams[source]);
  return !sources.every((source) => source !== undefined && 'job' in source.origin && damage.sealedJobs.includes(source.origin.job));
}

/** Whether a run that brings the stream reads or writes what is lost. */
function touches(history: History, damage: Damage, stream: Stream): boolean {
  const isLost = (storage: number | undefined): boolean => damage.storages[storage ?? -1]?.lost === true;
  if ('job' in stream.origin) return damage.systemLost || isLost(stream.storage);
  return isLost(stream.storage) || isLost(history.shape.copies[stream.origin.copy]?.from);
}

function headsOf(history: History, damage: Damage, delay: number, stream: Stream): View['heads'] {
  const onlyBefore = damage.compromise || touches(history, damage, stream);
  const later = onlyBefore ? 0 : delay;
  if (stream.lag !== undefined) return { behind: stream.lag - later };
  return { at: stream.available.map((available) => available - later), value: stream.to };
}

function lowsOf(history: History, damage: Damage, delay: number, stream: Stream): View['lows'] {
  const storage = history.shape.storages[stream.storage];
  const floor = history.floors[stream.storage];
  const lows: (Steps | { behind: number })[] = [{ at: [-Infinity], value: [history.shape.from] }];
  if (storage === undefined || floor === undefined) return lows;
  if (storage.keepLogs === undefined) lows.push({ at: floor.at.map((at) => at - delay), value: floor.before });
  // Months of log count 30 days each and years 365: the log that is promised at least.
  else if (storage.keepLogs !== 'forever') lows.push({ behind: spanSeconds(storage.keepLogs) - delay });
  if (damage.storages[stream.storage]?.remains === 'locked' && storage.lock !== undefined) {
    const { lock } = storage;
    const zone = zoneOf(history.shape.zone);
    if (stream.lag !== undefined) lows.push({ behind: spanSeconds(lock) + stream.lag - delay });
    else lows.push({ at: stream.available.map((available) => shifted(available, lock, 1, zone) - delay), value: stream.to });
  }
  return lows;
}

/** A bound that is read at one y after the other. */
interface Cursor {
  readonly at: Float64Array;
  readonly value: Float64Array;
  /** `NaN` for steps. */
  readonly behind: number;
  next: number;
}

interface Reading {
  readonly view: View;
  readonly head: Cursor;
  readonly lows: readonly Cursor[];
  /** As of the piece that is read: the bounds as y approaches its end, and whether they go with y. */
  headValue: number;
  headSloped: boolean;
  lowValue: number;
  lowSloped: boolean;
}

/** Reads views in the order of y, piece by piece: within a piece no bound takes a step. */
export class LogReader {
  private readonly readings: readonly Reading[];
  private readonly usable: readonly Reading[];
  /** What `reach` found: the state, whether it goes with y, and the view that carries it, −1 without one. */
  state = -Infinity;
  sloped = false;
  view = -1;

  constructor(views: readonly View[]) {
    this.readings = views.map((view) => ({
      view,
      head: cursor(view.heads),
      lows: view.lows.map(cursor),
      headValue: -Infinity,
      headSloped: false,
      lowValue: -Infinity,
      lowSloped: false,
    }));
    this.usable = this.readings.filter(({ view }) => view.usable);
  }

  /** The y in (from, to) at which some bound takes a step. */
  steps(from: number, to: number): number[] {
    const found: number[] = [];
    for (const { head, lows } of this.readings)
      for (const { at } of [head, ...lows]) for (const y of at) if (y > from && y < to) found.push(y);
    return found;
  }

  /** Reads all bounds for the piece from `from` on, as y approaches `until`. */
  read(from: number, until: number): void {
    for (const reading of this.readings) {
      reading.headSloped = !Number.isNaN(reading.head.behind);
      reading.headValue = bound(reading.head, from, until);
      reading.lowValue = -Infinity;
      for (const low of reading.lows) {
        const value = bound(low, from, until);
        if (value <= reading.lowValue) continue;
        reading.lowValue = value;
        reading.lowSloped = !Number.isNaN(low.behind);
      }
    }
    for (const reading of this.readings) if (reading.view.within !== undefined) this.limit(reading);
  }

  /** A copy has no more than its sources. Copies may go round in a circle; a way longer than there are streams brings nothing new. */
  private limit(reading: Reading, depth = 0): void {
    const { within } = reading.view;
    if (within === undefined || depth > this.readings.length) return;
    let most = -Infinity;
    let sloped = false;
    for (const index of within) {
      const source = this.readings[index];
      if (source === undefined) continue;
      this.limit(source, depth + 1);
      if (source.headValue <= most) continue;
      most = source.headValue;
      sloped = source.headSloped;
    }
    if (most >= reading.headValue) return;
    reading.headValue = most;
    reading.headSloped = sloped;
  }

  /** Works out up to which state the log, as it was read last, carries a point of capture `capture` as y approaches `until`. */
  reach(capture: number, until: number): void {
    this.state = capture;
    this.sloped = false;
    this.view = -1;
    for (let moved = true; moved; ) {
      moved = false;
      for (const reading of this.usable) {
        if (reading.headValue <= this.state || reading.lowValue > this.state) continue;
        // As y approaches `until`, what goes with y is still below: a low bound that stays has not been reached.
        if (reading.lowValue === this.state && this.sloped && !reading.lowSloped) continue;
        const gap = gapAfter(reading.view.gaps, this.state);
        if (gap <= this.state) continue;
        this.sloped = reading.headSloped && reading.headValue <= gap;
        this.state = Math.min(reading.headValue, gap);
        this.view = this.readings.indexOf(reading);
        moved = true;
      }
    }
    if (this.state < until) return;
    this.state = until;
    this.sloped = true;
  }

  /** Whether, as read last, some log begins after `capture`: only then can coverage change within a piece. */
  mayCross(capture: number): boolean {
    for (const { lowValue } of this.usable) if (lowValue > capture) return true;
    return false;
  }

  /** The y within the piece that was read last at which bounds that go with y meet states that stay. */
  crossings(capture: number, from: number, until: number): number[] {
    const still = new Set([capture]);
    const behind = new Set<number>();
    for (const { view, headValue, headSloped, lowValue, lowSloped } of this.readings) {
      if (headSloped) behind.add(until - headValue);
      else still.add(headValue);
      if (lowSloped) behind.add(until - lowValue);
      else still.add(lowValue);
      for (const gap of view.gaps) if (gap > capture && gap < until) still.add(gap);
    }
    const found = new Set<number>();
    for (const state of still) for (const lag of behind) if (state + lag > from && state + lag < until) found.add(state + lag);
    return [...found].sort((a, b) => a - b);
  }
}

function cursor(of: Steps | { readonly behind: number }): Cursor {
  if ('behind' in of) return { at: new Float64Array(), value: new Float64Array(), behind: of.behind, next: 0 };
  return { at: Float64Array.from(of.at), value: Float64Array.from(of.value), behind: Number.NaN, next: 0 };
}

function bound(cursor: Cursor, from: number, until: number): number {
  if (!Number.isNaN(cursor.behind)) return until - cursor.behind;
  const { at } = cursor;
  let { next } = cursor;
  while (next > 0 && (at[next - 1] ?? 0) > from) next--;
  while (next < at.length && (at[next] ?? 0) <= from) next++;
  cursor.next = next;
  return next === 0 ? -Infinity : (cursor.value[next - 1] ?? -Infinity);
}

/** Where coverage ends because of a gap, for a state outside the gaps before it; `Infinity` if at none. A state in a gap gives itself. */
function gapAfter(gaps: readonly number[], state: number): number {
  let nearest = Infinity;
  for (let index = 0; index < gaps.length; index += 2) {
    const from = gaps[index] ?? 0;
    const to = gaps[index + 1] ?? 0;
    if (state < to && from < nearest) nearest = Math.max(from, state);
  }
  return nearest;
}
