/** A change of plans for programs, as `docs/pull-requests.md` describes it. Lines and characters count from 0, in UTF-16. */

import type { FigureChange } from '../../engine/diff/compare.ts';
import type { PlanDiff } from '../../engine/diff/diff.ts';
import type { Figure } from '../../engine/diff/figures.ts';
import type { FindingChange } from '../../engine/diff/findings.ts';
import type { Words } from '../../engine/diff/words.ts';
import type { Place } from '../../engine/plan/model.ts';
import { type Compared, type DiffReport, titleOf, verdictOf } from './diff-report.ts';
import { isOfBefore } from './diff-sections.ts';
import type { Lines } from './lines.ts';

export function diffJson(report: DiffReport): object {
  return {
    schemaVersion: 1,
    before: comparedJson(report.before),
    after: comparedJson(report.after),
    verdict: verdictOf(report),
    worse: report.diffs.some(({ worse }) => worse),
    same: report.same,
    plans: report.diffs.map((diff) => planJson(diff, report)),
  };
}

function comparedJson({ name, commit }: Compared): object {
  return { name, commit: commit ?? null };
}

function planJson(diff: PlanDiff, report: DiffReport): object {
  const { before, after, worse, remarks, figures, findings, words } = diff;
  const wordsJson = (said: Words | undefined, lines: Lines): object | null =>
    said === undefined ? null : { text: said.text, ...placeJson(said.place, lines, report) };
  return {
    plan: titleOf(diff),
    fileBefore: before === undefined ? null : report.shown(before.project.root.path),
    fileAfter: after === undefined ? null : report.shown(after.project.root.path),
    worse,
    remarks,
    figures: figures.map(figureChangeJson),
    findings: findings.map((each) => findingJson(each, report)),
    words: words.map((each) => ({
      kind: each.kind,
      about: each.about,
      before: wordsJson(each.before, report.linesBefore),
      after: wordsJson(each.after, report.linesAfter),
    })),
  };
}

function figureChangeJson({ kind, about, scenario, detail, trend, before, after }: FigureChange): object {
  const of = { kind, about, scenario: scenario ?? null, detail: detail ?? null };
  return { ...of, trend, before: before === undefined ? null : figureJson(before), after: figureJson(after) };
}

/** null for what is not known, and for what has no end. */
function figureJson({ text, value = Infinity, currency, target, kept }: Figure): object {
  const unit = currency === undefined ? {} : { currency };
  return { text, value: Number.isFinite(value) ? value : null, ...unit, target: target ?? null, kept: kept ?? null };
}

function findingJson(change: FindingChange, report: DiffReport): object {
  const { kind, was = null, by = null, finding } = change;
  const { code, severity, about = null, message, file, range } = finding;
  const lines = isOfBefore(change) ? report.linesBefore : report.linesAfter;
  return { kind, code, severity, was, by, about, message, ...placeJson({ file, range }, lines, report) };
}

function placeJson({ file, range }: Place, lines: Lines, { shown }: DiffReport): object {
  return { file: shown(file), range: { start: lines.position(file, range.start), end: lines.position(file, range.end) } };
}
