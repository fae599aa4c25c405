/** When the jobs, copies and tests of a block run, as the assessment has them run. */

import { monthStart } from '../../../assess/bytes/months.ts';
import { type ShapedBlock, shapeBlock } from '../../../assess/made/block.ts';
import { type History, historyOfBlock } from '../../../assess/made/history.ts';
import { scheduledStarts, type Timing } from '../../../assess/schedule/runs.ts';
import type { Copy, Job, System, Verify } from '../../../plan/model.ts';
import { cadence } from '../copies/model.ts';
import type { PictureSource } from '../picture.ts';

export type LaneWord = Job['word'] | 'copy' | 'verify';

/** UTC seconds; a run that takes no time ends when it starts. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** A scheduled start that does not happen: a stronger job starts with it, or another run is still going. */
export interface Skipped {
  readonly at: number;
  readonly because: 'stronger' | 'running';
}

export interface Lane {
  readonly system: System;
  readonly word: LaneWord;
  /** `full → nas`, `copy nas → vault`, `verify restore`. */
  readonly text: string;
  /** `daily`, `every 15m`, `always`. */
  readonly when: string;
  /** Log that is brought all the time. */
  readonly continuous: boolean;
  /** The storages that a run reads or writes. */
  readonly storages: readonly string[];
  /** Of the jobs of a block that share a lock, the same. */
  readonly runs: (from: number, to: number) => readonly Run[];
  readonly skipped: (from: number, to: number) => readonly Skipped[];
}

export function lanesOfSystem({ plan, catalogue }: PictureSource, system: System): readonly Lane[] {
  return system.blocks.flatMap((block) => {
    const shaped = shapeBlock(plan, system, block, catalogue);
    const history = historyOfBlock(shaped);
    return [
      ...shaped.jobs.map((job, index) => jobLane(system, shaped, history, job, index)),
      ...shaped.copies.map((copy, index) => copyLane(system, shaped, history, copy, index)),
      ...block.verifies.map((verify) => verifyLane(system, verify)),
    ];
  });
}

function jobLane(system: System, { shape, jobs }: ShapedBlock, history: History, job: Job, index: number): Lane {
  const lane = { system, word: job.word, text: `${job.word} → ${job.to}`, when: cadence(job.schedule), storages: [job.to] };
  if (job.schedule === 'continuous') return { ...lane, continuous: true, runs: () => [], skipped: () => [] };
  const timing = job.schedule;
  const runs = job.word === 'log' ? logRuns(history, { job: index }) : pointRuns(history, index);
  return {
    ...lane,
    continuous: false,
    runs,
    skipped: (from, to) => {
      // A run may have begun long before.
      const mine = runs(from - LONG, to);
      const chain = jobs.flatMap((other, place) =>
        other.word === 'log' || other.word === 'snapshot' ? [] : pointRuns(history, place)(from - LONG, to),
      );
      const others = shape.jobs[index]?.word === 'log' || job.word === 'snapshot' ? mine : chain;
      const happened = new Set(mine.map(({ start }) => start));
      const elsewhere = new Set(others.map(({ start }) => start));
      return scheduledStarts(timing, from, to)
        .filter((at) => !happened.has(at))
        .map((at) => ({ at, because: elsewhere.has(at) ? 'stronger' : 'running' }));
    },
  };
}

/** Longer than any run that is worth a picture. */
const LONG = 40 * 86400;

function pointRuns({ points }: History, job: number): Lane['runs'] {
  return (from, to) => {
    const found: Run[] = [];
    for (let point = 0; point < points.count; point++) {
      const [start, end] = [points.start[point] ?? 0, points.end[point] ?? 0];
      if (points.job[point] === job && start < to && (end > from || start >= from)) found.push({ start, end });
    }
    return found;
  };
}

function logRuns({ streams }: History, origin: { readonly job: number } | { readonly copy: number }): Lane['runs'] {
  const stream = streams.find((each) => JSON.stringify(each.origin) === JSON.stringify(origin));
  return (from, to) => {
    const found: Run[] = [];
    for (const { start, available } of stream?.runs.backwards(from - 1, to + LONG) ?? []) {
      if (start < to && start !== found.at(-1)?.start) found.push({ start, end: available });
    }
    return found.reverse();
  };
}

function copyLane(system: System, { shape }: ShapedBlock, history: History, copy: Copy, index: number): Lane {
  const loaded = loadedRuns(history, index);
  const log = logRuns(history, { copy: index });
  const shaped = shape.copies[index];
  const timing: Timing | undefined = shaped === undefined || 'after' in shaped.timing ? undefined : shaped.timing;
  const carrying = (from: number, to: number): readonly Run[] => byStart([...loaded(from, to), ...log(from, to)]);
  const runs = (from: number, to: number): readonly Run[] => {
    const busy = carrying(from, to);
    const idle =
      timing === undefined ? [] : apartFrom(scheduledStarts(timing, from, to), busy, (at, { start, end }) => start === at || at < end);
    return byStart([...busy, ...idle.map((at) => ({ start: at, end: at + (copy.taking?.value ?? 0) }))]);
  };
  return {
    system,
    word: 'copy',
    text: `${copy.move ? 'move' : 'copy'} ${copy.from} → ${copy.to}`,
    when: cadence(copy.schedule),
    continuous: false,
    storages: [copy.from, copy.to],
    runs,
    skipped: (from, to) => {
      if (timing === undefined) return [];
      const starts = scheduledStarts(timing, from, to);
      const free = new Set(apartFrom(starts, carrying(from - LONG, to), (at, { start, end }) => start < at && at < end));
      return starts.filter((at) => !free.has(at)).map((at) => ({ at, because: 'running' }));
    },
  };
}

/** The starts that the last run before them, or with them, does not meet. Both ascend. */
function apartFrom(starts: readonly number[], runs: readonly Run[], meets: (start: number, run: Run) => boolean): readonly number[] {
  let next = 0;
  return starts.filter((at) => {
    while ((runs[next]?.start ?? Infinity) <= at) next++;
    const last = runs[next - 1];
    return last === undefined || !meets(at, last);
  });
}

/** Runs of a copy that bring restore points. */
function loadedRuns({ shape, holdings }: History, copy: number): Lane['runs'] {
  const held = holdings[shape.copies[copy]?.to ?? -1];
  return (from, to) => {
    const found: Run[] = [];
    for (const point of held?.came ?? []) {
      const [start, end] = [held?.since[point] ?? 0, held?.available[point] ?? 0];
      if (held?.via[point] === copy && start < to && (end > from || start >= from)) found.push({ start, end });
    }
    return found;
  };
}

/** Each start once, with its latest end, in order. */
function byStart(runs: readonly Run[]): readonly Run[] {
  const latest = new Map<number, number>();
  for (const { start, end } of runs) latest.set(start, Math.max(end, latest.get(start) ?? end));
  return [...latest].map(([start, end]) => ({ start, end })).sort((one, other) => one.start - other.start);
}

function verifyLane(system: System, { what, schedule, taking }: Verify): Lane {
  const starts = 'months' in schedule ? monthly(schedule.months) : (from: number, to: number) => scheduledStarts(schedule, from, to);
  return {
    system,
    word: 'verify',
    text: `verify ${what}`,
    when: 'months' in schedule ? `every ${schedule.months} months` : cadence(schedule),
    continuous: false,
    storages: [],
    runs: (from, to) => starts(from, to).map((start) => ({ start, end: start + (taking?.value ?? 0) })),
    skipped: () => [],
  };
}

/** On the 1st of January 2027 and each so many months later (assessment §9). */
function monthly(months: number): (from: number, to: number) => readonly number[] {
  const all = Array.from({ length: months > 0 ? Math.ceil(24 / months) : 0 }, (_, index) => monthStart(index * months));
  return (from, to) => all.filter((at) => from <= at && at < to);
}
