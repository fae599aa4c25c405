/** Why each restore point of a storage is still there (assessment §4), and which periods of a rule have none. */
import type { History } from '../../../assess/made/history.ts';
import { bucketOf } from '../../../assess/retention/retention.ts';
import { DAY, shifted, type Zone } from '../../../assess/schedule/calendar.ts';
import type { RuleForm, Span } from '../../../plan/model.ts';

/** A rule by its number; `needed` by a point that a rule keeps; `locked`; `due`: nothing keeps it, and the next pruning takes it. */
export type Keeper = number | 'needed' | 'locked' | 'due';

export interface HeldPoint {
  /** UTC seconds. */
  readonly capture: number;
  readonly by: Keeper;
}

/** A stretch of periods of a rule without a point, in UTC seconds. */
export interface Hole {
  readonly rule: number;
  readonly from: number;
  readonly to: number;
  readonly periods: number;
}

/** The points on a storage (by its number in the shape) at an instant, the oldest first. Without rules the first keeper keeps them. */
export function heldPoints(history: History, storage: number, at: number, zone: Zone): readonly HeldPoint[] {
  const held = history.holdings[storage];
  const { rules = [], lock } = history.shape.storages[storage] ?? {};
  const { capture, needs } = history.points;
  const there = (held?.came ?? []).filter((point) => (held?.available[point] ?? Infinity) <= at && at < (held?.gone[point] ?? 0));
  there.sort((one, other) => (capture[one] ?? 0) - (capture[other] ?? 0));
  const by = new Map<number, Keeper>();
  if (rules.length === 0) for (const point of there) by.set(point, 0);
  rules.forEach((rule, index) => {
    for (const place of keptBy(
      rule,
      there.map((point) => capture[point] ?? 0),
      at,
      zone,
    )) {
      const point = there[place] ?? -1;
      if (!by.has(point)) by.set(point, index);
    }
  });
  for (const kept of [...by.keys()]) {
    for (let point = needs[kept] ?? -1; point >= 0 && !by.has(point); point = needs[point] ?? -1) by.set(point, 'needed');
  }
  return there.map((point): HeldPoint => {
    const locked = lock !== undefined && at < shifted(held?.available[point] ?? 0, lock, 1, zone);
    return { capture: capture[point] ?? 0, by: by.get(point) ?? (locked ? 'locked' : 'due') };
  });
}

/** The places of the captures, which ascend, that a rule keeps. */
function keptBy(rule: RuleForm, captures: readonly number[], at: number, zone: Zone): readonly number[] {
  const all = captures.map((_, place) => place);
  switch (rule.rule) {
    case 'forever':
      return all;
    case 'span':
      return all.filter((place) => within(captures[place], rule.span, at, zone));
    case 'count':
      return (rule.period === 'last' ? all : newestOfEach(all, captures, bucketOf(rule.period, zone))).slice(-rule.count);
    case 'period-for': {
      const near = all.filter((place) => within(captures[place], rule.span, at, zone));
      return newestOfEach(near, captures, bucketOf(rule.period, zone));
    }
  }
}

function within(capture = 0, span: Span, at: number, zone: Zone): boolean {
  return capture >= shifted(at, span, -1, zone);
}

function newestOfEach(places: readonly number[], captures: readonly number[], bucket: (instant: number) => number): readonly number[] {
  return places.filter((place, index) => {
    const next = places[index + 1];
    return next === undefined || bucket(captures[next] ?? 0) !== bucket(captures[place] ?? 0);
  });
}

/** The periods that have ended, lie wholly within the length of a rule, and have no point. */
export function holesOf(rules: readonly RuleForm[], points: readonly HeldPoint[], at: number, zone: Zone): readonly Hole[] {
  return rules.flatMap((rule, index) => {
    if (rule.rule !== 'period-for') return [];
    const bucket = bucketOf(rule.period, zone);
    const filled = new Set(points.map(({ capture }) => bucket(capture)));
    const reach = shifted(at, rule.span, -1, zone);
    const begins = beginnings(reach, at, rule.period === 'hourly', zone).filter(
      (instant, place, all) => place > 0 && instant >= reach && bucket(instant) !== bucket(all[place - 1] ?? 0),
    );
    const holes: Hole[] = [];
    for (const [place, from] of begins.entries()) {
      const to = begins[place + 1];
      if (to === undefined || filled.has(bucket(from))) continue;
      const last = holes.at(-1);
      if (last?.to === from) holes[holes.length - 1] = { ...last, to, periods: last.periods + 1 };
      else holes.push({ rule: index, from, to, periods: 1 });
    }
    return holes;
  });
}

/** The full hours, or the midnights, of the zone: the last two before `from`, so that a period that begins there is seen to begin, and all up to `to`. */
function beginnings(from: number, to: number, hours: boolean, zone: Zone): number[] {
  const step = hours ? 3600 : DAY;
  const local = Math.floor(zone.local(from) / step) * step;
  const found: number[] = [];
  for (let index = -1; ; index++) {
    // Hours go on through clock changes; days are as long as they are.
    const instant = hours ? from - (zone.local(from) - local) + index * step : zone.instant(local + index * step);
    if (instant > to) return found;
    found.push(instant);
  }
}
