/** Which log is left, for an incident that begins at y (assessment §3, §4, §6), and up to which state it carries a restore point. */
import { spanSeconds } from '../plan/model.ts';
import { shifted, zoneOf } from './calendar.ts';
import type { Damage } from './damage.ts';
import type { History, Stream } from './history.ts';

/** A quantity that stays, or that goes with y: `value` at the y asked about, and whether it is y less a constant. */
export interface Moving {
  readonly value: number;
  readonly sloped: boolean;
}

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

/** Reads step functions in the order of y: each goes on from where it was. */
export class LogReader {
  private readonly views: readonly View[];
  private readonly next = new Map<Steps, number>();

  constructor(views: readonly View[]) {
    this.views = views;
  }

  /** The y in (from, to) at which some bound takes a step. */
  steps(from: number, to: number): number[] {
    const found: number[] = [];
    for (const { heads, lows } of this.views) {
      for (const bound of [heads, ...lows]) if ('at' in bound) for (const at of bound.at) if (at > from && at < to) found.push(at);
    }
    return found;
  }

  /**
   * Up to which state the log carries a point of capture `capture` at y, just before `until`, where no bound takes a step between y and
   * `until`. `stepped` is a y of that piece at which the steps are read; `values` are as y approaches `until`.
   */
  reach(capture: number, stepped: number, until: number): Moving & { readonly view: number } {
    let value = capture;
    let sloped = false;
    let view = -1;
    for (let moved = true; moved; ) {
      moved = false;
      for (const [index, each] of this.views.entries()) {
        if (!each.usable) continue;
        const low = this.low(each, stepped, until);
        const head = this.head(each, stepped, until);
        if (head.value <= value || low.value > value) continue;
        // As y approaches `until`, what goes with y is still below: a low bound that stays has not been reached.
        if (low.value === value && sloped && !low.sloped) continue;
        const gap = gapAfter(each.gaps, value);
        if (gap <= value) continue;
        sloped = head.sloped && head.value <= gap;
        value = Math.min(head.value, gap);
        view = index;
        moved = true;
      }
    }
    return value >= until ? { value: until, sloped: true, view } : { value, sloped, view };
  }

  /** The y in (from, to) at which bounds that go with y meet states that stay, and coverage may change. */
  crossings(capture: number, from: number, to: number): number[] {
    const still = new Set([capture]);
    const behind: number[] = [];
    for (const each of this.views) {
      const bounds = [this.head(each, from, to), this.low(each, from, to)];
      for (const bound of bounds) {
        if (bound.sloped) behind.push(to - bound.value);
        else still.add(bound.value);
      }
      for (const gap of each.gaps) still.add(gap);
    }
    const found = new Set<number>();
    for (const state of still) for (const lag of behind) if (state + lag > from && state + lag < to) found.add(state + lag);
    return [...found].sort((a, b) => a - b);
  }

  /** Whether some log that reaches further begins after `capture`: only then can coverage change between steps. */
  mayCross(capture: number, stepped: number, until: number): boolean {
    return this.views.some((each) => each.usable && this.low(each, stepped, until).value > capture);
  }

  private head(view: View, stepped: number, until: number, depth = 0): Moving {
    const own = this.bound(view.heads, stepped, until);
    // Copies may go round in a circle; a way longer than there are streams brings nothing new.
    if (view.within === undefined || depth > this.views.length) return own;
    let most: Moving = { value: -Infinity, sloped: false };
    for (const index of view.within) {
      const source = this.views[index];
      const head: Moving = source === undefined ? most : this.head(source, stepped, until, depth + 1);
      if (head.value > most.value) most = head;
    }
    return most.value < own.value ? most : own;
  }

  private low(view: View, stepped: number, until: number): Moving {
    let low: Moving = { value: -Infinity, sloped: false };
    for (const bound of view.lows) {
      const moving = this.bound(bound, stepped, until);
      if (moving.value > low.value) low = moving;
    }
    return low;
  }

  private bound(bound: Steps | { readonly behind: number }, stepped: number, until: number): Moving {
    if ('behind' in bound) return { value: until - bound.behind, sloped: true };
    let next = this.next.get(bound) ?? 0;
    while (next > 0 && (bound.at[next - 1] ?? 0) > stepped) next--;
    while (next < bound.at.length && (bound.at[next] ?? 0) <= stepped) next++;
    this.next.set(bound, next);
    return { value: bound.value[next - 1] ?? -Infinity, sloped: false };
  }
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
