/** What checks ask about scenarios. */
import type { Scenario, System } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';

/** The systems that a scenario touches, as far as they can be judged. */
export function affectedBy({ assessment, judged }: CheckContext, scenario: string): readonly System[] {
  const affected = new Set(
    assessment.systems
      .filter(({ scenarios }) => scenarios.some((each) => each.scenario === scenario && each.affected))
      .map(({ name }) => name),
  );
  return judged.filter(({ name }) => affected.has(name));
}

/** Puts a statement into a scenario. */
export function addToScenario({ project }: CheckContext, { name, place, statement }: Scenario, line: string): Fix[] {
  const file = project.files.find(({ path }) => path === place.file);
  if (file === undefined || statement?.block === undefined) return [];
  return [{ title: `Add \`${line}\` to \`${name}\``, edits: [insertion(file, statement.block, line, 'last')], safe: false }];
}
