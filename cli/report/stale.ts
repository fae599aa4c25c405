/** What `generate --check` prints: each file that is not what the plan gives, as a diff. */
import { createTwoFilesPatch } from 'diff';
import type { Difference } from '../../workspace/compare.ts';
import { printable } from './printable.ts';

/** `folder` as the reader names it. */
export function stalePretty(folder: string, found: readonly Difference[]): string {
  const last =
    found.length === 0
      ? `${folder}: up to date`
      : `${folder}: ${found.length} ${found.length === 1 ? 'file is' : 'files are'} not what the plan gives; run 'backupplan generate'`;
  return printable(`${[...found.map((each) => difference(folder, each)), last].join('\n')}\n`);
}

function difference(folder: string, { path, before, after, edited }: Difference): string {
  const file = `${folder}/${path}`;
  if (before === undefined) return `${file}: missing`;
  if (after === undefined) return `${file}: no longer generated`;
  if (before === after) return `${file}: not executable`;
  // Without the two lines on top that repeat the name.
  const lines = createTwoFilesPatch(file, file, before, after, 'as it is', 'as it is generated').split('\n').slice(2, -1);
  return [...(edited ? [`${file}: edited since it was generated; the new text would be put beside it`] : []), ...lines].join('\n');
}
