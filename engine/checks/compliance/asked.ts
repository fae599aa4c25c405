import { values } from '../../../grammar/tree.ts';
import type { Place } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import { statements } from '../walk.ts';

/** Where the plan asks for the pack of this name; undefined where it does not. */
export function placeOfPack({ project, plan }: CheckContext, name: string): Place | undefined {
  if (!plan.comply.includes(name)) return undefined;
  for (const { file, statement } of statements(project)) {
    if (statement.id !== 'plan.comply') continue;
    const word = values(statement, 'packs', 'word').find(({ text }) => text === name);
    if (word !== undefined) return { file: file.path, range: word.range };
  }
  return undefined;
}
