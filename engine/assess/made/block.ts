/** A backup block of a plan as its shape, with what the plan does not say. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import {
  type BackupBlock,
  type Copy,
  type Job,
  type Keep,
  type Plan,
  type RuleForm,
  type Span,
  type Storage,
  type System,
  spanSeconds,
} from '../../plan/model.ts';
import { memory } from '../memory.ts';
import { civilOf, DAY, dayNumber } from '../schedule/calendar.ts';
import { longestGap } from '../schedule/runs.ts';
import { HISTORY, HORIZON, WINDOW } from '../schedule/window.ts';
import { baseInterval, copyRate, deduplicates, fullInterval, jobBytes, jobDuration, logRate, type Needed, stored } from './durations.ts';
import { type BlockShape, type CopyShape, type JobShape, keyOfShape, type StorageShape } from './shape.ts';

export interface ShapedBlock {
  readonly block: BackupBlock;
  readonly shape: BlockShape;
  /** Blocks with the same id have the same shape, and so the same history. */
  readonly id: string;
  /** The storages of the shape, in its order. */
  readonly storages: readonly Storage[];
  /** Jobs and copies of the shape, in its order. */
  readonly jobs: readonly Job[];
  readonly copies: readonly Copy[];
  /** What the durations of runs would need (`orders.size`); the shape has 0 there. */
  readonly missing: readonly string[];
}

/** The same answer for as long as the plan is the same. */
export function shapeBlock(plan: Plan, system: System, block: BackupBlock, catalogue: Catalogue): ShapedBlock {
  const known = shaped.get(block);
  if (known?.catalogue === catalogue) return known.shaped;
  const fresh = shapedAfresh(plan, system, block, catalogue);
  shaped.set(block, { catalogue, shaped: fresh });
  return fresh;
}

/** A block is of one system of one plan. */
const shaped = new WeakMap<BackupBlock, { readonly catalogue: Catalogue; readonly shaped: ShapedBlock }>();

function shapedAfresh(plan: Plan, system: System, block: BackupBlock, catalogue: Catalogue): ShapedBlock {
  const used = new Set([...block.jobs.map(({ to }) => to), ...block.copies.flatMap(({ from, to }) => [from, to])]);
  const storages = plan.storages.filter(({ name }) => used.has(name));
  const indexOf = (name: string): number => storages.findIndex((storage) => storage.name === name);
  const jobs = block.jobs.filter(({ to }) => indexOf(to) >= 0);
  const copies = block.copies.filter(({ from, to }) => indexOf(from) >= 0 && indexOf(to) >= 0 && from !== to);
  const missing = new Set<string>();
  const known = (needed: Needed): number => {
    if ('value' in needed) return needed.value;
    for (const name of needed.missing) missing.add(name);
    return 0;
  };
  // Bytes count only where a copy carries them, or where they make the job's own run as long as it is.
  const carried = copies.some(({ taking }) => taking === undefined);
  const jobShapes = jobs.map((job): JobShape => {
    const tool = job.tool === undefined ? undefined : catalogue.tools[job.tool.value];
    const bytes = jobBytes(system, block, job, catalogue);
    const first = jobBytes(system, block, job, catalogue, true);
    const duration = known(jobDuration(plan, system, job, bytes));
    return {
      word: job.word,
      noun: job.word === 'full' && tool?.capture === 'start' && tool.name.includes('dump') ? 'dump' : job.word,
      timing: job.schedule === 'continuous' ? 'continuous' : { form: job.schedule.form, zone: job.schedule.zone },
      to: indexOf(job.to),
      duration,
      // What only the very first run would need is no reason to know less: it lies years before the window.
      firstDuration: valueOr(jobDuration(plan, system, job, first), duration),
      bytes: carried ? known(bytes) : 0,
      firstBytes: carried ? valueOr(first, valueOr(bytes, 0)) : 0,
      capturedAtEnd: tool?.capture === 'end' && job.word !== 'snapshot',
      alone: job.word === 'full' || job.word === 'snapshot' || job.managedBy !== undefined || deduplicates(job, catalogue),
      logBase: tool === undefined || tool.logBase || job.word === 'snapshot',
      lag: job.lag?.value ?? 0,
    };
  });
  const logged = jobs.some(({ word }) => word === 'log');
  const shape: BlockShape = {
    zone: plan.timezone.value,
    from: historyStart(system, block, storages),
    until: historyEnd(plan),
    storages: storages.map((storage) => storageShape(block, storage)),
    jobs: jobShapes,
    copies: copies.map(
      (copy): CopyShape => ({
        move: copy.move,
        timing: 'after' in copy.schedule ? { after: copy.schedule.after } : { form: copy.schedule.form, zone: copy.schedule.zone },
        from: indexOf(copy.from),
        to: indexOf(copy.to),
        taking: copy.taking?.value,
        rate: copyRate(plan, copy),
      }),
    ),
    logRate: logged && carried ? known(stored(system, logRate(system))) : 0,
  };
  return { block, shape, id: idOf(shape), storages, jobs, copies, missing: [...missing] };
}

const ids = memory<string>(50_000);
let shapes = 0;

/** A short name for a shape, the same as long as it is remembered; another shape never has it. */
function idOf(shape: BlockShape): string {
  return ids.recall(keyOfShape(shape), () => `#${++shapes}`);
}

function valueOr(needed: Needed, otherwise: number): number {
  return 'value' in needed ? needed.value : otherwise;
}

/** What a block keeps on a storage: what names it, else what names none. */
export function keepsFor(block: BackupBlock, storage: string): readonly Keep[] {
  const named = block.keeps.filter(({ on }) => on === storage);
  return named.length > 0 ? named : block.keeps.filter(({ on }) => on === undefined);
}

/** The rules of a block that speak for a storage. */
export function rulesFor(block: BackupBlock, storage: string): readonly RuleForm[] {
  return keepsFor(block, storage).flatMap(({ rules }) => rules.map(({ rule }) => rule));
}

function storageShape(block: BackupBlock, { name, immutable }: Storage): StorageShape {
  const logs = block.keepLogs.find(({ on }) => on === name) ?? block.keepLogs.find(({ on }) => on === undefined);
  return { name, rules: rulesFor(block, name), keepLogs: logs?.span, lock: immutable?.value };
}

/** No plan is looked at further back than this, however long it keeps. */
const FURTHEST_BACK = 40 * 366 * DAY;

/** The 1st of January from which the window sees a steady state, 2025 at the latest. */
function historyStart(system: System, block: BackupBlock, storages: readonly Storage[]): number {
  const rules = [...block.keeps, { rules: system.retain }].flatMap(({ rules }) => rules.map(({ rule }) => rule));
  const chain = Math.max(baseInterval(block), fullInterval(block));
  const copies = block.copies.map(({ schedule }) => ('after' in schedule ? chain : (longestGap(schedule)?.seconds ?? 0)));
  const interval = Math.max(chain, ...copies);
  const spans = [
    ...block.keepLogs.map(({ span }) => (span === 'forever' ? 0 : longest(span))),
    ...storages.map(({ immutable }) => (immutable === undefined ? 0 : longest(immutable.value))),
  ];
  const reach = Math.max(0, ...rules.map((rule) => ruleReach(rule, interval)), ...spans);
  const start = WINDOW.start - Math.min(reach + 2 * interval, FURTHEST_BACK);
  return start >= HISTORY ? HISTORY : dayNumber(civilOf(Math.floor(start / DAY)).year, 1, 1) * DAY;
}

const periods = { last: 0, hourly: 3600, daily: DAY, weekly: 7 * DAY, monthly: 31 * DAY, yearly: 366 * DAY } as const;

/** How far back a rule can keep a point of jobs that run every `interval` seconds. */
function ruleReach(rule: RuleForm, interval: number): number {
  switch (rule.rule) {
    case 'forever':
      return 0;
    case 'count':
      return rule.count * Math.max(periods[rule.period], interval);
    default:
      return longest(rule.span) + (rule.rule === 'period-for' ? periods[rule.period] : 0);
  }
}

/** The longest that a span can be. */
function longest({ years, months, seconds }: Span): number {
  return years * 366 * DAY + months * 31 * DAY + seconds;
}

/** The horizon, or the end of the last detection, rounded up so that an edit of a scenario seldom moves it. */
function historyEnd(plan: Plan): number {
  const delays = plan.scenarios.map(({ detectedAfter }) => Math.max(longest(detectedAfter.value), spanSeconds(detectedAfter.value)));
  const delay = Math.max(0, ...delays);
  return Math.max(HORIZON, WINDOW.end + Math.ceil((delay + DAY) / (32 * DAY)) * 32 * DAY);
}
