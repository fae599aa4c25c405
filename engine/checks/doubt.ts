/** What cannot be judged, because a language error leaves open what the plan means. */
import type { Range, Statement } from '../../grammar/tree.ts';
import type { Assessment } from '../assess/assessment.ts';
import type { System } from '../plan/model.ts';
import type { Subject } from './check.ts';
import type { Finding } from './finding.ts';
import { holds, statements, unreadable } from './walk.ts';

/** Errors that leave no doubt about what is kept and what is lost. */
const harmless = new Set(['dependency-cycle', 'impossible-date']);

/** References that say nothing about where restore points lie. */
const beside = new Set<string | undefined>(['system.depends', 'storage.bound']);

export interface Judged {
  readonly systems: readonly System[];
  /** Only of those systems, and without the scenarios that have a language error. */
  readonly assessment: Assessment;
}

/** The systems and scenarios that no language error touches, not even through a declaration that they rest on. */
export function judgeable(subject: Subject, language: readonly Finding[]): Judged {
  const { plan, project, assessment } = subject;
  const troubled = troubledStatements(subject, language);
  const nothing = { systems: [], assessment: { ...assessment, systems: [] } };
  if (project.problems.length > 0 || troubled.clock) return nothing;

  const spoilt = spoiltDeclarations(subject, troubled.declarations);
  const systems = plan.systems.filter((system) => !spoilt.has(system.statement));
  const sound = new Set(systems.map((system) => system.name));
  const scenarios = new Set(
    plan.scenarios.filter((each) => each.statement === undefined || !troubled.declarations.has(each.statement)).map((each) => each.name),
  );
  const results = assessment.systems
    .filter((result) => sound.has(result.name))
    .map((result) => ({ ...result, scenarios: result.scenarios.filter((each) => scenarios.has(each.scenario)) }));
  return { systems, assessment: { ...assessment, systems: results } };
}

interface Troubled {
  readonly declarations: ReadonlySet<Statement>;
  /** The time zone may not be the one meant, and it moves every run. */
  readonly clock: boolean;
}

function troubledStatements({ project, names }: Subject, language: readonly Finding[]): Troubled {
  const errors = new Map<string, Range[]>(project.files.map((file) => [file.path, []]));
  for (const { code, severity, file, range } of language) {
    if (severity === 'error' && !harmless.has(code)) errors.get(file)?.push(range);
  }
  // A name that nobody declares is a trouble even where no finding says so.
  for (const use of names.references) {
    if (!use.known) errors.get(use.file)?.push(use.range);
  }
  for (const ranges of errors.values()) ranges.sort((a, b) => a.start - b.start);
  const declarations = new Set<Statement>();
  let clock = false;
  for (const { file, statement, parent, top } of statements(project)) {
    const end = statement.block === undefined ? statement.range.end : statement.block.range.start;
    const line = { start: statement.range.start, end };
    if (!unreadable(statement) && !holdsOne(line, errors.get(file.path) ?? [])) continue;
    declarations.add(top);
    if (parent?.id === 'file.plan' && (unreadable(statement) || statement.id === 'plan.timezone')) clock = true;
  }
  return { declarations, clock };
}

/** Whether one of the ranges, which come by their starts, lies in the line. Of a text that is nothing but errors there are as many as lines. */
function holdsOne(line: Range, ranges: readonly Range[]): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) < line.start) low = middle + 1;
    else high = middle;
  }
  for (let range = ranges[low]; range !== undefined && range.start <= line.end; range = ranges[++low]) if (holds(line, range)) return true;
  return false;
}

/** The troubled declarations, and all that refer to one of them, directly or not. */
function spoiltDeclarations({ names }: Subject, troubled: ReadonlySet<Statement>): ReadonlySet<Statement> {
  const users = new Map<Statement, Statement[]>();
  for (const use of names.references) {
    if (use.target === undefined || use.target.sort === 'account' || beside.has(use.statement.id)) continue;
    const known = users.get(use.target.statement);
    if (known === undefined) users.set(use.target.statement, [use.within]);
    else known.push(use.within);
  }
  const spoilt = new Set<Statement>(troubled);
  const open = [...troubled];
  for (let statement = open.pop(); statement !== undefined; statement = open.pop()) {
    for (const user of users.get(statement) ?? []) {
      if (!spoilt.has(user)) {
        spoilt.add(user);
        open.push(user);
      }
    }
  }
  return spoilt;
}
