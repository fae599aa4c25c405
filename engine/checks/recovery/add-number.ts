import type { System } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';

/** A statement with a number that nobody but its author knows: the title says that it has to be corrected. */
export function addNumber({ project }: CheckContext, { place, statement: { block } }: System, statement: string): Fix[] {
  const file = project.files.find(({ path }) => path === place.file);
  if (file === undefined || block === undefined) return [];
  return [{ title: `Add \`${statement}\`, to be corrected`, edits: [insertion(file, block, statement, 'first')], safe: false }];
}
