/** How many restore points lie on a storage, and for how long at most each stays there (assessment §4). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Plan, System } from '../../plan/model.ts';
import { shapeBlock } from '../made/block.ts';
import { type History, historyOfBlock } from '../made/history.ts';
import { memory } from '../memory.ts';
import { WINDOW } from '../schedule/window.ts';

export interface Stay {
  readonly storage: string;
  /** Index of the system's block. */
  readonly block: number;
  /** The fewest and the most points that are there at an instant of the window. */
  readonly fewest: number;
  readonly most: number;
  /**
   * The longest time from the capture of a point that goes within the window until it is gone, with all that rules, chains and locks
   * hold: what was deleted just after a capture is in this copy for so long. Seconds; `Infinity` where a rule keeps for ever or none
   * is given, undefined where none goes within the window.
   */
  readonly seconds?: number;
  /** The capture of the point that stays so long. UTC seconds. */
  readonly captured?: number;
}

/** One answer for each storage of each block that points come to. */
export function staysOf(plan: Plan, system: System, catalogue: Catalogue): readonly Stay[] {
  return system.blocks.flatMap((block) => {
    const shaped = shapeBlock(plan, system, block, catalogue);
    const found = remembered.recall(shaped.id, () => shaped.storages.map((_, storage) => stayOn(historyOfBlock(shaped), storage)));
    return shaped.storages.flatMap(({ name }, index): Stay[] => {
      const figures = found[index];
      return figures === undefined ? [] : [{ storage: name, block: block.index, ...figures }];
    });
  });
}

type Figures = Omit<Stay, 'storage' | 'block'>;

const remembered = memory<readonly (Figures | undefined)[]>(4000);

/** Undefined where no point comes. */
function stayOn(history: History, storage: number): Figures | undefined {
  const holdings = history.holdings[storage];
  if (holdings === undefined || holdings.came.length === 0) return undefined;
  const rules = history.shape.storages[storage]?.rules ?? [];
  const everything = rules.length === 0 || rules.some(({ rule }) => rule === 'forever');
  return { ...countsOn(history, storage), ...(everything ? { seconds: Infinity } : longestOn(history, storage)) };
}

function longestOn({ holdings, points }: History, storage: number): Pick<Figures, 'seconds' | 'captured'> {
  let longest: { seconds: number; captured: number } | undefined;
  for (const point of holdings[storage]?.came ?? []) {
    const gone = holdings[storage]?.gone[point] ?? Infinity;
    if (gone < WINDOW.start || gone >= WINDOW.end) continue;
    const captured = points.capture[point] ?? 0;
    if (gone - captured > (longest?.seconds ?? -1)) longest = { seconds: gone - captured, captured };
  }
  return longest ?? {};
}

function countsOn({ holdings }: History, storage: number): Pick<Figures, 'fewest' | 'most'> {
  const { came = [], available, gone } = holdings[storage] ?? {};
  let count = 0;
  const changes: { readonly at: number; readonly by: number }[] = [];
  for (const point of came) {
    const [from, to] = [available?.[point] ?? Infinity, gone?.[point] ?? Infinity];
    if (from <= WINDOW.start && to > WINDOW.start) count++;
    if (from > WINDOW.start && from < WINDOW.end) changes.push({ at: from, by: 1 });
    if (from < WINDOW.end && to > WINDOW.start && to < WINDOW.end) changes.push({ at: to, by: -1 });
  }
  changes.sort((a, b) => a.at - b.at);
  let [fewest, most] = [count, count];
  for (let next = 0; next < changes.length; ) {
    // What comes and what it pushes out at one instant is one change.
    const { at } = changes[next] ?? { at: 0 };
    for (; changes[next]?.at === at; next++) count += changes[next]?.by ?? 0;
    fewest = Math.min(fewest, count);
    most = Math.max(most, count);
  }
  return { fewest, most };
}
