/** What lies on a plan's storages over three years (assessment §9). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Job, Plan, Span, Storage, System } from '../../plan/model.ts';
import { type ShapedBlock, shapeBlock } from '../made/block.ts';
import { deduplicates, jobBytes, logRate, type Needed, stored } from '../made/durations.ts';
import { type History, historyOfBlock } from '../made/history.ts';
import { type Memory, memory } from '../memory.ts';
import { shifted, type Zone, zoneOf } from '../schedule/calendar.ts';
import { joined } from '../schedule/intervals.ts';
import { systemTexts } from '../texts.ts';
import { Days } from './days.ts';
import { Level } from './level.ts';
import { addLog, addLogDays, type Log } from './log.ts';
import { growthOf, laterMonths, monthOf, monthStart, type PerMonth, perMonth } from './months.ts';

/** What one system has on one storage. */
export interface Share {
  readonly storage: Storage;
  readonly system: System;
  readonly figures: Figures;
  /** What the bytes would need (`orders.size`); the figures mean nothing then. */
  readonly missing: readonly string[];
  /** What lies there in [from, to), to the instant. */
  level(from: number, to: number): Level;
  /** As `figures` for any month; 0 is January 2027. */
  mean(month: number): Mean;
}

/** The mean of a month: what lies there, and what is billed. What went before its minimum duration counts until that has passed. */
export interface Mean {
  readonly lying: number;
  readonly billed: number;
}

/** Bytes of one system on one storage. */
export interface Figures {
  /** The means of the months that are shown. */
  readonly lying: PerMonth<number>;
  readonly billed: PerMonth<number>;
  /** For each day up to the horizon no less than what ever lies there that day; without a capacity nobody asks. */
  readonly most?: Float64Array;
}

/** One share for each storage that a block of a system writes to. */
export function sharesOf(plan: Plan, catalogue: Catalogue): readonly Share[] {
  return plan.systems.flatMap(sharesIn(plan, catalogue));
}

/** The shares of one system of a plan. */
export function sharesIn(plan: Plan, catalogue: Catalogue): (system: System) => readonly Share[] {
  const heldOf = heldIn(plan, catalogue, allFigures);
  return (of) =>
    heldOf(of).map(({ storage, system, missing, answer, parts }) => ({
      storage,
      system,
      missing,
      figures: answer,
      level: (from, to) => levelOf(parts(), from, to),
      mean: (month) => meanOf(parts(), month, storage.minimum?.value),
    }));
}

/** A share in one month. */
export interface MonthShare extends Pick<Share, 'storage' | 'system' | 'missing'> {
  readonly mean: Mean;
}

/** As `sharesOf` for one month alone, which takes a fraction of the time; 0 is January 2027. */
export function monthSharesOf(plan: Plan, catalogue: Catalogue, month: number): readonly MonthShare[] {
  const question = {
    ...meansOfMonths,
    key: `${month}`,
    work: (parts: readonly Part[], minimum: Span | undefined) => meanOf(parts, month, minimum),
  };
  return plan.systems
    .flatMap(heldIn(plan, catalogue, question))
    .map(({ storage, system, missing, answer }) => ({ storage, system, missing, mean: answer }));
}

/** What is asked of the parts that lie on a storage, and the answers that are known. */
interface Question<T> {
  readonly key: string;
  readonly alike: Memory<T>;
  readonly bySystem: Memory<readonly Held<T>[]>;
  /** Where something is missing. */
  readonly nothing: T;
  work(parts: readonly Part[], minimum: Span | undefined, capacity: boolean): T;
}

const allFigures: Question<Figures> = {
  key: '',
  alike: memory(4000),
  bySystem: memory(4000),
  nothing: { lying: perMonth(() => 0), billed: perMonth(() => 0) },
  work: figuresOf,
};

const meansOfMonths = {
  alike: memory<Mean>(4000),
  bySystem: memory<readonly Held<Mean>[]>(4000),
  nothing: { lying: 0, billed: 0 },
};

/** What one system has on one storage, without places. */
interface Held<T> {
  readonly name: string;
  readonly missing: readonly string[];
  readonly answer: T;
}

interface Found<T> extends Pick<Share, 'storage' | 'system' | 'missing'>, Pick<Held<T>, 'answer'> {
  parts(): readonly Part[];
}

function heldIn<T>(plan: Plan, catalogue: Catalogue, question: Question<T>): (system: System) => readonly Found<T>[] {
  const storages = new Map(plan.storages.map((storage) => [storage.name, storage]));
  const textOf = systemTexts(plan, catalogue);
  return (system) => {
    if (system.exempt !== undefined) return [];
    const partsOn = (storage: Storage): readonly Part[] =>
      system.blocks.flatMap((block) => partOf(system, storage, shapeBlock(plan, system, block, catalogue), catalogue) ?? []);
    const work = (): readonly Held<T>[] => plan.storages.flatMap((storage) => heldOn(system, storage, partsOn(storage), question));
    const text = textOf(system);
    const held = text === undefined ? work() : question.bySystem.recall(`${question.key} ${text}`, work);
    return held.flatMap(({ name, missing, answer }): Found<T>[] => {
      const storage = storages.get(name);
      return storage === undefined ? [] : [{ storage, system, missing, answer, parts: () => partsOn(storage) }];
    });
  };
}

function heldOn<T>(system: System, storage: Storage, parts: readonly Part[], question: Question<T>): readonly Held<T>[] {
  if (parts.length === 0) return [];
  const missing = [...new Set(parts.flatMap((part) => part.missing))];
  const minimum = storage.minimum?.value;
  const capacity = storage.capacity !== undefined;
  const key = JSON.stringify([question.key, parts.map((part) => part.key), system.grows?.value, system.size?.value, capacity, minimum]);
  const answer = missing.length > 0 ? question.nothing : question.alike.recall(key, () => question.work(parts, minimum, capacity));
  return [{ name: storage.name, missing, answer }];
}

function figuresOf(parts: readonly Part[], minimum: Span | undefined, capacity: boolean): Figures {
  const means = perMonth((_, month) => meanOf(parts, month, minimum));
  return {
    lying: perMonth((key) => means[key].lying),
    billed: perMonth((key) => means[key].billed),
    most: capacity ? mostOf(parts) : undefined,
  };
}

function meanOf(parts: readonly Part[], month: number, minimum: Span | undefined): Mean {
  const [from, to] = [monthStart(month), monthStart(month + 1)];
  const lying = levelOf(parts, from, to).average(from, to);
  return { lying, billed: minimum === undefined ? lying : levelOf(parts, from, to, minimum).average(from, to) };
}

function levelOf(parts: readonly Part[], from: number, to: number, minimum?: Span): Level {
  const sum = new Level(from, to);
  for (const part of parts) addPart(sum, part, minimum);
  return sum;
}

/** What one block has on one storage. */
interface Part {
  readonly history: () => History;
  /** Index of the storage in the block's shape. */
  readonly storage: number;
  readonly points: PointBytes;
  /** Factor by month, from January 2027 on. */
  readonly growth: readonly number[];
  /** Bytes of log per second, by month; and how long a lock holds it. */
  readonly rates: readonly number[];
  readonly lock?: Span;
  readonly missing: readonly string[];
  /** Parts with the same key hold the same, if their systems are as large and grow alike. */
  readonly key: string;
}

function partOf(system: System, storage: Storage, shaped: ShapedBlock, catalogue: Catalogue): Part | undefined {
  const index = shaped.storages.indexOf(storage);
  if (index < 0) return undefined;
  const growth = growthOf(system);
  const comes = (word: 'log' | 'point'): boolean => reaches(shaped, index, word);
  const rate: Needed = comes('log') ? stored(system, logRate(system)) : { value: 0 };
  const points = pointBytes(system, shaped, catalogue);
  const missing = [
    ...shaped.missing,
    ...('missing' in rate ? rate.missing : []),
    ...(growth === undefined ? [`${system.name}.size`] : []),
    ...(comes('point') ? points.missing : []),
  ];
  // Log is written as fast as the plan says; only a rate that was taken from the changes grows with them.
  const grows = system.logs?.source.from === 'default';
  const months = [0, ...laterMonths];
  const factors = months.map((month) => growth?.(month) ?? 1);
  const perSecond = 'value' in rate ? rate.value : 0;
  return {
    history: () => historyOfBlock(shaped),
    storage: index,
    points,
    growth: factors,
    rates: factors.map((factor) => perSecond * (grows ? factor : 1)),
    lock: storage.immutable?.value,
    missing,
    key: JSON.stringify([shaped.id, index, points.each, points.base, perSecond, grows]),
  };
}

/** Whether log, or points, come to a storage of a block by its jobs or copies. */
function reaches({ shape: { jobs, copies } }: ShapedBlock, storage: number, what: 'log' | 'point'): boolean {
  const found = new Set(jobs.filter(({ word }) => (word === 'log') === (what === 'log')).map(({ to }) => to));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { from, to } of copies) if (found.has(from)) found.add(to);
  }
  return found.has(storage);
}

/** Adds what a block has on a storage; with `minimum` nothing goes before that has passed. */
function addPart(level: Level, part: Part, minimum?: Span): void {
  addPoints(level, part, minimum);
  for (const log of logsOf(part, minimum)) addLog(level, log);
}

function logsOf({ history, storage, rates, lock }: Part, minimum?: Span): readonly Log[] {
  const played = history();
  const holds = [lock, minimum].filter((span) => span !== undefined);
  return played.streams.flatMap((stream) => (stream.storage === storage ? [{ history: played, stream, rates, holds }] : []));
}

function mostOf(parts: readonly Part[]): Float64Array {
  const most = new Float64Array(Days.count);
  for (const part of parts) {
    const days = new Days();
    addPoints(days, part);
    days.addTo(most);
    for (const log of logsOf(part)) addLogDays(most, log);
  }
  return most;
}

interface PointBytes {
  /** By job of the shape: what a point adds, before growth; the block's first full where the tool deduplicates adds nothing. */
  readonly each: readonly number[];
  /** By job: points lie in a repository that holds `base` bytes beside them. */
  readonly shared: readonly boolean[];
  readonly base: number;
  readonly missing: readonly string[];
}

function pointBytes(system: System, { block, jobs }: ShapedBlock, catalogue: Catalogue): PointBytes {
  const missing: string[] = [];
  const known = (needed: Needed): number => {
    if ('value' in needed) return needed.value;
    missing.push(...needed.missing);
    return 0;
  };
  const shared = jobs.map((job) => job.word === 'full' && deduplicates(job, catalogue));
  const points = (job: Job): boolean => job.word !== 'log';
  return {
    each: jobs.map((job) => (points(job) ? known(jobBytes(system, block, job, catalogue)) : 0)),
    shared,
    base: shared.includes(true) ? known(stored(system, system.size === undefined ? { missing: [`${system.name}.size`] } : system.size)) : 0,
    missing,
  };
}

/** Something that bytes are added to, for a while. */
interface Sink {
  /** Whether what lies there in [from, to) makes a difference. */
  touches(from: number, to: number): boolean;
  addBetween(from: number, to: number, bytes: number): void;
}

function addPoints(sink: Sink, { history, storage, points: { each, shared, base }, growth }: Part, minimum?: Span): void {
  const { points, shape, holdings: all } = history();
  const holdings = all[storage];
  if (holdings === undefined) return;
  const zone = zoneOf(shape.zone);
  const firstFull = points.job.findIndex((job) => shape.jobs[job]?.word === 'full');
  const inRepository: number[] = [];
  for (const point of holdings.came) {
    const from = holdings.available[point] ?? 0;
    const to = until(from, holdings.gone[point] ?? Infinity, minimum, zone);
    if (!sink.touches(from, to)) continue;
    const job = points.job[point] ?? 0;
    if (shared[job] === true) inRepository.push(from, to);
    if (shared[job] === true && point === firstFull) continue;
    sink.addBetween(from, to, (each[job] ?? 0) * (growth[monthOf(points.capture[point] ?? 0)] ?? 1));
  }
  const held = joined(inRepository);
  for (let index = 0; index < held.length; index += 2) {
    const [from = 0, to = 0] = held.slice(index, index + 2);
    sink.addBetween(from, to, base);
    for (const month of laterMonths)
      sink.addBetween(Math.max(from, monthStart(month)), to, base * ((growth[month] ?? 1) - (growth[month - 1] ?? 1)));
  }
}

function until(from: number, gone: number, minimum: Span | undefined, zone: Zone): number {
  return minimum === undefined ? gone : Math.max(gone, shifted(from, minimum, 1, zone));
}
