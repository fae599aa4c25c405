import type { BackupBlock, System } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import { blockInsertion } from '../edits.ts';
import type { Fix } from '../finding.ts';

/** Copies of the fulls of a block to a storage that gets what needs them: candidates, to be proved. */
export function bringFulls({ project }: CheckContext, system: System, block: BackupBlock, storage: string): Fix[] {
  const file = project.files.find(({ path }) => path === system.place.file);
  if (file === undefined) return [];
  const sources = [...new Set(block.jobs.filter(({ word, managedBy }) => word === 'full' && managedBy === undefined).map(({ to }) => to))];
  return sources
    .filter((from) => !block.copies.some((copy) => copy.from === from && copy.to === storage))
    .map((from) => {
      const statement = `copy after full from ${from} to ${storage}`;
      return {
        title: `Copy the fulls from \`${from}\` to \`${storage}\``,
        edits: [blockInsertion(file, system, block, statement)],
        safe: false,
      };
    });
}
