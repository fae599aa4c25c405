/** A week of the plan's jobs, and the nights in which clocks change. */
import { sayDate } from '../../../assess/say.ts';
import { DAY, dayNumber, type Zone, zoneOf } from '../../../assess/schedule/calendar.ts';
import { WINDOW } from '../../../assess/schedule/window.ts';
import type { Plan, System } from '../../../plan/model.ts';
import type { PictureSource } from '../picture.ts';
import { type Load, loadOf } from './load.ts';
import { type Lane, lanesOfSystem, type Run, type Skipped } from './runs.ts';

export interface TimelineModel {
  readonly zone: string;
  readonly week: Panel;
  readonly nights: readonly Night[];
}

/** [from, to) in UTC seconds. */
export interface Panel {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
  readonly loads: readonly Load[];
}

export interface Night extends Panel {
  readonly at: number;
  /** Seconds by which the clock goes forward (negative: back). */
  readonly by: number;
}

export interface Row {
  readonly lane: Lane;
  readonly runs: readonly Run[];
  readonly skipped: readonly Skipped[];
  /** Where it does not run in this time: when it runs next, where that is in the window. */
  readonly next?: number;
  /** Of a night, seconds from the last run before the clock change to the first one after it. */
  readonly gap?: number;
  /** The stretches outside the window of the system or the plan, as [from, to, …]. */
  readonly closed: readonly number[];
}

/** Monday, 4 January 2027: the first whole week of the window. */
const MONDAY = dayNumber(2027, 1, 4);
const HOURS = 3600;

export function timelineModel(source: PictureSource, systems: readonly System[] = source.plan.systems): TimelineModel {
  const { plan } = source;
  const zone = zoneOf(plan.timezone.value);
  const lanes = systems.flatMap((system) => lanesOfSystem(source, system));
  const [from, to] = [zone.instant(MONDAY * DAY), zone.instant((MONDAY + 7) * DAY)];
  const rows = lanes.map((lane) => rowOf(plan, zone, lane, from, to));
  const year = zone.changes(WINDOW.start, WINDOW.start + 365 * DAY);
  return {
    zone: plan.timezone.value,
    week: { title: `The week from ${sayDate(from, plan.timezone.value)}`, from, to, rows, loads: loadOf(plan, rows) },
    nights: year.map(({ at, by }) => nightOf(plan, zone, lanes, at, by)),
  };
}

function rowOf(plan: Plan, zone: Zone, lane: Lane, from: number, to: number): Row {
  const runs = lane.runs(from, to);
  const skipped = lane.skipped(from, to);
  const idle = runs.length === 0 && skipped.length === 0 && !lane.continuous;
  return {
    lane,
    runs,
    skipped,
    next: idle ? lane.runs(to, WINDOW.end).find(({ start }) => start >= to)?.start : undefined,
    closed: closedIn(plan, zone, lane, from, to),
  };
}

/**
 * The jobs that start within an hour of the change: those whose time of day is skipped or happens twice, and those that they may meet.
 */
function nightOf(plan: Plan, zone: Zone, lanes: readonly Lane[], at: number, by: number): Night {
  const [from, to] = [at - 5 * HOURS, at + 7 * HOURS];
  const near = lanes.filter((lane) => !lane.continuous && lane.runs(at - HOURS, at + HOURS).some(({ start }) => at - HOURS <= start));
  const rows = near.map((lane) => ({ ...rowOf(plan, zone, lane, from, to), gap: gapOver(lane, at) }));
  const hours = Math.abs(by) / 3600;
  const text = `${hours === 1 ? 'an hour' : `${hours * 60} minutes`} ${by > 0 ? 'forward' : 'back'}`;
  return {
    title: `${sayDate(at, plan.timezone.value)}: clocks go ${text}; what starts within an hour of it`,
    from,
    to,
    rows,
    loads: [],
    at,
    by,
  };
}

function gapOver(lane: Lane, at: number): number | undefined {
  for (const reach of [2 * DAY, 40 * DAY, 400 * DAY]) {
    const around = lane.runs(at - reach, at + reach);
    const after = around.find(({ start }) => start >= at)?.start;
    const before = around.findLast(({ start }) => start < at)?.start;
    if (after !== undefined && before !== undefined) return after - before;
  }
  return undefined;
}

/** Backups may run in the window alone; tests may run at any time. */
function closedIn({ window: general }: Plan, zone: Zone, { system, word }: Lane, from: number, to: number): readonly number[] {
  const open = system.window ?? general;
  if (open === undefined || word === 'verify' || open.from === open.to) return [];
  const closed: number[] = [];
  const first = Math.floor(zone.local(from) / DAY) - 1;
  for (let day = first; zone.instant(day * DAY) < to; day++) {
    const [begin, end] = [open.to, open.from < open.to ? open.from + DAY : open.from];
    const stretch = [Math.max(from, zone.instant(day * DAY + begin)), Math.min(to, zone.instant(day * DAY + end))] as const;
    if (stretch[0] < stretch[1]) closed.push(...stretch);
  }
  return closed;
}
