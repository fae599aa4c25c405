/** The figures of a plan for people at a terminal. */

import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import type { AssessmentReport } from './assessment-report.ts';
import { type Cell, explanationsOf, type Section, sectionsOf, type Told } from './assessment-sections.ts';
import { summaryOf } from './assessment-summary.ts';
import { printable } from './printable.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** `color` false gives plain text. */
export function assessmentPretty(report: AssessmentReport, color: boolean): string {
  const colors = pc.createColors(color);
  const { plan, project } = report.examination;
  const blocks = [
    `${colors.bold(printable(plan.title))} (${printable(report.shown(project.root.path))})`,
    ...sectionsOf(report).map((section) => tableOf(section, colors)),
    ...(report.explain
      ? explanationsOf(report).map(({ title, trees }) =>
          [colors.bold(printable(title)), ...trees.flatMap((tree) => treeRows(tree, 1))].join('\n'),
        )
      : []),
    summaryOf(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function tableOf({ title, head, rows }: Section, colors: Colors): string {
  const clean = rows.map((row) => row.map(({ text, mood }): Cell => ({ text: printable(text).replace(/\s+/gu, ' '), mood })));
  const widths = head.map((name, column) => Math.max(stringWidth(name), ...clean.map((row) => stringWidth(row[column]?.text ?? ''))));
  const line = (cells: readonly Cell[], paint: (cell: Cell) => string): string =>
    `  ${cells.map((cell, column) => `${paint(cell)}${' '.repeat((widths[column] ?? 0) - stringWidth(cell.text))}`).join('  ')}`.trimEnd();
  const colored = ({ text, mood }: Cell): string => (mood === undefined ? text : moods(colors)[mood](text));
  return [
    colors.bold(title),
    line(
      head.map((text) => ({ text })),
      ({ text }) => colors.dim(text),
    ),
    ...clean.map((row) => line(row, colored)),
  ].join('\n');
}

function moods(colors: Colors): Record<NonNullable<Cell['mood']>, (text: string) => string> {
  return { good: colors.green, bad: colors.red, unsure: colors.yellow };
}

function treeRows({ text, parts }: Told, depth: number): string[] {
  return [`${'  '.repeat(depth)}${printable(text).replace(/\s+/gu, ' ')}`, ...parts.flatMap((part) => treeRows(part, depth + 1))];
}
