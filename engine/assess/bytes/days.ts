/** A bound for an amount over time, day by day: cheap where nobody needs the instant. */
import { DAY } from '../schedule/calendar.ts';
import { HORIZON, WINDOW } from '../schedule/window.ts';

export class Days {
  /** The days of UTC from the beginning of the window to the horizon. */
  static readonly count = (HORIZON - WINDOW.start) / DAY;

  private readonly came = new Float64Array(Days.count);
  private readonly went = new Float64Array(Days.count);
  private before = 0;

  touches(from: number, to: number): boolean {
    return to > WINDOW.start && from < HORIZON;
  }

  /** The amount is larger by `bytes` in [from, to). */
  addBetween(from: number, to: number, bytes: number): void {
    if (from >= to || !this.touches(from, to)) return;
    const first = Math.floor((from - WINDOW.start) / DAY);
    const last = Math.floor((to - WINDOW.start) / DAY);
    if (first < 0) this.before += bytes;
    else this.came[first] = (this.came[first] ?? 0) + bytes;
    if (last < Days.count) this.went[last] = (this.went[last] ?? 0) + bytes;
  }

  /** Adds to each day what was there when it began and what came in it. */
  addTo(most: Float64Array): void {
    let there = this.before;
    for (let day = 0; day < Days.count; day++) {
      const came = this.came[day] ?? 0;
      most[day] = (most[day] ?? 0) + there + came;
      there += came - (this.went[day] ?? 0);
    }
  }
}
