/** What a change does to a plan: to its promises, its figures, its findings and its words. */

import { allChecks } from '../checks/all.ts';
import type { Finding } from '../checks/finding.ts';
import type { Examination } from '../examine.ts';
import { obstacles } from '../generate/obstacles.ts';
import { type FigureChange, figureChanges } from './compare.ts';
import { findingRemarks } from './finding-remarks.ts';
import { type FindingChange, findingChanges } from './findings.ts';
import { sameMeaning } from './meaning.ts';
import { promiseChanges } from './promises.ts';
import { isWorse, type Remark } from './remark.ts';
import { remarksOf } from './remarks.ts';
import { renamesOf } from './renames.ts';
import { subjectsOf } from './said.ts';
import { type WordChange, wordChanges } from './words.ts';

/** Two states of a plan: one of them is missing where it is new, or gone. */
export interface States {
  readonly before?: Examination;
  readonly after?: Examination;
}

export interface PlanDiff extends States {
  /** What a reviewer should know, the worst first; empty where nothing has changed but wording, places and order. */
  readonly remarks: readonly Remark[];
  /** A promise has become worse, or an error has come. */
  readonly worse: boolean;
  /** Only what changed; empty where one of the states cannot be read whole. */
  readonly figures: readonly FigureChange[];
  readonly findings: readonly FindingChange[];
  readonly words: readonly WordChange[];
}

/** At least one of the states is there. */
export function diffPlan(states: States): PlanDiff {
  const changes = changesOf(states);
  return { ...states, ...changes, worse: changes.remarks.some(isWorse) };
}

function changesOf({ before, after }: States): Omit<PlanDiff, 'worse' | keyof States> {
  if (after === undefined) return { ...nothing, remarks: before === undefined ? [] : [gone(before)] };
  if (before === undefined) return added(after);
  const [was, is] = [before, after].map(subjectsOf);
  const renames = renamesOf(was ?? [], is ?? []);
  const same = sameMeaning(before.plan, after.plan);
  // Whether a declaration that nothing uses is told depends on the file that it stands in.
  const isMeant = ({ finding: { code } }: FindingChange): boolean => !same || code !== 'unused-declaration';
  const findings = findingChanges(before, after, renames).filter(isMeant);
  const unread = [obstacles(before), obstacles(after)] as const;
  if (unread.some(({ length }) => length > 0)) return unreadable(...unread, findings, wordChanges(was ?? [], is ?? [], renames));
  const figures = figureChanges(before, after, renames);
  // The order of the storages decides which of them a restore test reads on a day, and so what a month costs: nobody means that.
  const kept = figures.every(({ before: was, after: is }) => was?.kept === is.kept);
  if (same && findings.length === 0 && (figures.length === 0 || (before.catalogue === after.catalogue && kept)))
    return { ...nothing, remarks: [] };
  const words = same ? [] : wordChanges(was ?? [], is ?? [], renames);
  const promises = promiseChanges(before, after, renames);
  return { figures, findings, words, remarks: remarksOf({ words, figures, findings, promises }) };
}

const nothing = { figures: [], findings: [], words: [] };

function gone({ plan }: Examination): Remark {
  const systems = plan.systems.length === 1 ? '1 system' : `${plan.systems.length} systems`;
  return { weight: 'loosened', about: [], message: `The plan is gone, and with it all that was promised for ${systems}.` };
}

function added(after: Examination): Omit<PlanDiff, 'worse' | keyof States> {
  const findings = after.findings.map((finding): FindingChange => ({ kind: 'broken', finding }));
  const count = (severity: string): number => after.findings.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const said = [
    errors === 0 ? [] : `${errors} ${errors === 1 ? 'error' : 'errors'}`,
    warnings === 0 ? [] : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  ].flat();
  const message = `The plan is new${said.length === 0 ? '; nothing is wrong with it.' : `, with ${said.join(' and ')}.`}`;
  return { ...nothing, findings, remarks: [{ weight: errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'other', about: [], message }] };
}

/** Of a state that cannot be read whole only what its language says counts: the rest was not looked for. */
function unreadable(
  was: readonly Finding[],
  is: readonly Finding[],
  found: readonly FindingChange[],
  words: readonly WordChange[],
): Omit<PlanDiff, 'worse' | keyof States> {
  const [first] = is;
  const findings = found.filter(({ kind, finding: { code } }) => ofLanguage.has(code) || (first === undefined && kind !== 'mended'));
  if (words.length === 0 && findings.length === 0) return { ...nothing, remarks: [] };
  const come = findings.some(({ kind, finding }) => kind === 'broken' && is.includes(finding));
  const remark = first === undefined ? readable : stillUnreadable(first, was.length > 0, come);
  return { figures: [], findings, words, remarks: [...(first === undefined ? findingRemarks(findings, []) : []), remark] };
}

const ofLanguage = new Set(allChecks.filter(({ group }) => group === 'language').map(({ code }) => code));

const readable: Remark = {
  weight: 'better',
  about: [],
  message: 'The plan can be read whole now; before it could not, so its figures have nothing to be held against.',
};

function stillUnreadable({ message }: Finding, before: boolean, come: boolean): Remark {
  const how = before ? 'still cannot be read whole' : 'cannot be read whole any more';
  const weight = before && !come ? 'other' : 'unreadable';
  return { weight, about: [], message: `The plan ${how}, so nobody can say what it is worth: ${message}` };
}
