/** The times of the day at which the jobs of a draft run: while others leave its storages alone. */
import type { Subject } from '../checks/check.ts';
import type { Storage, System } from '../plan/model.ts';
import { linkBetween } from '../plan/sites.ts';
import type { Load, Work } from './load.ts';
import type { Rung } from './space.ts';
import type { Draft } from './write.ts';

const DAY = 86400;

/** Minutes after midnight. */
export interface Times {
  readonly full: number;
  readonly between: number;
  /** Of copies that run by the clock. */
  readonly carried: number;
}

export function timesOf({ plan }: Subject, system: System, draft: Draft, load: Load): Times {
  const { style, rhythm, carrying, primary, copies } = draft;
  const whole = (system.size?.value ?? 0) * system.compresses.value;
  const changed = (seconds: number): number => (system.changes?.value ?? 0) * seconds * system.compresses.value;
  const seconds = (bytes: number, from: string, to: Storage): number => secondsOf(plan, bytes, from, to);

  /** A run to the primary storage, and the copies that follow it. */
  const worksOf = (bytes: number): readonly Work[] => {
    const takes = seconds(bytes, system.at, primary);
    const following = carrying === 'after' ? copies : [];
    return [{ storage: primary.name, after: 0, seconds: takes }, ...following.flatMap((each) => copying(bytes, each, takes))];
  };
  const copying = (bytes: number, to: Storage, after: number): readonly Work[] =>
    [primary, to].map(({ name }) => ({ storage: name, after, seconds: seconds(bytes, primary.at, to) }));

  // Of a repository's fulls all but the first take what has changed.
  const works = worksOf(style.tool.deduplicates ? changed(rhythm.full.seconds) : whole);
  const full = rhythm.full.isEven ? load.shift(works, rhythm.full.seconds, 0) : load.start(plan, system, works, rhythm.full.seconds);
  return { full, between: betweenAt(rhythm.between, full), carried: carriedAt(carrying) };

  function betweenAt(rung: Rung | undefined, start: number): number {
    return rung?.isEven ? load.shift(worksOf(changed(rung.seconds)), rung.seconds, 0) : start;
  }

  function carriedAt(rung: Draft['carrying']): number {
    if (typeof rung === 'string') return 0;
    const from = rung.isEven ? 0 : afterwards(full, seconds(whole, system.at, primary));
    const logged = ((system.logs ?? system.changes)?.value ?? 0) * rung.seconds * system.compresses.value;
    const bytes = logged + (rung.seconds >= rhythm.full.seconds ? whole : 0);
    const all = copies.flatMap((each) => copying(bytes, each, 0));
    return from + load.shift(all, rung.seconds, from);
  }
}

/** Half an hour after a run has ended; what takes a day and longer is copied as it comes. */
function afterwards(start: number, seconds: number): number {
  return (Math.ceil((start + Math.min(seconds, DAY) / 60 + 30) / 5) * 5) % 1440;
}

/** Seconds that bytes take from a site to a storage. */
export function secondsOf(plan: Subject['plan'], bytes: number, from: string, { at, write }: Storage): number {
  return bytes / Math.min(write.value, linkBetween(plan, from, at)?.rate.value ?? Infinity);
}
