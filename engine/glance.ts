/** What the language says of a change at once: of the one declaration that was changed, long before the plan is examined again. */

import { changeOf } from '../grammar/reparse.ts';
import type { Range } from '../grammar/tree.ts';
import type { Finding } from './checks/finding.ts';
import { duplicateStatement } from './checks/language/duplicate-statement.ts';
import { impossibleDate } from './checks/language/impossible-date.ts';
import { impossibleSchedule } from './checks/language/impossible-schedule.ts';
import { missingStatement } from './checks/language/missing-statement.ts';
import { syntax } from './checks/language/syntax.ts';
import { undefinedName } from './checks/language/undefined-name.ts';
import { unitMismatch } from './checks/language/unit-mismatch.ts';
import { unknownWord } from './checks/language/unknown-word.ts';
import { runChecks } from './checks/run.ts';
import type { Examination } from './examine.ts';
import { declaredIn, namesWithin } from './plan/names.ts';
import type { SourceFile } from './plan/project.ts';

/** Those that look at one declaration, and at the names that there are. */
const checks = [syntax, unknownWord, unitMismatch, impossibleDate, impossibleSchedule, undefinedName, duplicateStatement, missingStatement];

/** The codes that a glance tells of. */
export const glancedAt: ReadonlySet<string> = new Set(checks.map(({ code }) => code));

export interface Glance {
  /** The text that was replaced, in the offsets of the examined text; what stood behind has moved by `by`. */
  readonly replaced: Range;
  readonly by: number;
  /** Where the declaration stands now. */
  readonly declaration: Range;
  /** All of the codes `glancedAt` that are in it. */
  readonly findings: readonly Finding[];
}

/**
 * What is wrong in the declaration that the root of an examined plan was changed in. Undefined where more than one was changed, where it
 * declares other names than before, and where something else cannot be read: that may say what this one lacks.
 */
export function glance({ project, names, plan, catalogue, terms }: Examination, text: string): Glance | undefined {
  const { root, files, problems } = project;
  if (problems.length > 0 || files.some((file) => file !== root && file.tree.problems.length > 0)) return undefined;
  const change = changeOf(root.tree, text);
  const old = change && root.tree.statements[change.index];
  if (change === undefined || old === undefined) return undefined;
  const { statement, replaced, by } = change;
  // An ignore comment above it speaks of it.
  const above = root.tree.comments.filter(({ range }) => range.end <= old.range.start);
  const tree = { text, statements: [statement], comments: [...above, ...change.comments], problems: change.problems };
  const file: SourceFile = { path: root.path, text, tree };
  const before: SourceFile = { ...root, tree: { ...root.tree, statements: [old] } };
  if (declaredIn(file).join() !== declaredIn(before).join()) return undefined;
  const subject = {
    project: { root: file, files: [file], problems: [] },
    names: namesWithin(names, file),
    plan,
    catalogue,
    assessment: { systems: [], assumptions: [] },
    terms,
  };
  const { findings } = runChecks(subject, undefined, checks);
  return { replaced, by, declaration: statement.range, findings };
}
