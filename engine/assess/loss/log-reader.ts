/** Up to which state the log that is left carries a restore point (assessment §3, §6), in full generality: joined over storages and gaps. */

import { TICK } from '../schedule/window.ts';
import { BoundCursor } from './bound.ts';
import type { View } from './log-views.ts';

interface Reading {
  readonly view: View;
  readonly head: BoundCursor;
  readonly lows: readonly BoundCursor[];
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
      head: new BoundCursor(view.heads),
      lows: view.lows.map((low) => new BoundCursor(low)),
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
      head.addSteps(found, from, to);
      for (const low of lows) low.addSteps(found, from, to);
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
      return lows.every((low) => low.value(until - TICK, until) <= capture);
    });
  }

  /** Reads all bounds for the piece from `from` on, as y approaches `until`. */
  read(from: number, until: number): void {
    for (const reading of this.readings) {
      reading.headSloped = reading.head.sloped;
      reading.headValue = reading.head.value(from, until);
      reading.lowValue = -Infinity;
      for (const low of reading.lows) {
        const value = low.value(from, until);
        if (value <= reading.lowValue) continue;
        reading.lowValue = value;
        reading.lowSloped = low.sloped;
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
