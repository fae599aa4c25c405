/** The bytes of log that a stream leaves on its storage: from the oldest that is kept up to the newest that is there. */
import { type Span, spanSeconds } from '../../plan/model.ts';
import type { History, Stream } from '../made/history.ts';
import { DAY, shifted, zoneOf } from '../schedule/calendar.ts';
import { WINDOW } from '../schedule/window.ts';
import type { Level } from './level.ts';
import { laterMonths, monthOf, monthStart } from './months.ts';
import { behind, earlier, type Path, pathAt, steps, still, Written } from './path.ts';

/** The log of a stream on its storage. */
export interface Log {
  readonly history: History;
  readonly stream: Stream;
  /** Bytes per second, by month from January 2027 on. */
  readonly rates: readonly number[];
  /** It is there as long as §4 keeps it, and no shorter than any of these after it came: a lock, or what a provider bills at least. */
  readonly holds: readonly Span[];
}

/** Adds a stream's bytes to a level. */
export function addLog(level: Level, { history, stream, rates, holds }: Log): void {
  const written = writtenBy(history, stream, rates);
  const head = stream.lag === undefined ? arriving(stream, level, NO_TIME, history) : behind(stream.lag);
  let low = earlier(keptFrom(history, stream.storage, level.from), head);
  for (const hold of holds) {
    low = earlier(low, stream.lag === undefined ? arriving(stream, level, hold, history) : behind(spanSeconds(hold) + stream.lag));
  }
  written.follow(level, head, 1);
  written.follow(level, low, -1);
}

/** Adds to each day no less than what ever lies there that day: all that has come by its end, but what had gone when it began. */
export function addLogDays(most: Float64Array, { history, stream, rates, holds }: Log): void {
  const written = writtenBy(history, stream, rates);
  const kept = keptFrom(history, stream.storage, WINDOW.start);
  const arrived = (instant: number): number =>
    stream.lag === undefined ? (stream.runs.lastBy(instant)?.to ?? -Infinity) : instant - stream.lag;
  for (let day = 0; day < most.length; day++) {
    const start = WINDOW.start + day * DAY;
    const head = arrived(start + DAY);
    const low = Math.min(pathAt(kept, start), head, ...holds.map((hold) => arrived(start - longest(hold))));
    most[day] = (most[day] ?? 0) + Math.max(0, written.until(head) - written.until(low));
  }
}

const NO_TIME: Span = { years: 0, months: 0, seconds: 0 };

function longest({ years, months, seconds }: Span): number {
  return (years * 366 + months * 31) * DAY + seconds;
}

function keptFrom(history: History, storage: number, since: number): Path {
  const keep = history.shape.storages[storage]?.keepLogs;
  if (keep === 'forever') return still(-Infinity);
  // Months of log count 30 days and years 365, as where the log is read.
  if (keep !== undefined) return behind(spanSeconds(keep));
  const floor = history.floors[storage] ?? [];
  return steps(
    floor.map(({ first }) => first),
    floor.map(({ to }) => to),
    since,
  );
}

/** Up to where runs have brought log, each so long after it came; as far as a level is looked at. */
function arriving({ runs }: Stream, { from, to }: Level, after: Span, { shape }: History): Path {
  const zone = zoneOf(shape.zone);
  const least = (after.years * 365 + after.months * 28) * DAY + after.seconds;
  const at: number[] = [];
  const value: number[] = [];
  for (const run of runs.backwards(-Infinity, to - least)) {
    const there = shifted(run.available, after, 1, zone);
    at.push(there);
    value.push(run.to);
    if (there <= from) break;
  }
  return steps(at.reverse(), value.reverse(), from);
}

/** What was ever brought; where log was missing when it was to be copied nothing comes. */
function writtenBy(history: History, stream: Stream, rates: readonly number[]): Written {
  const written = new Written();
  const stretch = (from: number, to: number): void => {
    written.knot(from, rates[monthOf(from)] ?? 0);
    for (const month of laterMonths) {
      const start = monthStart(month);
      if (start > from && start < to) written.knot(start, rates[month] ?? 0);
    }
    if (to !== Infinity) written.knot(to, 0);
  };
  if (stream.lag !== undefined) {
    stretch(history.shape.from, Infinity);
    return written;
  }
  const [first] = stream.runs.parts;
  let from = first?.from ?? 0;
  let before = from;
  for (const part of stream.runs.parts) {
    const whole = part.from + part.step === part.to;
    for (let run = 0; run < (whole ? 1 : part.count); run++) {
      const start = part.from + part.step * run;
      if (start !== before && before > from) stretch(from, before);
      if (start !== before) from = start;
      before = part.to + part.step * run;
    }
    before = part.to + part.step * (part.count - 1);
  }
  if (before > from) stretch(from, before);
  return written;
}
