/** Which log is left, for an incident that begins at y (assessment §3, §4, §6). */
import { spanSeconds } from '../../plan/model.ts';
import type { History } from '../made/history.ts';
import type { LogPart, Stair } from '../made/log-runs.ts';
import type { Stream } from '../made/made.ts';
import type { Damage } from '../scenario/damage.ts';
import { shifted, zoneOf } from '../schedule/calendar.ts';
import type { Bound } from './bound.ts';

/** The log of one stream that is left: [low, head] less the gaps. */
export interface View {
  readonly stream: Stream;
  readonly usable: boolean;
  readonly heads: Bound;
  readonly lows: readonly Bound[];
  /** [from, to, from, to, …]: log that never came. */
  readonly gaps: readonly number[];
  /** What the copy that brings it can have had of its source, where that matters: indexes of views. */
  readonly within?: readonly number[];
  /** The streams of its source that it was copied from, and of theirs. */
  readonly copiedFrom: readonly Stream[];
}

export function logViews(history: History, damage: Damage, delay: number): readonly View[] {
  const cut = delay > 0 && !damage.compromise && (damage.systemLost || damage.storages.some(({ lost }) => lost));
  const gaps: number[][] = history.streams.map(gapsOf);
  return history.streams.map((stream, index) => {
    const sources = sourcesOf(history, stream);
    const only = sources.length === 1 ? gaps[sources[0] ?? -1] : undefined;
    if (only !== undefined) gaps[index]?.push(...only);
    return {
      stream,
      usable: isUsable(history, damage, stream),
      heads: headsOf(history, damage, delay, stream),
      lows: lowsOf(history, damage, delay, stream),
      gaps: gaps[index] ?? [],
      within: cut && 'copy' in stream.origin ? sources : undefined,
      copiedFrom: originsOf(history, stream),
    };
  });
}

function sourcesOf(history: History, stream: Stream): readonly number[] {
  if ('job' in stream.origin) return [];
  const from = history.shape.copies[stream.origin.copy]?.from;
  return history.streams.flatMap((other, index) => (other !== stream && other.storage === from ? [index] : []));
}

function originsOf(history: History, stream: Stream): readonly Stream[] {
  const found = new Set<Stream>();
  const follow = (each: Stream): void => {
    for (const source of sourcesOf(history, each).map((index) => history.streams[index])) {
      if (source === undefined || found.has(source)) continue;
      found.add(source);
      follow(source);
    }
  };
  follow(stream);
  return [...found];
}

function gapsOf({ runs }: Stream): number[] {
  const gaps: number[] = [];
  let before = Infinity;
  for (const { from, to, step, count } of runs.parts) {
    if (from > before) gaps.push(before, from);
    if (from + step > to && count > 1) for (let run = 1; run < count; run++) gaps.push(to + step * (run - 1), from + step * run);
    before = to + step * (count - 1);
  }
  return gaps;
}

function isUsable(history: History, damage: Damage, stream: Stream): boolean {
  if ((damage.storages[stream.storage]?.remains ?? 'gone') === 'gone') return false;
  if ('job' in stream.origin) return !damage.sealedJobs.includes(stream.origin.job);
  if (damage.sealedCopies.includes(stream.origin.copy)) return false;
  // A copy carries what its source has as it is: sealed log stays sealed, wherever the source itself may be.
  const sources = sourcesOf(history, stream).map((source) => history.streams[source]);
  return !sources.every((source) => source !== undefined && 'job' in source.origin && damage.sealedJobs.includes(source.origin.job));
}

/** Whether a run that brings the stream reads or writes what is lost. */
function touches(history: History, damage: Damage, stream: Stream): boolean {
  const isLost = (storage: number | undefined): boolean => damage.storages[storage ?? -1]?.lost === true;
  if ('job' in stream.origin) return damage.systemLost || isLost(stream.storage);
  return isLost(stream.storage) || isLost(history.shape.copies[stream.origin.copy]?.from);
}

function headsOf(history: History, damage: Damage, delay: number, stream: Stream): Bound {
  const onlyBefore = damage.compromise || touches(history, damage, stream);
  const later = onlyBefore ? 0 : delay;
  if (stream.lag !== undefined) return { behind: stream.lag - later };
  return { stairs: stream.runs.parts, later: -later };
}

function lowsOf(history: History, damage: Damage, delay: number, stream: Stream): readonly Bound[] {
  const storage = history.shape.storages[stream.storage];
  const floor = history.floors[stream.storage];
  const lows: Bound[] = [{ stairs: [{ first: -Infinity, to: history.shape.from, step: 0, count: 1 }], later: 0 }];
  if (storage === undefined || floor === undefined) return lows;
  if (storage.keepLogs === undefined) lows.push({ stairs: floor, later: -delay });
  // Months of log count 30 days each and years 365: the log that is promised at least.
  else if (storage.keepLogs !== 'forever') lows.push({ behind: spanSeconds(storage.keepLogs) - delay });
  if (damage.storages[stream.storage]?.remains === 'locked' && storage.lock !== undefined) {
    const { lock } = storage;
    const zone = zoneOf(history.shape.zone);
    if (stream.lag !== undefined) lows.push({ behind: spanSeconds(lock) + stream.lag - delay });
    else if (lock.months === 0 && lock.years === 0) lows.push({ stairs: stream.runs.parts, later: lock.seconds - delay });
    else
      lows.push({
        stairs: stream.runs.parts.flatMap((part) => eachStair(part, (instant) => shifted(instant, lock, 1, zone))),
        later: -delay,
      });
  }
  return lows;
}

function eachStair({ first, to, step, count }: LogPart, at: (instant: number) => number): Stair[] {
  return Array.from({ length: count }, (_, run) => ({ first: at(first + step * run), to: to + step * run, step: 0, count: 1 }));
}
