/** The worst-case loss of a system in a scenario (assessment §6). */
import type { ShapedBlock } from '../made/block.ts';
import { historyOfBlock } from '../made/history.ts';
import { memory } from '../memory.ts';
import { type Damage, keyOfDamage } from '../scenario/damage.ts';
import { type Explanation, explain } from './explain.ts';
import type { Struck } from './scene.ts';
import { later, statesOf, tellingStatesOf, type Worst, worstOf } from './states.ts';

/** A block, and what a scenario does to it. */
export interface StruckBlock {
  readonly shaped: ShapedBlock;
  readonly damage: Damage;
  /** Blocks with the same key have the same answers. */
  readonly key: string;
}

export function struck(shaped: ShapedBlock, damage: Damage): StruckBlock {
  return { shaped, damage, key: `${shaped.id} ${keyOfDamage(damage)}` };
}

const losses = memory<Worst>(20_000);
const explanations = memory<Explanation>(20_000);

/** The worst loss over all blocks of a system: at every instant the block that has the latest state counts. */
export function worstLoss(blocks: readonly StruckBlock[]): Worst {
  return losses.recall(keyOf(blocks), () => worst(blocks, () => undefined));
}

/** The same from the points of one storage alone, with what they need and log from any. */
export function worstLossFrom(storage: string, blocks: readonly StruckBlock[]): Worst {
  return losses.recall(`${storage} ${keyOf(blocks)}`, () =>
    worst(blocks, ({ shaped }) => shaped.storages.findIndex(({ name }) => name === storage)),
  );
}

function worst(blocks: readonly StruckBlock[], own: (block: StruckBlock) => number | undefined): Worst {
  const states = blocks.length === 1 ? tellingStatesOf : statesOf;
  return worstOf(later(blocks.map((block) => states(historyOfBlock(block.shaped), block.damage, own(block)))));
}

/** The parts of a worst loss, which must be finite. */
export function explainLoss(blocks: readonly StruckBlock[], worst: Worst): Explanation {
  return explanations.recall(keyOf(blocks), () =>
    explain(
      blocks.map(({ shaped, damage }): Struck => ({ history: historyOfBlock(shaped), damage })),
      worst,
    ),
  );
}

function keyOf(blocks: readonly StruckBlock[]): string {
  return blocks.map(({ key }) => key).join(' ');
}
