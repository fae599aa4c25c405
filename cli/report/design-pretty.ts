/** Designed backups for people at a terminal. */

import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import type { Answer, Design } from '../../engine/design/design.ts';
import { comparison, type DesignReport, headingOf, reasons, titleOf } from './design-report.ts';
import { printable } from './printable.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** `color` false gives plain text. */
export function designPretty({ plan, designs, kept }: DesignReport, color: boolean): string {
  const colors = pc.createColors(color);
  const held = kept.map((name) => `${colors.bold(printable(name))}: has one that holds`).join('\n');
  const parts = [colors.bold(printable(plan)), ...designs.flatMap((design) => partsOf(design, colors)), ...(held === '' ? [] : [held])];
  return `${parts.join('\n\n')}\n`;
}

function partsOf(design: Design, colors: Colors): readonly string[] {
  const title = colors.bold(printable(design.system));
  if (design.status !== 'designed') {
    const lines = reasons(design).map((line) => `  ${printable(line)}`);
    const nearest = design.status === 'infeasible' ? design.nearest : undefined;
    const head = `${title}: ${colors.red('no backup that was looked at meets everything')}`;
    return [[head, ...lines].join('\n'), ...(nearest === undefined ? [] : [blockOf('nearest', nearest.block, colors)])];
  }
  const { answers } = design;
  return [`${title}\n${tableOf(answers, colors)}`, ...answers.map((answer) => blockOf(headingOf(answer), answer.block, colors))];
}

function tableOf(answers: readonly Answer[], colors: Colors): string {
  const head = ['', ...answers.map(titleOf)];
  const rows = comparison(answers).map((row) => row.map(printable));
  const widths = head.map((name, column) => Math.max(...[name, ...rows.map((row) => row[column] ?? '')].map((text) => stringWidth(text))));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((text, column) => `${text}${' '.repeat((widths[column] ?? 0) - stringWidth(text))}`).join('  ')}`.trimEnd();
  return [colors.dim(line(head)), ...rows.map(line)].join('\n');
}

function blockOf(title: string, block: string, colors: Colors): string {
  const lines = printable(block).split('\n');
  return [`  ${colors.dim(title)}`, ...lines.map((text) => `  ${text}`)].join('\n');
}
