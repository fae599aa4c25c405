/** Whether a system has what its `retain` asks for (assessment §4). */
import type { Period, RuleForm, System } from '../../plan/model.ts';
import type { Retained } from '../assessment.ts';
import { intervalsOf, restorablePoints } from '../loss/points.ts';
import type { ShapedBlock } from '../made/block.ts';
import { historyOfBlock } from '../made/history.ts';
import { onlyThese } from '../scenario/damage.ts';
import { civilOf, DAY, dayNumber, shifted, type Zone, zoneOf } from '../schedule/calendar.ts';
import { joined } from '../schedule/intervals.ts';
import { WINDOW } from '../schedule/window.ts';

/** A point as retention asks for it: captured when, made available when, and there when. */
interface Held {
  readonly capture: number;
  readonly made: number;
  readonly there: readonly number[];
}

/**
 * What each `retain` rule of a system lacks first; undefined where it is met. A rule reaches back over the hours, days, weeks, months or years that have ended and
 * lie within its length (of `N daily` and the like: the newest N, the one under way among them), in the plan's time zone.
 */
export function lackOf(system: System, blocks: readonly ShapedBlock[], timezone: string): readonly Retained['lacking'][] {
  if (system.retain.length === 0) return [];
  const zone = zoneOf(timezone);
  const held = blocks.flatMap(heldPoints).sort((a, b) => a.capture - b.capture);
  return system.retain.map(({ rule }) => firstLack(rule, held, zone));
}

function heldPoints(block: ShapedBlock): Held[] {
  const history = historyOfBlock(block);
  const { points } = restorablePoints(history, onlyThese(block.storages.map(() => true)), 0, WINDOW.start, WINDOW.end);
  return Array.from({ length: history.points.count }, (_, point) => ({
    capture: history.points.capture[point] ?? 0,
    made: history.points.end[point] ?? 0,
    there: intervalsOf(points, point),
  }));
}

type Lack = NonNullable<Retained['lacking']>;

function firstLack(rule: RuleForm, held: readonly Held[], zone: Zone): Lack | undefined {
  if (rule.rule === 'period-for' || (rule.rule === 'count' && rule.period !== 'last')) {
    return lackOfPeriods(rule.period === 'last' ? 'daily' : rule.period, rule, held, zone);
  }
  for (const [index, { capture, made, there }] of held.entries()) {
    const until =
      rule.rule === 'span'
        ? shifted(capture, rule.span, 1, zone)
        : rule.rule === 'count'
          ? whenPushedOut(held, index, rule.count)
          : Infinity;
    const at = firstGap(there, Math.max(made, WINDOW.start), Math.min(until, WINDOW.end));
    if (at !== undefined) return { from: capture, to: capture, at };
  }
  return undefined;
}

/** When so many points of later captures have been made; mostly the last of them is the one that was captured last. */
function whenPushedOut(held: readonly Held[], index: number, count: number): number {
  const newest: number[] = [];
  for (let later = index + 1; later < held.length; later++) {
    const { capture = 0, made = 0 } = held[later] ?? {};
    if (newest.length >= count && capture >= (newest[count - 1] ?? 0)) break;
    newest.push(made);
    newest.sort((a, b) => a - b);
    newest.length = Math.min(newest.length, count);
  }
  return newest[count - 1] ?? Infinity;
}

type PeriodRule = Extract<RuleForm, { rule: 'period-for' | 'count' }>;

function lackOfPeriods(period: Period, rule: PeriodRule, held: readonly Held[], zone: Zone): Lack | undefined {
  const reach = rule.rule === 'count' ? { years: 0, months: 0, seconds: 0 } : rule.span;
  const furthest = rule.rule === 'count' ? WINDOW.start - rule.count * longest[period] : shifted(WINDOW.start, reach, -1, zone);
  const bounds = boundaries(period, furthest, WINDOW.end, zone);
  let next = 0;
  for (let index = 0; index + 1 < bounds.length; index++) {
    const from = bounds[index] ?? 0;
    const to = bounds[index + 1] ?? 0;
    const there: number[] = [];
    while (next < held.length && (held[next]?.capture ?? 0) < from) next++;
    for (let point = next; (held[point]?.capture ?? Infinity) < to; point++) there.push(...(held[point]?.there ?? []));
    const until = rule.rule === 'count' ? (bounds[index + rule.count] ?? Infinity) : shifted(from, reach, 1, zone);
    if (rule.rule !== 'count' && from < furthest) continue;
    const at = firstGap(joined(there), Math.max(to, WINDOW.start), Math.min(until, WINDOW.end));
    if (at !== undefined) return { from, to, at };
  }
  return undefined;
}

/** The first instant of [from, to) that the intervals do not cover. */
function firstGap(intervals: readonly number[], from: number, to: number): number | undefined {
  let covered = from;
  for (let index = 0; index < intervals.length && covered < to; index += 2) {
    if ((intervals[index] ?? 0) > covered) return covered;
    covered = Math.max(covered, intervals[index + 1] ?? 0);
  }
  return covered < to ? covered : undefined;
}

const longest: Readonly<Record<Period, number>> = {
  hourly: 3600,
  daily: DAY + 3600,
  weekly: 7 * DAY + 3600,
  monthly: 31 * DAY + 3600,
  yearly: 366 * DAY,
};

/** The instants at which periods of the zone's calendar begin, from the one that holds `from` to the first after `to`. */
function boundaries(period: Period, from: number, to: number, zone: Zone): number[] {
  const days = Math.floor(zone.local(from) / DAY);
  const { year, month } = civilOf(days);
  const begin = (index: number): number => {
    switch (period) {
      case 'hourly':
        return Math.floor(zone.local(from) / 3600) * 3600 - zone.offset(from) + index * 3600;
      case 'daily':
        return zone.instant((days + index) * DAY);
      case 'weekly':
        return zone.instant((days - ((((days + 3) % 7) + 7) % 7) + 7 * index) * DAY);
      case 'monthly':
        return zone.instant(dayNumber(year + Math.floor((month - 1 + index) / 12), ((month - 1 + index) % 12) + 1, 1) * DAY);
      case 'yearly':
        return zone.instant(dayNumber(year + index, 1, 1) * DAY);
    }
  };
  const found: number[] = [];
  for (let index = 0; (found.at(-1) ?? -Infinity) <= to; index++) found.push(begin(index));
  return found;
}
