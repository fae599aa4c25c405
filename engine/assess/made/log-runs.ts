/** The runs that bring log to a storage, in few parts: a log that is archived every 5 minutes for years is one. */
import { countBefore, type Progression } from '../schedule/progression.ts';

/** Steps at even distances: at its i-th instant the value is `to` + i × the progression's step, until the next one. */
export interface Stair extends Progression {
  readonly to: number;
}

/** Runs at even distances, by the instants at which their log is there. Run i is `step` × i later in everything. */
export interface LogPart extends Stair {
  /** When the first run starts; it brings the log of [from, to). */
  readonly start: number;
  readonly from: number;
}

/** One run. */
export interface LogRun {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  /** When its log is there. */
  readonly available: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export class LogRuns {
  private readonly all: Mutable<LogPart>[] = [];

  get parts(): readonly LogPart[] {
    return this.all;
  }

  /** Adds runs behind those that are there. */
  push(part: LogPart): void {
    if (part.count <= 0) return;
    const last = this.all[this.all.length - 1];
    const step = last === undefined ? 0 : last.count > 1 ? last.step : part.start - last.start;
    if (last === undefined || step <= 0 || (part.count > 1 && part.step !== step) || !follows(part, last, step * last.count)) {
      this.all.push({ ...part });
      return;
    }
    last.step = step;
    last.count += part.count;
  }

  /** The runs that are available in (after, by], newest first. */
  *backwards(after: number, by: number): Iterable<LogRun> {
    for (let index = this.parts.length - 1; index >= 0; index--) {
      const part = this.parts[index];
      if (part === undefined) continue;
      for (let run = countBefore(part, by, true) - 1; run >= 0; run--) {
        const each = runOf(part, run);
        if (each.available <= after) return;
        yield each;
      }
    }
  }

  /** The log of after `since` that is there at an instant, as [from, to, from, to, …]; pieces may touch. */
  between(since: number, by: number): readonly number[] {
    const found: number[] = [];
    for (let index = this.all.length - 1; index >= 0; index--) {
      const part = this.all[index];
      const count = part === undefined ? 0 : countBefore(part, by, true);
      if (part === undefined || count === 0) continue;
      const last = part.step * (count - 1);
      if (part.to + last <= since) break;
      // Run after run without a gap is one piece.
      if (part.from + part.step <= part.to) found.push(Math.max(since, part.from), part.to + last);
      else
        for (let later = last; later >= 0 && part.to + later > since; later -= part.step)
          found.push(Math.max(since, part.from + later), part.to + later);
    }
    return found;
  }

  /** The newest run that is available by an instant. */
  lastBy(instant: number): LogRun | undefined {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.first ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    const part = this.all[low - 1];
    return part && runOf(part, countBefore(part, instant, true) - 1);
  }

  /** The run that is available at an instant, and the one before it. */
  at(instant: number): { readonly run: LogRun; readonly before?: LogRun } | undefined {
    const [run, before] = this.backwards(-Infinity, instant);
    return run?.available === instant ? { run, before } : undefined;
  }
}

function follows(part: LogPart, last: LogPart, later: number): boolean {
  return (
    part.start === last.start + later && part.from === last.from + later && part.to === last.to + later && part.first === last.first + later
  );
}

export function runOf({ start, from, to, first, step }: LogPart, index: number): LogRun {
  const later = step * index;
  return { start: start + later, from: from + later, to: to + later, available: first + later };
}
