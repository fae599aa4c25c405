/** What has changed in a plan, as rows for any format that people read, the worst first. */
import path from 'node:path';
import { sayDuration } from '../../engine/assess/say.ts';
import type { FigureChange, Trend } from '../../engine/diff/compare.ts';
import type { PlanDiff } from '../../engine/diff/diff.ts';
import type { Figure, FigureKind } from '../../engine/diff/figures.ts';
import type { FindingChange } from '../../engine/diff/findings.ts';
import type { WordChange } from '../../engine/diff/words.ts';
import type { Place } from '../../engine/plan/model.ts';
import type { DiffReport } from './diff-report.ts';
import type { Lines } from './lines.ts';

export interface FigureRow {
  /** Of what, in which scenario, which figure, before, after. */
  readonly cells: readonly string[];
  readonly trend: Trend;
}

export const figureHead = ['Of', 'In', 'Figure', 'Before', 'After', ''] as const;

const trends: readonly Trend[] = ['worse', 'other', 'better'];

export function figureRows({ figures }: PlanDiff): readonly FigureRow[] {
  return figures
    .map(
      (change): FigureRow => ({
        cells: [
          change.about || 'the plan',
          change.scenario ?? '',
          nameOf(change),
          textOf(change.before),
          textOf(change.after),
          trendText[change.trend],
        ],
        trend: change.trend,
      }),
    )
    .toSorted((one, other) => trends.indexOf(one.trend) - trends.indexOf(other.trend));
}

const trendText: Readonly<Record<Trend, string>> = { worse: 'worse', better: 'better', other: '' };

function nameOf({ kind, detail = '' }: FigureChange): string {
  switch (kind) {
    case 'retain':
      return `retain ${detail}`;
    case 'reach':
      return `reaches back on ${detail}`;
    case 'cost':
      return `cost of month ${detail}`;
    default:
      return figureNames[kind];
  }
}

const figureNames: Readonly<Record<Exclude<FigureKind, 'retain' | 'reach' | 'cost'>, string>> = {
  loss: 'lost at most',
  recovery: 'back after',
  copies: 'copies',
  'off-site': 'off-site',
  locked: 'offline or locked',
  'restore-tested': 'restore tested',
  'storage-cost': 'cost of month 12',
  'restore-cost': 'reading back in month 12',
  budget: 'budget',
  full: 'full on',
};

function textOf(figure: Figure | undefined): string {
  if (figure === undefined) return '';
  const { text, target, kept } = figure;
  if (target === undefined) return text;
  return `${text} ${kept === undefined ? '?' : kept ? '✓' : '✗'} ${sayDuration(target)}`;
}

export interface FindingRow {
  readonly finding: FindingChange['finding'];
  /** `shop.backupplan:19`. */
  readonly where: string;
  /** `new`, `was a warning`, `accepted until 2027-06-30`. */
  readonly note: string;
}

/** What is newly found, newly silenced and no longer found. */
export function findingRows(diff: PlanDiff, report: DiffReport): Readonly<Record<'broken' | 'silenced' | 'mended', readonly FindingRow[]>> {
  const row = (change: FindingChange): FindingRow => ({ finding: change.finding, where: whereOf(change, report), note: noteOf(change) });
  const of = (...kinds: readonly FindingChange['kind'][]): readonly FindingRow[] =>
    diff.findings.filter(({ kind }) => kinds.includes(kind)).map(row);
  return { broken: of('broken', 'graver'), silenced: of('silenced', 'milder'), mended: of('mended') };
}

/** Whether the finding is one of the state before. */
export function isOfBefore({ kind, by }: FindingChange): boolean {
  return kind === 'mended' || by?.how === 'off';
}

function whereOf(change: FindingChange, report: DiffReport): string {
  const { file, range } = change.finding;
  return lineOf({ file, range }, isOfBefore(change) ? report.linesBefore : report.linesAfter, report);
}

function noteOf({ was, by }: FindingChange): string {
  if (was !== undefined) return `was ${was}`;
  switch (by?.how) {
    case 'accepted':
      return `accepted until ${by.until}`;
    case 'ignored':
      return 'ignored by a comment';
    case 'off':
      return 'off in the configuration';
    default:
      return '';
  }
}

export interface WordRow {
  /** `orders`, `uploads, secrets`, `the plan`. */
  readonly about: string;
  readonly kind: WordChange['kind'];
  readonly before: string;
  readonly after: string;
  readonly where: string;
}

export function wordRows({ words }: PlanDiff, report: DiffReport): readonly WordRow[] {
  return words.map(({ kind, about, before, after }) => ({
    about: about.length === 0 ? 'the plan' : about.join(', '),
    kind,
    before: before?.text ?? '',
    after: after?.text ?? '',
    where:
      after !== undefined
        ? lineOf(after.place, report.linesAfter, report)
        : before === undefined
          ? ''
          : lineOf(before.place, report.linesBefore, report),
  }));
}

/** `shop.backupplan:19`. */
function lineOf({ file, range }: Place, lines: Lines, { shown }: DiffReport): string {
  return `${shown(file)}:${lines.position(file, range.start).line + 1}`;
}

/** `shop.backupplan`, and where it was if that was elsewhere in its folder. */
export function fileOf(diff: PlanDiff, report: DiffReport): string {
  const [was, is] = [diff.before, diff.after].map((each) => each?.project.root.path);
  if (is === undefined) return `${report.shown(was ?? '')}, gone`;
  if (was === undefined) return report.shown(is);
  const [before, after] = [path.relative(report.before.folder, was), path.relative(report.after.folder, is)];
  return before === after ? report.shown(is) : `${report.shown(is)}, was ${report.shown(was)}`;
}
