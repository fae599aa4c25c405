/** Which restore points lie on a storage at an instant. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Plan, System } from '../../plan/model.ts';
import { shapeBlock } from '../made/block.ts';
import { historyOfBlock } from '../made/history.ts';

/** The captures of a block's points on a storage at an instant of the window, the newest first. UTC seconds. */
export function capturesOn(
  plan: Plan,
  system: System,
  block: BackupBlock,
  storage: string,
  at: number,
  catalogue: Catalogue,
): readonly number[] {
  const shaped = shapeBlock(plan, system, block, catalogue);
  const { holdings, points } = historyOfBlock(shaped);
  const held = holdings[shaped.storages.findIndex(({ name }) => name === storage)];
  const there = held?.came.filter((point) => (held.available[point] ?? Infinity) <= at && at < (held.gone[point] ?? 0)) ?? [];
  return there.map((point) => points.capture[point] ?? 0).sort((a, b) => b - a);
}
