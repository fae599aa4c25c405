/** The latest restorable state as a function of when the incident begins (assessment §6), exactly: piece by piece, never sampled. */
import type { Span } from '../plan/model.ts';
import { DAY, shifted, type Zone, zoneOf } from './calendar.ts';
import type { Damage } from './damage.ts';
import type { History } from './history.ts';
import { LogReader, logViews } from './logs.ts';
import { newestPoints, restorablePoints } from './points.ts';
import { WINDOW } from './window.ts';

/**
 * For an incident that begins at y, the latest restorable state. The pieces cover the window; piece i ends at `until[i]` (exclusive).
 * `state[i]` is the state as y approaches that end, `-Infinity` where nothing is restorable. Over a piece the state stays, or it goes
 * with y at a constant distance (`sloped`).
 */
export interface States {
  readonly until: number[];
  readonly state: number[];
  readonly sloped: boolean[];
}

/** A stretch of the window over which the detection comes a constant time after the incident. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Seconds. */
  readonly delay: number;
}

/** A delay of months or years is another length on another day; every other delay is one stretch. */
export function stretches(delay: Span, zone: Zone): readonly Stretch[] {
  if (delay.months === 0 && delay.years === 0) return [{ from: WINDOW.start, to: WINDOW.end, delay: delay.seconds }];
  const found: { from: number; to: number; delay: number }[] = [];
  const bounds = [WINDOW.start, WINDOW.end, ...zone.changes(WINDOW.start, WINDOW.end).map(({ at }) => at)];
  for (let day = Math.floor(zone.local(WINDOW.start) / DAY); day <= Math.floor(zone.local(WINDOW.end) / DAY); day++)
    bounds.push(zone.instant(day * DAY));
  const sorted = [...new Set(bounds)].filter((bound) => bound >= WINDOW.start && bound <= WINDOW.end).sort((a, b) => a - b);
  for (let index = 1; index < sorted.length; index++) {
    const from = sorted[index - 1] ?? 0;
    const to = sorted[index] ?? 0;
    const middle = (from + to) / 2;
    const seconds = shifted(middle, delay, 1, zone) - middle;
    const last = found.at(-1);
    if (last?.delay === seconds) last.to = to;
    else found.push({ from, to, delay: seconds });
  }
  return found;
}

/** Whether at every y of the window some restore point is left. Log makes no difference to that. */
export function alwaysRestorable(histories: readonly { readonly history: History; readonly damage: Damage }[]): boolean {
  const states = histories.map(({ history, damage }) => statesOf({ ...history, streams: [] }, damage));
  return later(states).state.every((state) => state !== -Infinity);
}

/** The states of one block. With `own`, only from the points of that storage; what they need, and log, may lie on any. */
export function statesOf(history: History, damage: Damage, own?: number): States {
  const states: States = { until: [], state: [], sloped: [] };
  for (const stretch of stretches(damage.detectedAfter, zoneOf(history.shape.zone))) {
    const parts = own === undefined || history.holdings[own] !== undefined ? statesWithin(history, damage, stretch, own) : none(stretch);
    for (const [index, until] of parts.until.entries()) push(states, until, parts.state[index] ?? -Infinity, parts.sloped[index] ?? false);
  }
  return states;
}

function none(stretch: Stretch): States {
  return { until: [stretch.to], state: [-Infinity], sloped: [false] };
}

function statesWithin(history: History, damage: Damage, { from, to, delay }: Stretch, own: number | undefined): States {
  const restorable = restorablePoints(history, damage, delay, from, to);
  const points = own === undefined ? restorable.points : restorable.on(own);
  const { capture, job } = history.points;
  const isBase = (point: number): boolean => history.shape.jobs[job[point] ?? -1]?.logBase === true;
  const plain = (accept: (point: number) => boolean): States => {
    const newest = newestPoints(history, points, from, to, accept);
    return {
      until: [...newest.until],
      state: newest.point.map((point) => capture[point] ?? -Infinity),
      sloped: newest.point.map(() => false),
    };
  };
  if (history.streams.length === 0) return plain(() => true);
  const views = logViews(history, damage, delay);
  if (!views.some(({ usable }) => usable)) return plain(() => true);
  const logged = withLog(plain(isBase), new LogReader(views), from, to);
  const onlyBases = history.shape.jobs.every(({ word, logBase }) => word === 'log' || logBase);
  return onlyBases ? logged : later([plain(() => true), logged], from);
}

function withLog(bases: States, reader: LogReader, from: number, to: number): States {
  const states: States = { until: [], state: [], sloped: [] };
  const bounds = Float64Array.from([...reader.steps(from, to), ...bases.until]).sort();
  let base = 0;
  let start = from;
  for (const until of bounds) {
    if (until <= start) continue;
    while ((bases.until[base] ?? Infinity) <= start) base++;
    const capture = bases.state[base] ?? -Infinity;
    if (capture === -Infinity) push(states, until, -Infinity, false);
    else {
      reader.read(start, until);
      if (reader.mayCross(capture)) {
        for (const between of reader.crossings(capture, start, until)) {
          reader.read(start, between);
          reader.reach(capture, between);
          push(states, between, reader.state, reader.sloped);
        }
        reader.read(start, until);
      }
      reader.reach(capture, until);
      push(states, until, reader.state, reader.sloped);
    }
    start = until;
  }
  return states;
}

/** Adds a piece, as a longer last one where the state goes on as it was. */
function push(states: States, until: number, state: number, sloped: boolean): void {
  const last = states.until.length - 1;
  const same = last >= 0 && states.sloped[last] === sloped;
  const goesOn = sloped ? (states.until[last] ?? 0) - (states.state[last] ?? 0) === until - state : states.state[last] === state;
  if (same && goesOn) {
    states.until[last] = until;
    states.state[last] = state;
  } else {
    states.until.push(until);
    states.state.push(state);
    states.sloped.push(sloped);
  }
}

/** The later of several states at every y. The first of them begin at `from`. */
export function later(all: readonly States[], from: number = WINDOW.start): States {
  const [only] = all;
  if (only === undefined) return { until: [WINDOW.end], state: [-Infinity], sloped: [false] };
  if (all.length === 1) return only;
  const merged: States = { until: [], state: [], sloped: [] };
  const next = all.map(() => 0);
  for (let start = from; ; ) {
    const until = Math.min(...all.map((states, index) => states.until[next[index] ?? 0] ?? Infinity));
    if (until === Infinity) return merged;
    // States differ from y less a constant or stay, so they cross within a piece at most once a pair.
    const lines = all.map((states, index) => {
      const piece = next[index] ?? 0;
      const sloped = states.sloped[piece] ?? false;
      const state = states.state[piece] ?? -Infinity;
      return { sloped, at: (y: number): number => (sloped ? state - ((states.until[piece] ?? 0) - y) : state) };
    });
    const crossings = lines.flatMap((one) =>
      lines.flatMap((other) => (one.sloped && !other.sloped ? [other.at(until) + until - one.at(until)] : [])),
    );
    for (const bound of [...crossings.filter((y) => y > start && y < until).sort((a, b) => a - b), until]) {
      const middle = (start + bound) / 2;
      const best = lines.reduce((most, line) => (line.at(middle) > most.at(middle) ? line : most));
      push(merged, bound, best.at(bound), best.sloped);
      start = bound;
    }
    for (const [index, states] of all.entries()) if (states.until[next[index] ?? 0] === until) next[index] = (next[index] ?? 0) + 1;
  }
}

/** The worst loss over the window: the end of the interval just before which it is reached, and the state that is left then. */
export interface Worst {
  /** Seconds; `Infinity` where at some y nothing is restorable. */
  readonly seconds: number;
  readonly at: number;
  readonly state: number;
}

export function worstOf(states: States): Worst {
  let worst: Worst = { seconds: -1, at: WINDOW.end, state: -Infinity };
  for (const [index, at] of states.until.entries()) {
    const state = states.state[index] ?? -Infinity;
    const seconds = Math.max(0, at - state);
    if (seconds > worst.seconds) worst = { seconds, at, state };
  }
  return worst;
}
