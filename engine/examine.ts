/** From a path to all that is known about its plan: the one entry of editor and command line. */
import { ahead } from './assess/ahead.ts';
import { assess } from './assess/assess.ts';
import type { Assessment } from './assess/assessment.ts';
import { builtinCatalogue } from './catalogue/builtin.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { checksFor } from './checks/all.ts';
import type { Check, Subject } from './checks/check.ts';
import { judging, type Verdict } from './checks/run.ts';
import { plainTerms, sameTerms, type Terms } from './checks/terms.ts';
import { loadProject } from './plan/load.ts';
import { indexNames } from './plan/names.ts';
import type { Project, ReadText } from './plan/project.ts';
import { resolvePlan } from './plan/resolve.ts';
import { type Turns, whole } from './turns.ts';

/** A part of the engine that threw: a fault of ours, never of the text. */
export interface Fault {
  /** `assess`, or the code of a check. */
  readonly part: string;
  readonly error: unknown;
}

/** Findings come by file (the root first) and place. Their fixes are candidates: `provenFixes` says which hold. */
export interface Examination extends Subject, Verdict {
  /** For the rim to log; each has cost its own answer and no other. */
  readonly faults: readonly Fault[];
}

/**
 * Examines the plan at `path` and all that it imports, and tells its findings on these terms. Never throws. A library gets the checks of
 * the language alone; a plan with errors still gets what they leave beyond doubt.
 */
export function examine(path: string, read: ReadText, catalogue: Catalogue = builtinCatalogue, terms: Terms = plainTerms): Examination {
  return whole(examining(path, read, catalogue, terms));
}

/** As `examine`, in turns that are short however large the plan. What was worked out until it was left off need not be worked out again. */
export function* examining(path: string, read: ReadText, catalogue: Catalogue, terms: Terms): Turns<Examination> {
  const project = loadProject(path, attempt(read));
  const known = remembered.get(path);
  if (known !== undefined && known.catalogue === catalogue && sameTerms(known.terms, terms) && sameTexts(known.project, project))
    return known;
  return remember(path, yield* examiningProject(project, catalogue, terms));
}

/** As `examine`, for a text that nobody will ask about again. */
export function examineAfresh(
  path: string,
  read: ReadText,
  catalogue: Catalogue = builtinCatalogue,
  terms: Terms = plainTerms,
): Examination {
  return whole(examiningProject(loadProject(path, attempt(read)), catalogue, terms));
}

/** As `examineAfresh`, by the checks of the language alone: nothing is assessed. */
export function examineLanguage(
  path: string,
  read: ReadText,
  catalogue: Catalogue = builtinCatalogue,
  terms: Terms = plainTerms,
): Examination {
  const project = loadProject(path, attempt(read));
  const names = indexNames(project);
  const plan = resolvePlan(project, catalogue, names);
  const language = checksFor(catalogue).filter(({ group }) => group === 'language');
  return whole(judged({ project, names, plan, catalogue, assessment: { systems: [], assumptions: [] }, terms }, [], language));
}

function* examiningProject(project: Project, catalogue: Catalogue, terms: Terms): Turns<Examination> {
  const faults: Fault[] = [];
  const names = indexNames(project);
  const plan = resolvePlan(project, catalogue, names);
  yield;
  let assessment: Assessment = { systems: [], assumptions: [] };
  if (!plan.library) {
    try {
      yield* ahead(plan, catalogue);
      assessment = assess(plan, catalogue);
    } catch (error) {
      faults.push({ part: 'assess', error });
    }
  }
  return yield* judged({ project, names, plan, catalogue, assessment, terms }, faults, checksFor(catalogue));
}

function* judged(subject: Subject, found: readonly Fault[], checks: readonly Check[]): Turns<Examination> {
  const faults = [...found];
  const verdict = yield* judging(subject, ({ code, error }) => faults.push({ part: code, error }), checks);
  return { ...subject, ...verdict, faults };
}

/** A reader that throws has no such file. */
function attempt(read: ReadText): ReadText {
  return (path) => {
    try {
      return read(path);
    } catch {
      return undefined;
    }
  };
}

/** The last examinations, so that several questions about one text are one examination. What is remembered never shows in an answer. */
const remembered = new Map<string, Examination>();
const rememberedPlans = 16;

function sameTexts(known: Project, { files, problems }: Project): boolean {
  return (
    known.files.length === files.length &&
    known.problems.length === problems.length &&
    known.files.every((file, index) => file.path === files[index]?.path && file.text === files[index]?.text) &&
    known.problems.every((problem, index) => problem.message === problems[index]?.message)
  );
}

function remember(path: string, examination: Examination): Examination {
  remembered.delete(path);
  remembered.set(path, examination);
  if (remembered.size > rememberedPlans) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  return examination;
}
