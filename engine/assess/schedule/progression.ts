/** Instants at even distances: what an even schedule gives is one progression, however often it fires. */

export interface Progression {
  readonly first: number;
  /** Seconds from one to the next; 0 where there is one alone. */
  readonly step: number;
  /** At least 1. */
  readonly count: number;
}

/** Ascending instants as few progressions. */
export function progressions(instants: ArrayLike<number>): readonly Progression[] {
  const found: { first: number; step: number; count: number }[] = [];
  let last: { first: number; step: number; count: number } | undefined;
  for (let index = 0; index < instants.length; index++) {
    const instant = instants[index] ?? 0;
    const step = last === undefined ? 0 : instant - (last.first + last.step * (last.count - 1));
    if (last !== undefined && (last.count === 1 || last.step === step)) {
      last.step = step;
      last.count++;
    } else {
      last = { first: instant, step: 0, count: 1 };
      found.push(last);
    }
  }
  return found;
}

/** All instants of progressions that follow one another. */
export function instantsOf(parts: readonly Progression[]): Float64Array {
  const instants = new Float64Array(parts.reduce((sum, { count }) => sum + count, 0));
  let place = 0;
  for (const { first, step, count } of parts) for (let index = 0; index < count; index++) instants[place++] = first + step * index;
  return instants;
}

export function lastOf({ first, step, count }: Progression): number {
  return first + step * (count - 1);
}

/** How many instants of a progression lie before `instant`, or, with `through`, not after it. */
export function countBefore({ first, step, count }: Progression, instant: number, through = false): number {
  if (step === 0) return first < instant || (through && first === instant) ? 1 : 0;
  let index = Math.max(0, Math.min(count, Math.ceil((instant - first) / step)));
  // A quotient may be rounded to the other side of a whole number.
  while (index > 0 && first + step * (index - 1) >= instant) index--;
  while (index < count && first + step * index < instant) index++;
  return through && index < count && first + step * index === instant ? index + 1 : index;
}

/** Goes through ascending progressions, never back. */
export class ProgressionCursor {
  private readonly parts: readonly Progression[];
  private part = 0;

  constructor(parts: readonly Progression[]) {
    this.parts = parts;
  }

  /** The first instant that is not before `from`; `Infinity` behind the last. */
  next(from: number): number {
    for (let part = this.parts[this.part]; part !== undefined; part = this.parts[++this.part]) {
      const index = countBefore(part, from);
      if (index < part.count) return part.first + part.step * index;
    }
    return Infinity;
  }

  /** The progression that the last answer of `next` is from. */
  current(): Progression | undefined {
    return this.parts[this.part];
  }
}
