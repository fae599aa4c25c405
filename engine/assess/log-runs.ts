/** The runs that bring log to a storage, in few parts: a log that is archived every 5 minutes for years is one. */
import { countBefore, type Progression } from './progression.ts';

/** Run i of a part is `step` × i later in everything. */
export interface LogPart {
  /** When the first run starts. */
  readonly start: number;
  /** It brings the log of [from, to), which is there from `available` on. */
  readonly from: number;
  readonly to: number;
  readonly available: number;
  readonly step: number;
  readonly count: number;
}

/** One run. */
export type LogRun = Pick<LogPart, 'start' | 'from' | 'to' | 'available'>;

export class LogRuns {
  readonly parts: LogPart[] = [];

  /** Adds runs behind those that are there. */
  push(part: LogPart): void {
    if (part.count <= 0) return;
    const last = this.parts.at(-1);
    const step = last === undefined ? 0 : last.count > 1 ? last.step : part.start - last.start;
    const goesOn =
      last !== undefined &&
      step > 0 &&
      (part.count === 1 || part.step === step) &&
      (['start', 'from', 'to', 'available'] as const).every((bound) => part[bound] === last[bound] + step * last.count);
    if (goesOn) this.parts[this.parts.length - 1] = { ...last, step, count: last.count + part.count };
    else this.parts.push(part);
  }

  /** The runs that are available in (after, by], newest first. */
  *backwards(after: number, by: number): Iterable<LogRun> {
    for (let index = this.parts.length - 1; index >= 0; index--) {
      const part = this.parts[index];
      if (part === undefined) continue;
      const runs = arrivals(part);
      for (let run = countBefore(runs, by, true) - 1; run >= 0; run--) {
        const each = runOf(part, run);
        if (each.available <= after) return;
        yield each;
      }
    }
  }

  /** The run that is available at an instant, and the one before it. */
  at(instant: number): { readonly run: LogRun; readonly before?: LogRun } | undefined {
    const [run, before] = this.backwards(-Infinity, instant);
    return run?.available === instant ? { run, before } : undefined;
  }
}

/** When the log of a part's runs is there. */
export function arrivals({ available, step, count }: LogPart): Progression {
  return { first: available, step, count };
}

export function runOf({ start, from, to, available, step }: LogPart, index: number): LogRun {
  const later = step * index;
  return { start: start + later, from: from + later, to: to + later, available: available + later };
}
