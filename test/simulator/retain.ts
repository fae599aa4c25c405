/** What `retain` asks for and what is there: assessment.md, section 4. */
import type { Plan, RuleForm, System } from '../../engine/plan/model.ts';
import { firstWhere, type History, type Point } from './history.ts';
import { gapsIn, type Intervals, joined } from './intervals.ts';
import { periodOf } from './keeping.ts';
import { WINDOW_FROM, WINDOW_TO } from './sizes.ts';
import { DAY, shift } from './wall.ts';

/** What a rule lacks first: a period, or a point by its capture, and since when. */
export interface Lacking {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** A period or a point that must be there while the rule reaches back over it. */
interface Wanted {
  readonly from: number;
  readonly to: number;
  /** When the period has ended, or the point been made. */
  readonly since: number;
  /** When some point of it can be restored. */
  readonly there: Intervals;
  reached(instant: number): boolean;
}

/** For each `retain` rule of a system what it lacks first; undefined: it is met. */
export function lackingsOf(plan: Plan, system: System, histories: readonly History[]): readonly (Lacking | undefined)[] {
  if (system.retain.length === 0) return [];
  const restorable = new Map<Point, Intervals>();
  const points = histories.flatMap((history) => history.points).sort((a, b) => a.capture - b.capture);
  for (const { points: own } of histories)
    for (const point of [...own].sort((a, b) => a.start - b.start)) restorable.set(point, whole(point, restorable));
  return system.retain.map(({ rule }) => {
    for (const wanted of wantedBy(rule, points, restorable, plan.timezone.value)) {
      const at = gapsIn(wanted.there, Math.max(wanted.since, WINDOW_FROM), WINDOW_TO).find((gap) => wanted.reached(gap));
      if (at !== undefined) return { from: wanted.from, to: wanted.to, at };
    }
    return undefined;
  });
}

/** When a point and all that it needs are there, on any storages. */
function whole(point: Point, known: ReadonlyMap<Point, Intervals>): Intervals {
  const own = joined(point.stays.map(({ from, until }) => [from, until] as const));
  if (point.needs === undefined) return own;
  const below = point.needs === 'missing' || point.headless ? [] : (known.get(point.needs) ?? []);
  return own.flatMap(([from, until]) =>
    below.map(([low, high]) => [Math.max(from, low), Math.min(until, high)] as const).filter(([low, high]) => low < high),
  );
}

function wantedBy(rule: RuleForm, points: readonly Point[], restorable: ReadonlyMap<Point, Intervals>, zone: string): readonly Wanted[] {
  if (rule.rule === 'period-for' || (rule.rule === 'count' && rule.period !== 'last')) return periods(rule, points, restorable, zone);
  return points.map((point, index): Wanted => {
    const { capture } = point;
    const reached = (instant: number): boolean => {
      if (rule.rule === 'forever') return true;
      // As a period that began just then, a point that is just as old is out of reach; the text leaves that open.
      if (rule.rule === 'span') return capture > shift(zone, instant, rule.span, -1);
      let newer = 0;
      for (let later = index + 1; later < points.length && newer < rule.count; later++) {
        const other = points[later];
        if (other === undefined || other.capture > instant) break;
        if (madeAt(other) <= instant) newer++;
      }
      return newer < rule.count;
    };
    return { from: capture, to: capture, since: madeAt(point), there: restorable.get(point) ?? [], reached };
  });
}

function madeAt({ stays }: Point): number {
  return stays[0]?.from ?? Number.POSITIVE_INFINITY;
}

type PeriodRule = Extract<RuleForm, { rule: 'period-for' | 'count' }>;

/** Half an hour: clocks stand at a full or half hour of UTC when one of their hours begins. */
const STEP = 1800;

/** Every period that has ended in the window, or that the rule reaches back over as it begins. */
function periods(rule: PeriodRule, points: readonly Point[], restorable: ReadonlyMap<Point, Intervals>, zone: string): readonly Wanted[] {
  const { period } = rule;
  if (period === 'last') return [];
  const each = { hourly: 2 / 24, daily: 2, weekly: 8, monthly: 32, yearly: 367 };
  const reach = rule.rule === 'count' ? rule.count * each[period] * DAY : WINDOW_FROM - shift(zone, WINDOW_FROM, rule.span, -1);
  const begins: number[] = [];
  let before = Number.NaN;
  for (let instant = WINDOW_FROM - reach - each[period] * DAY; instant <= WINDOW_TO; instant += STEP) {
    const now = periodOf(period, zone, instant);
    if (now !== before && !Number.isNaN(before)) begins.push(instant);
    before = now;
  }
  const underWay = (instant: number): number => firstWhere(begins.length, (index) => (begins[index] ?? 0) > instant) - 1;
  return begins.slice(0, -1).map((from, index): Wanted => {
    const to = begins[index + 1] ?? WINDOW_TO;
    const first = firstWhere(points.length, (i) => (points[i]?.capture ?? 0) >= from);
    const last = firstWhere(points.length, (i) => (points[i]?.capture ?? 0) >= to);
    const there = joined(points.slice(first, last).flatMap((point) => restorable.get(point) ?? []));
    const reached = (instant: number): boolean =>
      rule.rule === 'count' ? underWay(instant) - index < rule.count : from > shift(zone, instant, rule.span, -1);
    return { from, to, since: to, there, reached };
  });
}
