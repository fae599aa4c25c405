/** What `keep` keeps of the points on a storage: assessment.md, section 4. */

import type { BackupBlock, Period } from '../../engine/plan/model.ts';
import type { RuleForm } from '../../grammar/tree.ts';
import { firstWhere, type Point } from './history.ts';
import { civilOf, DAY, shift, wallAt } from './wall.ts';

/** Of the points on the storage at an instant, those that stay. */
export type Keeper = (points: readonly Point[], now: number) => ReadonlySet<Point>;

/** Undefined: the storage keeps everything, because no rule speaks for it or one says so. */
export function keeperOf(block: BackupBlock, storage: string, zone: string): Keeper | undefined {
  const named = block.keeps.filter(({ on }) => on === storage);
  const keeps = named.length > 0 ? named : block.keeps.filter(({ on }) => on === undefined);
  const rules = keeps.flatMap((keep) => keep.rules.map(({ rule }) => rule));
  if (rules.length === 0 || rules.some(({ rule }) => rule === 'forever')) return undefined;
  return (points, now) => {
    const newestFirst = [...points].sort((a, b) => b.capture - a.capture);
    const kept = new Set<Point>();
    for (const rule of rules) for (const point of chosen(rule, newestFirst, zone, now)) kept.add(point);
    const there = new Set(points);
    for (const point of [...kept]) {
      for (let base = point.needs; base !== undefined && base !== 'missing'; base = base.needs) {
        // What this one needs in turn is looked after where it is kept itself.
        if (kept.has(base)) break;
        if (there.has(base)) kept.add(base);
      }
    }
    return kept;
  };
}

function chosen(rule: RuleForm, newestFirst: readonly Point[], zone: string, now: number): readonly Point[] {
  switch (rule.rule) {
    case 'forever':
      return newestFirst;
    case 'span':
      return notBefore(shift(zone, now, rule.span, -1), newestFirst);
    case 'period-for':
      return newestOfEach(notBefore(shift(zone, now, rule.span, -1), newestFirst), rule.period, zone);
    case 'count':
      return rule.period === 'last' ? newestFirst.slice(0, rule.count) : newestOfEach(newestFirst, rule.period, zone, rule.count);
  }
}

function notBefore(instant: number, newestFirst: readonly Point[]): readonly Point[] {
  return newestFirst.slice(
    0,
    firstWhere(newestFirst.length, (index) => (newestFirst[index]?.capture ?? 0) < instant),
  );
}

/** Points that are newest first have their periods in the same order. */
function newestOfEach(newestFirst: readonly Point[], period: Period, zone: string, most = Number.POSITIVE_INFINITY): readonly Point[] {
  const newest: Point[] = [];
  let before = Number.NaN;
  for (const point of newestFirst) {
    if (newest.length === most) break;
    const number = knownPeriodOf(period, zone, point);
    if (number !== before) newest.push(point);
    before = number;
  }
  return newest;
}

const known = new WeakMap<Point, Map<Period, number>>();

/** A history has one zone, so a point's periods need to be looked up only once. */
function knownPeriodOf(period: Period, zone: string, point: Point): number {
  const periods = known.get(point) ?? new Map<Period, number>();
  known.set(point, periods);
  const number = periods.get(period) ?? periodOf(period, zone, point.capture);
  periods.set(period, number);
  return number;
}

/** A number for the hour, day, ISO week, month or year that the clock on the wall shows. */
export function periodOf(period: Period, zone: string, instant: number): number {
  const wall = wallAt(zone, instant);
  switch (period) {
    case 'hourly':
      return Math.floor(wall / 3600);
    case 'daily':
      return Math.floor(wall / DAY);
    case 'weekly':
      // 1 January 1970 was a Thursday.
      return Math.floor((Math.floor(wall / DAY) + 3) / 7);
    case 'monthly': {
      const { year, month } = civilOf(wall);
      return year * 12 + month;
    }
    case 'yearly':
      return civilOf(wall).year;
  }
}
