/** Findings as Markdown: for a comment on a change, or the summary of a job. */
import type { Finding } from '../../engine/checks/finding.ts';
import { code, message as prose } from '../../engine/generate/documents/markdown/escape.ts';
import { countsOf, plansOf } from './counts.ts';
import { gravestFirst } from './gravest.ts';
import { type Lines, linesOf } from './lines.ts';
import type { Report } from './report.ts';

/** Characters that a comment on GitHub has room for, less those of the last line. */
const ROOM = 65_536 - 200;

/** The gravest first; what a comment has no room for is counted at its end. */
export function markdownReport(report: Report): string {
  const lines = linesOf(report.read);
  const counts = countsOf(report.findings).map(({ words }) => words);
  const title = `### Backup Plan: ${counts.length === 0 ? 'nothing to say' : counts.join(', ')}`;
  let text = `${title}\n\n${plansOf(report.plans)} checked.\n`;
  const findings = gravestFirst(report.findings);
  for (const [index, finding] of findings.entries()) {
    const item = `${index === 0 ? '\n' : ''}${listItem(finding, report, lines)}`;
    if (text.length + item.length > ROOM) return `${text}\n… and ${findings.length - index} more: \`backupplan check\` prints them all.\n`;
    text += item;
  }
  return text;
}

function listItem({ severity, code: id, message, file, range, related }: Finding, report: Report, lines: Lines): string {
  const where = (path: string, offset: number): string => code(`${report.located(path)}:${lines.position(path, offset).line + 1}`);
  const places = related.map(({ place, message: note }) => {
    const words = [where(place.file, place.range.start), prose(note)].filter((part) => part !== '');
    return `  - ${words.join(': ')}\n`;
  });
  return `- **${severity}** ${code(id)} at ${where(file, range.start)}: ${prose(message)}\n${places.join('')}`;
}
