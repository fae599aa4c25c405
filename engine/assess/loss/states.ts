/** The latest restorable state as a function of when the incident begins (assessment §6), exactly: piece by piece, never sampled. */
import type { Span } from '../../plan/model.ts';
import type { History } from '../made/history.ts';
import type { Damage } from '../scenario/damage.ts';
import { DAY, shifted, type Zone, zoneOf } from '../schedule/calendar.ts';
import { WINDOW } from '../schedule/window.ts';
import { LogHeads } from './log-heads.ts';
import { LogReader } from './log-reader.ts';
import { logViews, type View } from './log-views.ts';
import { newestPoints, restorablePoints } from './points.ts';

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
  return statesIn(history, damage, own, false);
}

/** As `statesOf`, but what repeats itself is left out once it has been there twice: enough for the worst of a single block. */
export function tellingStatesOf(history: History, damage: Damage, own?: number): States {
  return statesIn(history, damage, own, true);
}

function statesIn(history: History, damage: Damage, own: number | undefined, telling: boolean): States {
  const states: States = { until: [], state: [], sloped: [] };
  for (const stretch of stretches(damage.detectedAfter, zoneOf(history.shape.zone))) {
    if (own === undefined || history.holdings[own] !== undefined) statesWithin(states, history, damage, stretch, own, telling);
    else push(states, stretch.to, -Infinity, false);
  }
  return states;
}

function statesWithin(
  states: States,
  history: History,
  damage: Damage,
  { from, to, delay }: Stretch,
  own: number | undefined,
  telling: boolean,
): void {
  const restorable = restorablePoints(history, damage, delay, from, to);
  const points = own === undefined ? restorable.points : restorable.on(own);
  const { capture, job } = history.points;
  const newest = (accept: (point: number) => boolean): Bases => {
    const { until, point } = newestPoints(history, points, from, to, accept);
    return { from, until, capture: point.map((each) => capture[each] ?? -Infinity) };
  };
  const views = history.streams.length === 0 ? [] : logViews(history, damage, delay);
  if (!views.some(({ usable }) => usable)) {
    const { until, capture: captures } = newest(() => true);
    for (const [piece, end] of until.entries()) push(states, end, captures[piece] ?? -Infinity, false);
    return;
  }
  const isBase = history.shape.jobs.map(({ logBase }) => logBase);
  const onlyBases = history.shape.jobs.every(({ word, logBase }) => word === 'log' || logBase);
  const logged: States = onlyBases ? states : { until: [], state: [], sloped: [] };
  withLog(
    logged,
    newest((point) => isBase[job[point] ?? 0] === true),
    views,
    telling && onlyBases,
  );
  if (onlyBases) return;
  const plain = newest(() => true);
  const all = later([{ until: [...plain.until], state: [...plain.capture], sloped: plain.until.map(() => false) }, logged], from);
  for (const [piece, end] of all.until.entries()) push(states, end, all.state[piece] ?? -Infinity, all.sloped[piece] ?? false);
}

/** For each y the newest of some points: the first piece begins at `from`, piece i ends at `until[i]`; `-Infinity` where there is none. */
interface Bases {
  readonly from: number;
  readonly until: readonly number[];
  readonly capture: readonly number[];
}

/** The states that log carries bases to. With `telling`, what repeats itself is left out. */
function withLog(states: States, bases: Bases, views: readonly View[], telling: boolean): void {
  const reader = new LogReader(views);
  const heads = new LogHeads(views);
  let from = bases.from;
  for (let piece = 0; piece < bases.until.length; ) {
    let to = from;
    let settled = piece;
    for (; telling && settled < bases.until.length; settled++) {
      const end = bases.until[settled] ?? to;
      if (!reader.isSettled(bases.capture[settled] ?? -Infinity, end)) break;
      to = end;
    }
    if (settled > piece) settledStates(states, { from, ...cut(bases, piece, settled) }, heads);
    else {
      to = bases.until[piece] ?? to;
      statesOfBase(states, bases.capture[piece] ?? -Infinity, reader, from, to);
      settled++;
    }
    from = to;
    piece = settled;
  }
}

function cut({ until, capture }: Bases, from: number, to: number): Pick<Bases, 'until' | 'capture'> {
  return { until: until.slice(from, to), capture: capture.slice(from, to) };
}

/** More periods than this are not gone through one by one. */
const MANY = 5;

/**
 * The states while the log on every storage goes back to every base: that of the log that has come furthest, or the base's own where
 * it is newer. Apart from the bases they repeat with the log's period.
 */
function settledStates(states: States, bases: Bases, heads: LogHeads): void {
  const end = bases.until.at(-1) ?? bases.from;
  let base = 0;
  let from = bases.from;
  const goTo = (to: number): void => {
    while (from < to) {
      while ((bases.until[base] ?? Infinity) <= from) base++;
      const until = Math.min(heads.nextStep(from), bases.until[base] ?? to, to);
      const capture = bases.capture[base] ?? -Infinity;
      const head = heads.furthest(from, until);
      if (Math.max(head, capture) >= until) push(states, until, until, true);
      else push(states, until, Math.max(head, capture), head > capture && heads.sloped);
      from = until;
    }
  };
  while (from < end) {
    const { until, period } = heads.rhythm(from);
    const to = Math.min(until, end);
    if (period > 0 && to - from > MANY * period) {
      const shown = from + 2 * period;
      const before = states.until.length;
      goTo(shown);
      // A base that is newer than the log makes a loss smaller. What repeats itself must have been seen without that.
      if (worstAmong(states, before) >= worstOfLog(heads, shown - period, shown)) from = to - period;
    }
    goTo(to);
  }
}

/** The largest loss of the pieces from `first` on. */
function worstAmong({ until, state }: States, first: number): number {
  let worst = 0;
  for (let piece = first; piece < until.length; piece++) worst = Math.max(worst, (until[piece] ?? 0) - (state[piece] ?? 0));
  return worst;
}

/** The largest loss in (from, to) from the log alone. */
function worstOfLog(heads: LogHeads, from: number, to: number): number {
  let worst = 0;
  for (let start = from; start < to; ) {
    const until = Math.min(heads.nextStep(start), to);
    worst = Math.max(worst, until - heads.furthest(start, until));
    start = until;
  }
  return worst;
}

/** All states in [from, to), over which one base is the newest. */
function statesOfBase(states: States, capture: number, reader: LogReader, from: number, to: number): void {
  if (capture === -Infinity) {
    push(states, to, -Infinity, false);
    return;
  }
  let start = from;
  for (const until of Float64Array.from([...reader.steps(from, to), to]).sort()) {
    if (until <= start) continue;
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
    start = until;
  }
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
