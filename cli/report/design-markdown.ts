/** Designed backups as Markdown: for a wiki, or a proposal that others decide on. */
import type { Design } from '../../engine/design/design.ts';
import { message, paragraph, plain } from '../../engine/generate/documents/markdown/escape.ts';
import { table } from '../../engine/generate/documents/markdown/table.ts';
import { comparison, type DesignReport, headingOf, reasons, titleOf } from './design-report.ts';

export function designMarkdown({ plan, designs, kept }: DesignReport): string {
  const held = kept.flatMap((name) => [`## ${plain(name)}`, 'Has one that holds.']);
  return `${[`# ${plain(plan)}`, ...designs.flatMap(partsOf), ...held].join('\n\n')}\n`;
}

function partsOf(design: Design): readonly string[] {
  const title = `## ${plain(design.system)}`;
  if (design.status !== 'designed') {
    const nearest = design.status === 'infeasible' ? design.nearest : undefined;
    const block = nearest === undefined ? [] : [`### nearest\n\n${fence(nearest.block)}`];
    return [title, 'No backup that was looked at meets everything.', ...reasons(design).map(paragraph), ...block];
  }
  const rows = comparison(design.answers).map((row) => row.map(plain));
  const blocks = design.answers.map((answer) => `### ${message(headingOf(answer))}\n\n${fence(answer.block)}`);
  return [title, table(['', ...design.answers.map(titleOf)], rows), ...blocks];
}

/** Words of a plan cannot hold a fence: names have no backquotes. */
function fence(block: string): string {
  return `\`\`\`backupplan\n${block}\n\`\`\``;
}
