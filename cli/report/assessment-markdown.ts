/** The figures of a plan as Markdown: for a wiki, or a comment on a change. */
import { plain } from '../../engine/generate/documents/markdown/escape.ts';
import { table } from '../../engine/generate/documents/markdown/table.ts';
import type { AssessmentReport } from './assessment-report.ts';
import { explanationsOf, sectionsOf, type Told } from './assessment-sections.ts';
import { summaryOf } from './assessment-summary.ts';

export function assessmentMarkdown(report: AssessmentReport): string {
  const tables = sectionsOf(report).map(
    ({ title, head, rows }) =>
      `## ${title}\n\n${table(
        head,
        rows.map((row) => row.map(({ text }) => plain(text))),
      )}`,
  );
  const trees = report.explain
    ? explanationsOf(report).map(({ title, trees }) => `### ${plain(title)}\n\n${trees.flatMap((tree) => listRows(tree, 0)).join('\n')}`)
    : [];
  const explained = trees.length === 0 ? [] : ['## How the figures come about', ...trees];
  return `${[`# ${plain(report.examination.plan.title)}`, ...tables, ...explained, summaryOf(report)].join('\n\n')}\n`;
}

function listRows({ text, parts }: Told, depth: number): string[] {
  return [`${'  '.repeat(depth)}- ${plain(text)}`, ...parts.flatMap((part) => listRows(part, depth + 1))];
}
