/** How far back the points on a storage reach at worst (assessment §4): what a `keep` is worth, whatever its numbers say. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Plan, RuleForm, Storage, System } from '../plan/model.ts';
import { rulesFor, type ShapedBlock, shapeBlock } from './block.ts';
import { zoneOf } from './calendar.ts';
import { onlyThese } from './damage.ts';
import type { History } from './history.ts';
import { historyOfBlock } from './loss.ts';
import { ALONE } from './made.ts';
import { intervalsOf, restorablePoints } from './points.ts';
import { Shelf } from './retention.ts';
import { WINDOW } from './window.ts';

export interface Reach {
  readonly storage: string;
  /** Index of the system's block. */
  readonly block: number;
  /**
   * The least time, at any instant of the window, back to the oldest point that the storage alone can restore, with all that its
   * rules, chains and locks keep. Seconds; 0 where at times there is none, `Infinity` where everything is kept.
   */
  readonly seconds: number;
  /** When it is as little as that. UTC seconds. */
  readonly at?: number;
  /** The same for each rule as if it stood alone: without chains and locks. */
  readonly rules: readonly { readonly rule: RuleForm; readonly seconds: number }[];
}

/** One answer for each storage of each block that points come to. */
export function reachOf(plan: Plan, system: System, catalogue: Catalogue): readonly Reach[] {
  return system.blocks.flatMap((block) => {
    const shaped = shapeBlock(plan, system, block, catalogue);
    const history = historyOfBlock(shaped);
    return shaped.storages.flatMap((storage, index): Reach[] => {
      if (history.holdings[index]?.came.length === 0) return [];
      const rules = rulesFor(block, storage.name).map((rule) => ({ rule, seconds: reachOfRule(rule, history, index) }));
      const everything = rules.length === 0 || rules.some(({ rule }) => rule.rule === 'forever');
      const least = everything ? { seconds: Infinity } : leastReach(shaped, storage, history);
      return [{ storage: storage.name, block: block.index, ...least, rules }];
    });
  });
}

function leastReach(shaped: ShapedBlock, storage: Storage, history: History): { readonly seconds: number; readonly at?: number } {
  const index = shaped.storages.indexOf(storage);
  const alone = onlyThese(shaped.storages.map((each) => each === storage));
  const open = restorablePoints(history, alone, 0, WINDOW.start, WINDOW.end).on(index);
  const { capture } = history.points;
  const changes: { at: number; point: number; comes: boolean }[] = [];
  for (let point = 0; point < capture.length; point++) {
    for (const [side, at] of intervalsOf(open, point).entries())
      changes.push({ at: Math.max(at, WINDOW.start), point, comes: side % 2 === 0 });
  }
  changes.sort((a, b) => a.at - b.at);
  const byCapture = [...capture.keys()].sort((a, b) => (capture[a] ?? 0) - (capture[b] ?? 0) || a - b);
  const place = new Map(byCapture.map((point, order) => [point, order]));
  const there = new Set<number>();
  let oldest = byCapture.length;
  let least: { seconds: number; at?: number } = { seconds: Infinity };
  const look = (at: number): void => {
    const seconds = there.size === 0 ? 0 : at - (capture[byCapture[oldest] ?? -1] ?? at);
    if (seconds < least.seconds) least = { seconds, at };
  };
  if (changes[0] === undefined || changes[0].at > WINDOW.start) return { seconds: 0, at: WINDOW.start };
  for (const [index, { at, point, comes }] of changes.entries()) {
    if (at >= WINDOW.end) break;
    if (comes) {
      there.add(point);
      oldest = Math.min(oldest, place.get(point) ?? oldest);
    } else {
      there.delete(point);
      while (oldest < byCapture.length && !there.has(byCapture[oldest] ?? -1)) oldest++;
    }
    if (changes[index + 1]?.at !== at) look(at);
  }
  return least;
}

/** Plays one rule alone over the points that come to a storage. */
function reachOfRule(rule: RuleForm, history: History, storage: number): number {
  if (rule.rule === 'forever') return Infinity;
  const holdings = history.holdings[storage];
  const { capture, count } = history.points;
  const kept = new Shelf([rule], undefined, zoneOf(history.shape.zone), { capture, needs: new Int32Array(count).fill(ALONE) });
  let least = Infinity;
  for (const point of holdings?.came ?? []) {
    const available = holdings?.available[point] ?? 0;
    kept.add(point, available);
    kept.prune(available);
    if (available < WINDOW.start || available >= WINDOW.end) continue;
    least = Math.min(least, available - (kept.oldest() ?? available));
  }
  return least;
}
