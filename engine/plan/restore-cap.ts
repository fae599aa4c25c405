import type { Catalogue } from '../catalogue/catalogue.ts';
import type { BackupBlock, Quantity, System } from './model.ts';

/**
 * How fast a system can be restored from the points of one of its blocks, in bytes per second: what the system says (`restore at`), else
 * the cap of the tool that makes the block's fulls. Undefined: nothing caps it but storage and link.
 */
export function restoreCap(system: Pick<System, 'name' | 'restoreAt'>, block: BackupBlock, catalogue: Catalogue): Quantity | undefined {
  return system.restoreAt?.source.from === 'plan' ? system.restoreAt : toolCap(system.name, block, catalogue);
}

/** The tool's cap alone. */
export function toolCap(system: string, block: BackupBlock, catalogue: Catalogue): Quantity | undefined {
  const tool = block.jobs.find((job) => job.word === 'full')?.tool;
  const entry = tool === undefined ? undefined : catalogue.tools[tool.value];
  if (entry?.restoreAt === undefined) return undefined;
  const because = `${entry.name} in the catalogue (${entry.source})`;
  return { value: entry.restoreAt, source: { from: 'default', about: `${system}.restore`, because } };
}
