/** A plan from its text, as the checker reads it. */
import assert from 'node:assert/strict';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { loadProject } from '../../engine/plan/load.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { resolvePlan } from '../../engine/plan/resolve.ts';

export function planOf(text: string): Plan {
  const project = loadProject('test.backupplan', (path) => (path === 'test.backupplan' ? text : undefined));
  assert.deepEqual(
    project.root.tree.problems.map(({ message }) => message),
    [],
  );
  return resolvePlan(project, builtinCatalogue);
}
