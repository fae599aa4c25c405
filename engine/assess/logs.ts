/** Which log is left, for an incident that begins at y (assessment §3, §4, §6), and up to which state it carries a restore point. */
import { spanSeconds } from '../plan/model.ts';
import { shifted, zoneOf } from './calendar.ts';
import type { Damage } from './damage.ts';
import type { History } from './history.ts';
import type { LogPart, LogRuns } from './log-runs.ts';
import type { Stream } from './made.ts';
import { countBefore, lastOf, type Progression } from './progression.ts';
import { TICK } from './window.ts';

/** Steps at even distances: at the i-th instant the bound is at `value` + i × the progression's step, until the next one. */
export interface Stair extends Progression {
  readonly value: number;
}

/** A bound that takes steps, ascending, or goes with y at a distance of so many seconds. */
export type Bound = readonly Stair[] | { readonly behind: number };

/** The log of one stream that is left: [low, head] less the gaps. */
export interface View {
  readonly stream: Stream;
  readonly usable: boolean;
  readonly heads: Bound;
  readonly lows: readonly Bound[];
  /** [from, to, from, to, …]: log that never came. */
  readonly gaps: readonly number[];
  /** What the copy that brings it can have had of its source, where that matters: indexes of views. */
  readonly within?: readonly number[];
  /** The streams of its source that it was copied from, and of theirs. */
  readonly copiedFrom: readonly Stream[];
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
      copiedFrom: originsOf(history, stream),
    };
  });
}

function sourcesOf(history: History, stream: Stream): readonly number[] {
  if ('job' in stream.origin) return [];
  const from = history.shape.copies[stream.origin.copy]?.from;
  return history.streams.flatMap((other, index) => (other !== stream && other.storage === from ? [index] : []));
}

function originsOf(history: History, stream: Stream): readonly Stream[] {
  const found = new Set<Stream>();
  const follow = (each: Stream): void => {
    for (const source of sourcesOf(history, each).map((index) => history.streams[index])) {
      if (source === undefined || found.has(source)) continue;
      found.add(source);
      follow(source);
    }
  };
  follow(stream);
  return [...found];
}

function gapsOf({ runs }: Stream): number[] {
  const gaps: number[] = [];
  let before = Infinity;
  for (const { from, to, step, count } of runs.parts) {
    if (from > before) gaps.push(before, from);
    if (from + step > to && count > 1) for (let run = 1; run < count; run++) gaps.push(to + step * (run - 1), from + step * run);
    before = to + step * (count - 1);
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

function headsOf(history: History, damage: Damage, delay: number, stream: Stream): Bound {
  const onlyBefore = damage.compromise || touches(history, damage, stream);
  const later = onlyBefore ? 0 : delay;
  if (stream.lag !== undefined) return { behind: stream.lag - later };
  return stairs(stream.runs, -later);
}

/** Up to where log has been brought, each step so much later than the run is available. */
function stairs({ parts }: LogRuns, later: number): readonly Stair[] {
  return parts.map(({ available, to, step, count }) => ({ first: available + later, value: to, step, count }));
}

function lowsOf(history: History, damage: Damage, delay: number, stream: Stream): readonly Bound[] {
  const storage = history.shape.storages[stream.storage];
  const floor = history.floors[stream.storage];
  const lows: Bound[] = [[{ first: -Infinity, value: history.shape.from, step: 0, count: 1 }]];
  if (storage === undefined || floor === undefined) return lows;
  if (storage.keepLogs === undefined)
    lows.push(floor.at.map((at, index) => ({ first: at - delay, value: floor.before[index] ?? 0, step: 0, count: 1 })));
  // Months of log count 30 days each and years 365: the log that is promised at least.
  else if (storage.keepLogs !== 'forever') lows.push({ behind: spanSeconds(storage.keepLogs) - delay });
  if (damage.storages[stream.storage]?.remains === 'locked' && storage.lock !== undefined) {
    const { lock } = storage;
    const zone = zoneOf(history.shape.zone);
    if (stream.lag !== undefined) lows.push({ behind: spanSeconds(lock) + stream.lag - delay });
    else if (lock.months === 0 && lock.years === 0) lows.push(stairs(stream.runs, lock.seconds - delay));
    else lows.push(stream.runs.parts.flatMap((part) => eachStair(part, (available) => shifted(available, lock, 1, zone) - delay)));
  }
  return lows;
}

function eachStair({ available, to, step, count }: LogPart, at: (available: number) => number): Stair[] {
  return Array.from({ length: count }, (_, run) => ({ first: at(available + step * run), value: to + step * run, step: 0, count: 1 }));
}

/** A bound that is read at one y after the other. */
interface Cursor {
  readonly parts: readonly Stair[];
  /** `NaN` for steps. */
  readonly behind: number;
  part: number;
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

  /** The y in (from, to) at which some bound takes a step, in any order. */
  steps(from: number, to: number): number[] {
    const found: number[] = [];
    for (const { head, lows } of this.readings) {
      addSteps(found, head, from, to);
      for (const low of lows) addSteps(found, low, from, to);
    }
    return found;
  }

  /**
   * Whether, all the time until `until`, the log on every storage goes back to before `capture` and has no gap since: then the state is
   * the head of the log that has come furthest, or the capture where that is later.
   */
  isSettled(capture: number, until: number): boolean {
    if (this.usable.length === 0) return false;
    return this.usable.every(({ view, lows }) => {
      if (view.within !== undefined || (view.gaps[view.gaps.length - 1] ?? -Infinity) > capture) return false;
      return lows.every((low) => bound(low, until - TICK, until) <= capture);
    });
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

/** A stretch of y in which all heads take their steps with one period (seconds); 0 where none takes any. */
export interface Rhythm {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}

/** How far the log that can be read has come, whatever it goes back to. Asked in the order of y. */
export class LogHeads {
  private readonly heads: readonly Cursor[];
  /** Whether what `furthest` told last goes with y. */
  sloped = false;

  constructor(views: readonly View[]) {
    const usable = views.filter((view) => view.usable);
    this.heads = usable.filter((view) => !usable.some((other) => isAhead(other, view))).map(({ heads }) => cursor(heads));
  }

  /** The furthest head as y approaches `until`, where none takes a step in (from, until). */
  furthest(from: number, until: number): number {
    let most = -Infinity;
    for (const head of this.heads) {
      const value = bound(head, from, until);
      if (value <= most) continue;
      most = value;
      this.sloped = !Number.isNaN(head.behind);
    }
    return most;
  }

  /** The y in (from, to) at which some head takes a step, in any order. */
  steps(from: number, to: number): number[] {
    const found: number[] = [];
    for (const head of this.heads) addSteps(found, head, from, to);
    return found;
  }

  /** What the steps in (from, to) have in common, and where that changes. */
  rhythms(from: number, to: number): readonly Rhythm[] {
    const bounds = [from, to];
    for (const { parts } of this.heads) {
      for (let index = partAfter(parts, from); index < parts.length; index++) {
        const part = parts[index];
        if (part === undefined || part.first >= to) break;
        for (const bound of [part.first, lastOf(part)]) if (bound > from && bound < to) bounds.push(bound);
      }
    }
    const sorted = Float64Array.from(new Set(bounds)).sort();
    const stretches: Rhythm[] = [];
    for (let index = 1; index < sorted.length; index++) {
      const since = sorted[index - 1] ?? from;
      let period = 0;
      for (const { parts } of this.heads) {
        const part = parts[partAfter(parts, since)];
        if (part !== undefined && part.first <= since) period = period === 0 ? part.step : leastCommonMultiple(period, part.step);
      }
      stretches.push({ from: since, to: sorted[index] ?? to, period });
    }
    return stretches;
  }
}

/** Whether one log is the source of a copy, and so never behind it. */
function isAhead(one: View, copied: View): boolean {
  return copied.copiedFrom.includes(one.stream);
}

/** `Infinity` for what is no whole number of seconds. */
function leastCommonMultiple(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Infinity;
  let [one, other] = [a, b];
  while (other > 0) [one, other] = [other, one % other];
  return (a / one) * b;
}

function cursor(of: Bound): Cursor {
  return 'behind' in of ? { parts: [], behind: of.behind, part: 0 } : { parts: of, behind: Number.NaN, part: 0 };
}

function bound(cursor: Cursor, from: number, until: number): number {
  if (!Number.isNaN(cursor.behind)) return until - cursor.behind;
  const { parts } = cursor;
  let { part } = cursor;
  while (part > 0 && (parts[part]?.first ?? Infinity) > from) part--;
  while ((parts[part + 1]?.first ?? Infinity) <= from) part++;
  cursor.part = part;
  const stair = parts[part];
  if (stair === undefined || stair.first > from) return -Infinity;
  return stair.value + (stair.step === 0 ? 0 : stair.step * (countBefore(stair, from, true) - 1));
}

function addSteps(found: number[], { parts }: Cursor, from: number, to: number): void {
  for (let index = partAfter(parts, from); index < parts.length; index++) {
    const part = parts[index];
    if (part === undefined || part.first >= to) return;
    const { first, step, count } = part;
    for (let each = countBefore(part, from, true); each < count && first + step * each < to; each++) found.push(first + step * each);
  }
}

/** The first part that takes a step after `from`. */
function partAfter(parts: readonly Stair[], from: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (part !== undefined && lastOf(part) <= from) low = middle + 1;
    else high = middle;
  }
  return low;
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
