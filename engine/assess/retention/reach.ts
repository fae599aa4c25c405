/** How far back the points on a storage reach at worst (assessment §4): what a `keep` is worth, whatever its numbers say. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Place, Plan, RuleForm, System } from '../../plan/model.ts';
import type { Derivation } from '../assessment.ts';
import { oldestPoints, restorablePoints } from '../loss/points.ts';
import { keepsFor, rulesFor, shapeBlock } from '../made/block.ts';
import { type History, historyOfBlock } from '../made/history.ts';
import { ALONE } from '../made/made.ts';
import { memory } from '../memory.ts';
import { onlyThese } from '../scenario/damage.ts';
import { zoneOf } from '../schedule/calendar.ts';
import { WINDOW } from '../schedule/window.ts';
import { Shelf } from './retention.ts';

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
  readonly derivation: Derivation;
  /** The same for each rule as if it stood alone: without chains and locks. */
  readonly rules: readonly { readonly rule: RuleForm; readonly seconds: number }[];
}

/** One answer for each storage of each block that points come to. */
export function reachOf(plan: Plan, system: System, catalogue: Catalogue): readonly Reach[] {
  return system.blocks.flatMap((block) => {
    const shaped = shapeBlock(plan, system, block, catalogue);
    const found = remembered.recall(shaped.id, () => shaped.storages.map((_, storage) => reachOn(historyOfBlock(shaped), storage)));
    return shaped.storages.flatMap((storage, index): Reach[] => {
      const reach = found[index];
      if (reach === undefined) return [];
      const rules = rulesFor(block, storage.name).map((rule, place) => ({ rule, seconds: reach.rules[place] ?? 0 }));
      const { seconds, at } = reach.least;
      const derivation = derive(reach, storage.name, system.name, keepsFor(block, storage.name)[0]?.place);
      return [{ storage: storage.name, block: block.index, seconds, at, derivation, rules }];
    });
  });
}

interface Figures {
  /** `oldest`: the capture of the oldest point at that instant. */
  readonly least: Pick<Reach, 'seconds' | 'at'> & { readonly oldest?: number };
  readonly rules: readonly number[];
}

const remembered = memory<readonly (Figures | undefined)[]>(4000);

/** Undefined where no point comes. */
function reachOn(history: History, storage: number): Figures | undefined {
  if (history.holdings[storage]?.came.length === 0) return undefined;
  const rules = history.shape.storages[storage]?.rules ?? [];
  const everything = rules.length === 0 || rules.some(({ rule }) => rule === 'forever');
  return {
    least: everything ? { seconds: Infinity } : leastReach(history, storage),
    rules: rules.map((rule) => reachOfRule(rule, history, storage)),
  };
}

function derive({ least: { seconds, at, oldest } }: Figures, storage: string, system: string, place: Place | undefined): Derivation {
  if (at === undefined) return { label: `all of ${system} is kept on ${storage}`, place };
  const parts: Derivation[] = [
    { label: 'is when that is least: an older one has just gone, or never came', value: at, unit: 'instant' },
    oldest === undefined
      ? { label: 'nothing is left then' }
      : { label: 'is the oldest restore point left', value: oldest, unit: 'instant' },
  ];
  return { label: `back to the oldest restore point of ${system} on ${storage}`, value: seconds, unit: 'seconds', place, parts };
}

/** While the oldest point stays the reach grows: it is least when the oldest has just gone. */
function leastReach(history: History, storage: number): Figures['least'] {
  const alone = onlyThese(history.shape.storages.map((_, index) => index === storage));
  const open = restorablePoints(history, alone, 0, WINDOW.start, WINDOW.end).on(storage);
  const { until, point } = oldestPoints(history, open, WINDOW.start, WINDOW.end);
  let least: Figures['least'] = { seconds: Infinity };
  let at: number = WINDOW.start;
  for (const [piece, end] of until.entries()) {
    const oldest = point[piece] ?? -1;
    const capture = oldest < 0 ? undefined : history.points.capture[oldest];
    const seconds = capture === undefined ? 0 : at - capture;
    if (seconds < least.seconds) least = { seconds, at, oldest: capture };
    at = end;
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
