/** An instant that goes with time, or stays: up to where a storage has a log, and from where on. */
import type { Level } from './level.ts';

/** From `from` on until the next piece the path is at `value`, or, with `behind`, that many seconds behind the time. */
export interface PathPiece {
  readonly from: number;
  readonly value: number;
  readonly behind?: number;
}
/** Ascending; the first piece begins at `-Infinity`. */
export type Path = readonly PathPiece[];

export function behind(seconds: number): Path {
  return [{ from: -Infinity, value: -Infinity, behind: seconds }];
}

export function still(value: number): Path {
  return [{ from: -Infinity, value }];
}

/** From `at[i]` on the path is at `value[i]`; before the first nowhere. Steps before `since` but the last are left out. */
export function steps(at: readonly number[], value: readonly number[], since: number): Path {
  const pieces: PathPiece[] = [{ from: -Infinity, value: -Infinity }];
  for (let index = 0; index < at.length; index++) {
    if ((at[index + 1] ?? Infinity) <= since) continue;
    const from = pieces.length === 1 && (at[index] ?? 0) <= since ? since : (at[index] ?? 0);
    pieces.push({ from, value: value[index] ?? -Infinity });
  }
  return pieces;
}

/** Where a path is at an instant. */
export function pathAt(path: Path, instant: number): number {
  let low = 0;
  let high = path.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((path[middle]?.from ?? Infinity) <= instant) low = middle;
    else high = middle;
  }
  const piece = path[low];
  return piece === undefined ? -Infinity : piece.behind === undefined ? piece.value : instant - piece.behind;
}

/** At every instant the earlier of two paths. */
export function earlier(one: Path, other: Path): Path {
  const pieces: PathPiece[] = [];
  const push = (piece: PathPiece): void => {
    const last = pieces.at(-1);
    const same = last !== undefined && last.behind === piece.behind && (piece.behind !== undefined || last.value === piece.value);
    if (!same) pieces.push(piece);
  };
  for (let i = 0, j = 0; ; ) {
    const a = one[i];
    const b = other[j];
    if (a === undefined || b === undefined) return pieces;
    const from = Math.max(a.from, b.from);
    const nextA = one[i + 1]?.from ?? Infinity;
    const nextB = other[j + 1]?.from ?? Infinity;
    const to = Math.min(nextA, nextB);
    if (to > from) {
      if (a.behind !== undefined && b.behind !== undefined) push({ from, value: a.value, behind: Math.max(a.behind, b.behind) });
      else if (a.behind === undefined && b.behind === undefined) push({ from, value: Math.min(a.value, b.value) });
      else {
        const moving = a.behind !== undefined ? a : b;
        const staying = a.behind !== undefined ? b : a;
        // What goes with time is behind what stays until it has come up to it.
        const meets = staying.value + (moving.behind ?? 0);
        if (meets > from) push({ from, value: moving.value, behind: moving.behind });
        if (meets < to) push({ from: Math.max(from, meets), value: staying.value });
      }
    }
    if (to === Infinity) return pieces;
    if (nextA === to) i++;
    if (nextB === to) j++;
  }
}

/** Bytes of log from its beginning up to an instant: between its knots it grows by `rate` a second. Nothing before the first knot. */
export class Written {
  private readonly knots: { readonly at: number; readonly rate: number; readonly bytes: number }[] = [];

  /** Knots come in the order of time. */
  knot(at: number, rate: number): void {
    this.knots.push({ at, rate, bytes: this.until(at) });
  }

  until(instant: number): number {
    const knot = this.knots[this.lastBefore(instant)];
    return knot === undefined ? 0 : knot.bytes + knot.rate * (instant - knot.at);
  }

  /** Adds to a level what was written up to a path, `sign` times. */
  follow(level: Level, path: Path, sign: 1 | -1): void {
    let current = 0;
    for (const [index, piece] of path.entries()) {
      const to = path[index + 1]?.from ?? Infinity;
      const start = this.until(piece.behind === undefined ? piece.value : piece.from - piece.behind);
      if (start !== current) level.add(piece.from, sign * (start - current));
      current = start;
      if (piece.behind === undefined) continue;
      let first = this.lastBefore(piece.from - piece.behind);
      let rate = this.knots[first]?.rate ?? 0;
      if (rate !== 0) level.add(piece.from, 0, sign * rate);
      for (first++; first < this.knots.length; first++) {
        const knot = this.knots[first];
        if (knot === undefined || knot.at + piece.behind >= to) break;
        level.add(knot.at + piece.behind, 0, sign * (knot.rate - rate));
        rate = knot.rate;
      }
      if (to === Infinity) continue;
      level.add(to, 0, -sign * rate);
      current = this.until(to - piece.behind);
    }
  }

  /** The knot at or before an instant, −1 before the first. */
  private lastBefore(instant: number): number {
    let low = 0;
    let high = this.knots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.knots[middle]?.at ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
