/** A change of plans for people at a terminal: the verdict first. */

import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import type { PlanDiff } from '../../engine/diff/diff.ts';
import { isWorse, type Remark } from '../../engine/diff/remark.ts';
import { comparedOf, type DiffReport, remarksOf, titleOf, verdictOf } from './diff-report.ts';
import { type FindingRow, figureHead, figureRows, fileOf, findingRows, type WordRow, wordRows } from './diff-sections.ts';
import { printable } from './printable.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** `color` false gives plain text. */
export function diffPretty(report: DiffReport, color: boolean): string {
  const colors = pc.createColors(color);
  const remarks = remarksOf(report);
  const head =
    remarks.length === 0
      ? [`${colors.green('✓')} ${verdictOf(report)}`]
      : remarks.map((each) => `${sign(each, colors)} ${line(each.message)}`);
  const plans = report.diffs.flatMap((diff) => planBlocks(diff, report, colors));
  return `${[head.join('\n'), ...plans, line(comparedOf(report))].join('\n\n')}\n`;
}

function sign(remark: Remark, colors: Colors): string {
  if (isWorse(remark)) return colors.red('✗');
  if (remark.weight === 'better') return colors.green('✓');
  return remark.weight === 'other' ? '·' : colors.yellow('!');
}

function planBlocks(diff: PlanDiff, report: DiffReport, colors: Colors): readonly string[] {
  const { broken, silenced, mended } = findingRows(diff, report);
  const blocks = [
    block(
      'What is written',
      wordRows(diff, report).map((row) => wordText(row, colors)),
      colors,
    ),
    block('Figures', figureLines(diff, colors), colors),
    block(
      'Newly found',
      broken.map((row) => findingText(row, colors)),
      colors,
    ),
    block(
      'Found, and told no longer or milder',
      silenced.map((row) => findingText(row, colors)),
      colors,
    ),
    block(
      'No longer found',
      mended.map((row) => findingText(row, colors)),
      colors,
    ),
  ].filter((text) => text !== '');
  return [`${colors.bold(line(titleOf(diff)))} (${line(fileOf(diff, report))})`, ...blocks];
}

function block(title: string, rows: readonly string[], colors: Colors): string {
  return rows.length === 0 ? '' : [colors.bold(title), ...rows.map((row) => `  ${row}`)].join('\n');
}

function wordText({ about, kind, before, after, where }: WordRow, colors: Colors): string {
  const at = colors.dim(`(${line(where)})`);
  const subject = line(about);
  switch (kind) {
    case 'added':
      return `${subject}: ${colors.green(`+ ${line(after)}`)} ${at}`;
    case 'removed':
      return `${subject}: ${colors.red(`- ${line(before)}`)} ${at}`;
    case 'renamed':
      return `${subject}: was ${line(before)} ${at}`;
    case 'changed':
      return `${subject}: ${colors.red(line(before))} → ${colors.green(line(after))} ${at}`;
  }
}

function figureLines(diff: PlanDiff, colors: Colors): readonly string[] {
  const rows = figureRows(diff);
  if (rows.length === 0) return [];
  const clean = rows.map(({ cells, trend }) => ({ cells: cells.map(line), trend }));
  const widths = figureHead.map((name, column) =>
    Math.max(stringWidth(name), ...clean.map(({ cells }) => stringWidth(cells[column] ?? ''))),
  );
  const padded = (cells: readonly string[]): string =>
    cells
      .map((text, column) => `${text}${' '.repeat((widths[column] ?? 0) - stringWidth(text))}`)
      .join('  ')
      .trimEnd();
  const paint = { worse: colors.red, better: colors.green, other: (text: string) => text };
  return [colors.dim(padded(figureHead)), ...clean.map(({ cells, trend }) => paint[trend](padded(cells)))];
}

function findingText({ finding: { severity, code, message }, where, note }: FindingRow, colors: Colors): string {
  const paint = severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.cyan;
  return `${paint(`${severity}[${code}]`)} ${line(where)}${note === '' ? '' : ` (${note})`}: ${line(message)}`;
}

/** In one line, whatever a plan holds. */
function line(text: string): string {
  return printable(text).replace(/\s+/gu, ' ');
}
