/** Whether edits of a text leave alone what it means. */

import { withEdits } from '../../engine/checks/edits.ts';
import type { TextEdit } from '../../engine/checks/finding.ts';
import { apart } from '../../engine/checks/identity.ts';
import { type Examination, examineAfresh } from '../../engine/examine.ts';
import type { Plan } from '../../engine/plan/model.ts';
import type { Session } from '../session.ts';

/**
 * Proved in every plan that holds one of the files: the same systems, jobs, targets and all else, so the same assessment, and nothing is
 * found of a kind that was not found before (what is said of a policy once is said of each of its systems without it). In a file that no
 * plan holds there is no proof.
 */
export function meansTheSame(session: Session, edits: readonly TextEdit[]): boolean {
  const files = new Set(edits.map(({ file }) => file));
  const roots = session.plans().filter(({ project }) => project.files.some(({ path }) => files.has(path)));
  const plans = roots.map(({ project }) => session.examination(project.root.path)).filter(({ plan }) => !plan.library);
  return plans.length > 0 && plans.every((before) => isSame(before, after(session, before, edits)));
}

function after(session: Session, { project, catalogue, terms }: Examination, edits: readonly TextEdit[]): Examination {
  return examineAfresh(project.root.path, withEdits(edits, session.readFor(project.root.path)), catalogue, terms);
}

function isSame(before: Examination, changed: Examination): boolean {
  const codes = new Set(apart(before.findings).map(({ code }) => code));
  return (
    changed.faults.length === 0 &&
    meaningOf(before.plan) === meaningOf(changed.plan) &&
    apart(changed.findings).every(({ code }) => codes.has(code))
  );
}

/** A plan without the places where it is written, and without the policies that it is written with. */
function meaningOf(plan: Plan): string {
  const written = /^(?:place|\w+Place|statement|policy)$/;
  return JSON.stringify(plan, (key, value: unknown) => (written.test(key) ? undefined : value));
}
