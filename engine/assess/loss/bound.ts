/** A bound of log as a function of the instant y at which an incident begins, read at one y after the other. */
import type { Stair } from '../made/log-runs.ts';
import { countBefore, lastOf } from '../schedule/progression.ts';

/** A bound that takes ascending steps, each so many seconds later than its stair says, or one that goes with y at a distance of seconds. */
export type Bound = { readonly stairs: readonly Stair[]; readonly later: number } | { readonly behind: number };

export class BoundCursor {
  /** It goes with y. */
  readonly sloped: boolean;
  readonly behind: number;
  private readonly stairs: readonly Stair[];
  private readonly later: number;
  private place = 0;

  constructor(bound: Bound) {
    this.sloped = 'behind' in bound;
    this.behind = 'behind' in bound ? bound.behind : 0;
    this.stairs = 'behind' in bound ? [] : bound.stairs;
    this.later = 'behind' in bound ? 0 : bound.later;
  }

  /** The bound as y approaches `until`, where it takes no step in (from, until); `-Infinity` before its first. */
  value(from: number, until: number): number {
    if (this.sloped) return until - this.behind;
    const at = from - this.later;
    const stair = this.seek(at);
    if (stair === undefined || stair.first > at) return -Infinity;
    return stair.to + (stair.step === 0 ? 0 : stair.step * (countBefore(stair, at, true) - 1));
  }

  /** The first y after `from` at which it takes a step. */
  nextStep(from: number): number {
    const at = from - this.later;
    const stair = this.seek(at);
    if (stair === undefined) return Infinity;
    const passed = countBefore(stair, at, true);
    if (passed < stair.count) return stair.first + stair.step * passed + this.later;
    return (this.stairs[this.place + 1]?.first ?? Infinity) + this.later;
  }

  /** Until when it goes on as from here, and the distance of its steps meanwhile: 0 where it takes none. */
  rhythm(from: number): { readonly until: number; readonly period: number } {
    const at = from - this.later;
    const stair = this.seek(at);
    if (stair === undefined) return { until: Infinity, period: 0 };
    if (stair.first > at) return { until: stair.first + this.later, period: 0 };
    if (at < lastOf(stair)) return { until: lastOf(stair) + this.later, period: stair.step };
    return { until: (this.stairs[this.place + 1]?.first ?? Infinity) + this.later, period: 0 };
  }

  /** Adds the y in (from, to) at which it takes a step. */
  addSteps(found: number[], from: number, to: number): void {
    for (let step = this.nextStep(from); step < to; step = this.nextStep(step)) found.push(step);
  }

  /** The last stair that begins by an instant; else the first. */
  private seek(at: number): Stair | undefined {
    const { stairs } = this;
    let { place } = this;
    while (place > 0 && (stairs[place]?.first ?? Infinity) > at) place--;
    while ((stairs[place + 1]?.first ?? Infinity) <= at) place++;
    this.place = place;
    return stairs[place];
  }
}
