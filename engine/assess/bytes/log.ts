/** The bytes of log that a stream leaves on its storage: from the oldest that is kept up to the newest that is there. */
import { type Span, spanSeconds } from '../../plan/model.ts';
import { shifted, zoneOf } from '../calendar.ts';
import type { History, Stream } from '../history.ts';
import { WINDOW } from '../window.ts';
import type { Level } from './level.ts';
import { laterMonths, monthOf, monthStart } from './months.ts';
import { behind, earlier, type Path, steps, still, Written } from './path.ts';

/**
 * Adds a stream's bytes to a level. `rate` gives the bytes per second in a month. Log is there as long as §4 keeps it, and no shorter
 * than any of `holds` after it came: a lock, or the time that a provider bills at least.
 */
export function addLog(level: Level, history: History, stream: Stream, rate: (month: number) => number, holds: readonly Span[]): void {
  const written = writtenBy(history, stream, rate);
  const head = stream.lag === undefined ? steps(ends(stream), tops(stream), WINDOW.start) : behind(stream.lag);
  let low = earlier(keptFrom(history, stream.storage), head);
  for (const hold of holds) low = earlier(low, heldFrom(history, stream, hold));
  written.follow(level, head, 1);
  written.follow(level, low, -1);
}

function keptFrom(history: History, storage: number): Path {
  const keep = history.shape.storages[storage]?.keepLogs;
  if (keep === 'forever') return still(-Infinity);
  // Months of log count 30 days and years 365, as where the log is read.
  if (keep !== undefined) return behind(spanSeconds(keep));
  const floor = history.floors[storage];
  return steps(floor?.at ?? [], floor?.before ?? [], WINDOW.start);
}

function heldFrom(history: History, stream: Stream, hold: Span): Path {
  if (stream.lag !== undefined) return behind(spanSeconds(hold) + stream.lag);
  const zone = zoneOf(history.shape.zone);
  return steps(
    ends(stream).map((available) => shifted(available, hold, 1, zone)),
    tops(stream),
    WINDOW.start,
  );
}

/** What was ever brought; where log was missing when it was to be copied nothing comes. */
function writtenBy(history: History, stream: Stream, rate: (month: number) => number): Written {
  const written = new Written();
  const stretch = (from: number, to: number): void => {
    written.knot(from, rate(monthOf(from)));
    for (const month of laterMonths) {
      const start = monthStart(month);
      if (start > from && start < to) written.knot(start, rate(month));
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

/** When each run's log is there. */
function ends({ runs }: Stream): number[] {
  return runs.parts.flatMap(({ available, step, count }) => Array.from({ length: count }, (_, run) => available + step * run));
}

/** Up to where each run brings it. */
function tops({ runs }: Stream): number[] {
  return runs.parts.flatMap(({ to, step, count }) => Array.from({ length: count }, (_, run) => to + step * run));
}
