/** Applies all that may be mended without asking, as `check --fix` and an editor that saves do. */
import type { Range } from '../../grammar/tree.ts';
import { type Examination, examineAfresh, examineLanguage } from '../examine.ts';
import type { ReadText } from '../plan/project.ts';
import { checksFor } from './all.ts';
import { withEdits } from './edits.ts';
import type { Finding, Fix, TextEdit } from './finding.ts';
import { areMended } from './prove.ts';

export interface FixedFile {
  readonly text: string;
  /** How many findings are mended in it. */
  readonly mended: number;
}

/** No text that a person writes needs as many: this only ends what would never end. */
const MOST_ROUNDS = 100;

/**
 * Applies the fixes that are safe and proved to all of these plans at once: a file that several of them hold changes only where it is
 * wrong in each. What a fix brings to light is mended too, until nothing safe is left; comments stay unless they are what is mended. `read`
 * gives the texts that were examined; files of which `mayEdit` is false stay as they are. Gives the files that change, by path.
 */
export function fixAll(plans: readonly Examination[], read: ReadText, mayEdit: (file: string) => boolean): ReadonlyMap<string, FixedFile> {
  const fixed = new Map<string, FixedFile>();
  const now: ReadText = (path) => fixed.get(path)?.text ?? read(path);
  let current: readonly Examination[] = plans.filter((each) => !each.plan.library || !plans.some((plan) => speaksFor(plan, each)));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const candidates = candidatesOf(current, mayEdit);
    // What an error of the language leaves in doubt comes when it is known what the plan means.
    const step =
      proved(apart(candidates.filter((each) => each.ofLanguage)), current, now) ??
      proved(apart(candidates.filter((each) => !each.ofLanguage)), current, now);
    if (step === undefined) break;
    for (const [file, { text, mended }] of step.files) fixed.set(file, { text, mended: mended + (fixed.get(file)?.mended ?? 0) });
    current = step.plans;
  }
  return fixed;
}

/** Whether a plan imports a library, which by itself does not know the names that it is read with. */
function speaksFor({ plan, project }: Examination, library: Examination): boolean {
  return !plan.library && project.files.some(({ path }) => path === library.project.root.path);
}

/** One change, and what it mends in each of the plans. */
interface Candidate {
  readonly edits: readonly TextEdit[];
  readonly ofLanguage: boolean;
  readonly mends: readonly Finding[][];
}

/** The safe changes that are offered, each once, in the order of the findings. */
function candidatesOf(plans: readonly Examination[], mayEdit: (file: string) => boolean): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const [index, plan] of plans.entries()) {
    const language = new Set(checksFor(plan.catalogue).flatMap(({ code, group }) => (group === 'language' ? [code] : [])));
    for (const finding of plan.findings) {
      const fix = finding.fixes.find(({ safe }) => safe);
      if (fix === undefined || !fix.edits.every((edit) => mayEdit(edit.file)) || takesComment(plan, finding, fix)) continue;
      const key = JSON.stringify(fix.edits);
      const candidate = found.get(key) ?? { edits: fix.edits, ofLanguage: language.has(finding.code), mends: plans.map(() => []) };
      candidate.mends[index]?.push(finding);
      found.set(key, candidate);
    }
  }
  // What is wrong in one plan may be meant in another.
  return [...found.values()].filter(({ edits, mends }) =>
    plans.every(
      ({ project }, index) => mends[index]?.length !== 0 || !edits.some((edit) => project.files.some(({ path }) => path === edit.file)),
    ),
  );
}

/** Whether a fix takes a comment with it that it is not about. */
function takesComment({ project }: Examination, { file, range }: Finding, { edits }: Fix): boolean {
  const comments = project.files.flatMap(({ path, tree }) => tree.comments.map((comment) => ({ file: path, range: comment.range })));
  return edits.some((edit) =>
    comments.some(
      (comment) =>
        comment.file === edit.file &&
        overlap(comment.range, edit.range) &&
        !(comment.file === file && comment.range.start === range.start && comment.range.end === range.end),
    ),
  );
}

function overlap(one: Range, other: Range): boolean {
  return one.start === other.start || (one.start < other.end && other.start < one.end);
}

/** Of those whose edits overlap the first: the others have their turn in the next round. */
function apart(candidates: readonly Candidate[]): readonly Candidate[] {
  const taken = new Map<string, Range[]>();
  return candidates.filter(({ edits }) => {
    if (edits.some((edit) => taken.get(edit.file)?.some((range) => overlap(range, edit.range)))) return false;
    for (const { file, range } of edits) taken.set(file, [...(taken.get(file) ?? []), range]);
    return true;
  });
}

interface Step {
  readonly files: ReadonlyMap<string, FixedFile>;
  /** The plans after it. */
  readonly plans: readonly Examination[];
}

/** As many changes as hold together in every plan; halved while they do not, since each proof looks at all plans. */
function proved(candidates: readonly Candidate[], plans: readonly Examination[], read: ReadText): Step | undefined {
  if (candidates.length === 0) return undefined;
  const edits = candidates.flatMap((candidate) => candidate.edits);
  const edited = withEdits(edits, read);
  const examined = (look: typeof examineAfresh) =>
    plans.map(({ project, catalogue, terms }) => look(project.root.path, edited, catalogue, terms));
  // Errors of the language are seen without an assessment, and slips that cannot be mended are tried at each saving.
  const ofLanguage = candidates.every((each) => each.ofLanguage);
  const after = examined(ofLanguage ? examineLanguage : examineAfresh);
  // A change of several files counts in the first.
  const mendedIn = (path: string): number => candidates.filter((candidate) => candidate.edits[0]?.file === path).length;
  const holds = plans.every((before, index) => {
    const mends = candidates.flatMap((candidate) => candidate.mends[index] ?? []);
    return after[index] !== undefined && areMended(mends, before, after[index]);
  });
  if (holds) {
    const files = [...new Set(edits.map(({ file }) => file))].map(
      (file) => [file, { text: edited(file) ?? '', mended: mendedIn(file) }] as const,
    );
    return { files: new Map(files), plans: ofLanguage ? examined(examineAfresh) : after };
  }
  if (candidates.length === 1) return undefined;
  const half = Math.ceil(candidates.length / 2);
  return proved(candidates.slice(0, half), plans, read) ?? proved(candidates.slice(half), plans, read);
}
