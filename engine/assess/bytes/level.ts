/** An amount over time that jumps and slopes: bytes on a storage. Exact between its events, however far they are apart. */

interface Event {
  readonly at: number;
  /** Added at the instant, and added to the slope from there on (per second). */
  readonly jump: number;
  readonly slope: number;
}

/** A stretch over which the amount goes in a straight line. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly slope: number;
}

/** Less than this is noise of adding and taking away large numbers. Bytes. */
const NOISE = 0.5;

export class Level {
  readonly from: number;
  readonly to: number;
  /** What the events up to `from` amount to. */
  private value = 0;
  private slope = 0;
  private readonly events: Event[] = [];
  private known: readonly Piece[] | undefined;

  /** Looked at in [from, to), UTC seconds. Events may come in any order, and lie outside. */
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  /** From `at` on (a finite instant) the amount is larger by `jump`, and grows by `slope` a second more. */
  add(at: number, jump: number, slope = 0): void {
    if (at >= this.to || (jump === 0 && slope === 0)) return;
    this.known = undefined;
    if (at > this.from) this.events.push({ at, jump, slope });
    else {
      this.value += jump + slope * (this.from - at);
      this.slope += slope;
    }
  }

  touches(from: number, to: number): boolean {
    return to > this.from && from < this.to;
  }

  /** The amount is larger by `jump` in [from, to). */
  addBetween(from: number, to: number, jump: number): void {
    if (from >= to) return;
    this.add(from, jump);
    this.add(to, -jump);
  }

  /** The mean over [from, to), which must lie within what is looked at. */
  average(from: number, to: number): number {
    let sum = 0;
    for (const piece of this.pieces()) {
      const start = Math.max(from, piece.from);
      const end = Math.min(to, piece.to);
      if (start >= end) continue;
      sum += (end - start) * (piece.value + piece.slope * ((start + end) / 2 - piece.from));
    }
    return sum / (to - from);
  }

  /** The first instant from which, or just after which, the amount is over a limit. */
  firstAbove(limit: number): number | undefined {
    for (const { from, to, value, slope } of this.pieces()) {
      if (value > limit + NOISE) return from;
      if (value + slope * (to - from) > limit + NOISE) return from + Math.max(0, (limit - value) / slope);
    }
    return undefined;
  }

  /** The sum of levels that are looked at over the same time. */
  static sum(levels: readonly Level[], from: number, to: number): Level {
    const sum = new Level(from, to);
    for (const level of levels) {
      sum.value += level.value;
      sum.slope += level.slope;
      for (const event of level.events) sum.events.push(event);
    }
    return sum;
  }

  private pieces(): readonly Piece[] {
    if (this.known !== undefined) return this.known;
    const pieces: Piece[] = [];
    let { from, value, slope } = this;
    for (const event of this.events.sort((a, b) => a.at - b.at)) {
      if (event.at > from) {
        pieces.push({ from, to: event.at, value, slope });
        value += slope * (event.at - from);
        from = event.at;
      }
      value += event.jump;
      slope += event.slope;
    }
    pieces.push({ from, to: this.to, value, slope });
    this.known = pieces;
    return pieces;
  }
}
