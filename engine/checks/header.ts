/** Where findings about the plan as a whole stand, and what mends its `plan` block. */
import { type Statement, value } from '../../grammar/tree.ts';
import type { Place } from '../plan/model.ts';
import type { Subject } from './check.ts';
import { insertion } from './edits.ts';
import type { Fix } from './finding.ts';

type Asked = Pick<Subject, 'plan' | 'project'>;

/** The plan's title. */
export function titlePlace({ plan, project }: Asked): Place {
  const header = headerOf(project);
  const title = header === undefined ? undefined : value(header, 'title', 'string');
  return title === undefined ? plan.place : { file: plan.place.file, range: title.range };
}

/** A statement of the `plan` block, by its id. */
export function settingPlace({ plan, project }: Asked, id: string): Place {
  const setting = headerOf(project)?.block?.statements.find((statement) => statement.id === id);
  return setting === undefined ? plan.place : { file: plan.place.file, range: setting.range };
}

/** Puts a statement into the `plan` block. */
export function addToHeader({ project }: Asked, statement: string): Fix[] {
  const block = headerOf(project)?.block;
  if (block === undefined) return [];
  return [{ title: `Add \`${statement}\``, edits: [insertion(project.root, block, statement, 'last')], safe: false }];
}

function headerOf(project: Subject['project']): Statement | undefined {
  return project.root.tree.statements.find(({ id }) => id === 'file.plan');
}
