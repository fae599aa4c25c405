/** The inside of a block as text that can stand elsewhere. */
import type { TextEdit } from '../../engine/checks/finding.ts';
import type { SourceFile } from '../../engine/plan/project.ts';
import type { Block, Statement } from '../../grammar/tree.ts';

/** What stands between the braces after the edits, comments included: lines from column 0, or `a; b` where it was one line. */
export function bodyOf({ text }: SourceFile, { range, closed }: Block, edits: readonly TextEdit[] = []): string {
  let end = closed ? range.end - 1 : range.end;
  let edited = text;
  for (const edit of edits.toSorted((a, b) => b.range.start - a.range.start)) {
    edited = edited.slice(0, edit.range.start) + edit.text + edited.slice(edit.range.end);
    end += edit.text.length - (edit.range.end - edit.range.start);
  }
  return dedented(edited.slice(range.start + 1, end));
}

/** A block that holds these bodies one after the other. */
export function blockOf(bodies: readonly string[]): string {
  const filled = bodies.filter((body) => body !== '');
  if (filled.length === 0) return '{}';
  // A comment goes to the end of its line.
  if (!filled.some((body) => /\n|\/\/|#/.test(body))) return `{ ${filled.join('; ')} }`;
  return `{\n${filled.map((body) => body.replaceAll(/^(?=.)/gm, '  ')).join('\n')}\n}`;
}

/** Lines that go where the offset is, further ones as far in as the line there. */
export function indentedAt(text: string, offset: number, lines: string): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return lines.replaceAll(/\n(?=.)/g, `\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`);
}

/** A declaration with the comments directly above it, where it stands on lines of its own. */
export function withComments({ text }: SourceFile, { range }: Statement): Statement['range'] {
  let start = text.lastIndexOf('\n', range.start - 1) + 1;
  if (text.slice(start, range.start).trim() !== '') return range;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^\s*(?:\/\/|#)/.test(text.slice(above, start))) break;
    start = above;
  }
  return { start, end: range.end };
}

function dedented(text: string): string {
  if (!/[\r\n]/.test(text)) return text.trim().replace(/;$/, '').trimEnd();
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  while (lines[0]?.trim() === '') lines.shift();
  while (lines.at(-1)?.trim() === '') lines.pop();
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n');
}
