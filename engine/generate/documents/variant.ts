import { assess } from '../../assess/assess.ts';
import type { Assessment } from '../../assess/assessment.ts';
import { withEdits } from '../../checks/edits.ts';
import type { TextEdit } from '../../checks/finding.ts';
import { loadProject } from '../../plan/load.ts';
import type { Plan } from '../../plan/model.ts';
import { indexNames, type Names } from '../../plan/names.ts';
import type { Project } from '../../plan/project.ts';
import { resolvePlan } from '../../plan/resolve.ts';
import type { Source } from './source.ts';

/** The plan as it would be with its text changed, and what it is worth then. */
export interface Variant {
  readonly project: Project;
  readonly names: Names;
  readonly plan: Plan;
  assessment(): Assessment;
}

/** The edits do not overlap. Nothing is assessed until somebody asks. */
export function variant({ project: { root, files }, catalogue }: Source, edits: readonly TextEdit[]): Variant {
  const project = loadProject(
    root.path,
    withEdits(edits, (path) => files.find((file) => file.path === path)?.text),
  );
  const names = indexNames(project);
  const plan = resolvePlan(project, catalogue, names);
  return { project, names, plan, assessment: () => assess(plan, catalogue) };
}
