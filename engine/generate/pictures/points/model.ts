/** Which restore points of a system are there as the window begins, a month later and a year later, and what keeps each of them. */

import { monthStart } from '../../../assess/bytes/months.ts';
import { rulesFor, shapeBlock } from '../../../assess/made/block.ts';
import { historyOfBlock } from '../../../assess/made/history.ts';
import { sayDate, sayInstant } from '../../../assess/say.ts';
import { zoneOf } from '../../../assess/schedule/calendar.ts';
import type { System } from '../../../plan/model.ts';
import { ruleAs } from '../../../plan/written-as.ts';
import { cell, type PictureSource, type Table } from '../picture.ts';
import { type HeldPoint, type Hole, heldPoints, holesOf, type Keeper } from './kept.ts';

export interface PointsModel {
  readonly system: string;
  readonly zone: string;
  readonly shelves: readonly PointsShelf[];
  /** What the lengths of runs would need (`orders.size`); they count as nothing here. */
  readonly missing: readonly string[];
}

/** One storage of one block. */
export interface PointsShelf {
  readonly storage: string;
  /** The rules as a plan writes them; of a storage without rules, that all is kept. */
  readonly rules: readonly string[];
  readonly views: readonly PointsView[];
}

export interface PointsView {
  /** UTC seconds. */
  readonly at: number;
  /** The oldest first. */
  readonly points: readonly HeldPoint[];
  readonly holes: readonly Hole[];
}

/** Months after January 2027 at whose beginning one looks. */
const looks = [0, 1, 12];

export function pointsModel({ plan, catalogue }: PictureSource, system: System): PointsModel {
  const zone = zoneOf(plan.timezone.value);
  // The same wall clock everywhere: midnight of the 1st.
  const instants = looks.map((month) => zone.instant(monthStart(month)));
  const shaped = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
  const shelves = shaped.flatMap((block) => {
    const history = historyOfBlock(block);
    return block.storages.flatMap(({ name }, storage): PointsShelf[] => {
      if (history.holdings[storage]?.came.length === 0) return [];
      const rules = rulesFor(block.block, name);
      const views = instants.map((at): PointsView => {
        const points = heldPoints(history, storage, at, zone);
        return { at, points, holes: holesOf(rules, points, at, zone) };
      });
      return [{ storage: name, rules: rules.length === 0 ? ['no rule: all is kept'] : rules.map(ruleAs), views }];
    });
  });
  return { system: system.name, zone: plan.timezone.value, shelves, missing: [...new Set(shaped.flatMap(({ missing }) => missing))] };
}

export function keeperWord({ rules }: Pick<PointsShelf, 'rules'>, by: Keeper): string {
  switch (by) {
    case 'needed':
      return 'needed by a kept one';
    case 'locked':
      return 'locked';
    case 'due':
      return 'until the next pruning';
    default:
      return rules[by] ?? '';
  }
}

export function pointsTable({ zone, shelves }: PointsModel): Table {
  return {
    head: ['Storage', 'On', 'Restore points', 'Kept by', 'Oldest', 'Newest', 'Periods without one'],
    rows: shelves.flatMap((shelf) =>
      shelf.views.map(({ at, points, holes }) => {
        const [oldest, newest] = [points[0]?.capture, points.at(-1)?.capture];
        return [
          cell(shelf.storage),
          cell(sayDate(at, zone), at),
          cell(String(points.length), points.length),
          cell(counted(shelf, points)),
          oldest === undefined ? cell('none') : cell(sayInstant(oldest, zone), oldest),
          newest === undefined ? cell('none') : cell(sayInstant(newest, zone), newest),
          cell(
            holes.map((hole) => holeWord(shelf, hole, zone)).join('; ') || 'none',
            holes.reduce((sum, { periods }) => sum + periods, 0),
          ),
        ];
      }),
    ),
  };
}

/** `daily for 30 days: 30, monthly for 12 months: 11`. */
function counted(shelf: PointsShelf, points: readonly HeldPoint[]): string {
  const counts = new Map<string, number>();
  for (const { by } of points.toReversed()) {
    const word = keeperWord(shelf, by);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${word}: ${count}`).join(', ') || 'nothing is there';
}

export function holeWord({ rules }: PointsShelf, { rule, from, to, periods }: Hole, zone: string): string {
  const [first, last] = [sayDate(from, zone), sayDate(to - 1, zone)];
  return `${rules[rule]}: ${periods} from ${first === last ? first : `${first} to ${last}`}`;
}
