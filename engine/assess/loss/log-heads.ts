/** How far the log that is left has come, whatever it goes back to. */
import { BoundCursor } from './bound.ts';
import type { View } from './log-views.ts';

/** How all heads go on from an instant. */
export interface Rhythm {
  /** Up to here they step as they do. */
  readonly until: number;
  /** Seconds after which their steps repeat; 0 where none takes any. */
  readonly period: number;
}

export class LogHeads {
  private readonly heads: readonly BoundCursor[];
  /** Whether what `furthest` told last goes with y. */
  sloped = false;

  constructor(views: readonly View[]) {
    const usable = views.filter((view) => view.usable);
    this.heads = usable.filter((view) => !usable.some((other) => isAhead(other, view))).map(({ heads }) => new BoundCursor(heads));
  }

  /** The furthest head as y approaches `until`, where none takes a step in (from, until). */
  furthest(from: number, until: number): number {
    let most = -Infinity;
    for (let index = 0; index < this.heads.length; index++) {
      const head = this.heads[index];
      const value = head?.value(from, until) ?? -Infinity;
      if (head === undefined || value <= most) continue;
      most = value;
      this.sloped = head.sloped;
    }
    return most;
  }

  /** The first y after `from` at which some head takes a step. */
  nextStep(from: number): number {
    let next = Infinity;
    for (let index = 0; index < this.heads.length; index++) next = Math.min(next, this.heads[index]?.nextStep(from) ?? Infinity);
    return next;
  }

  rhythm(from: number): Rhythm {
    let until = Infinity;
    let period = 0;
    for (const head of this.heads) {
      const { until: to, period: own } = head.rhythm(from);
      until = Math.min(until, to);
      if (own > 0) period = period === 0 ? own : leastCommonMultiple(period, own);
    }
    return { until, period };
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
