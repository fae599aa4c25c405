/** `// backupplan-ignore CODE: reason`. */
import type { Comment, Range } from '../../grammar/tree.ts';
import type { SourceFile } from '../plan/project.ts';

export interface Ignore {
  readonly file: string;
  /** The whole comment. */
  readonly range: Range;
  /** Undefined where none was written. */
  readonly code?: { readonly text: string; readonly range: Range };
  /** Undefined where there is none, or one without a word. */
  readonly reason?: string;
  /** The line that it speaks of: its own where it stands behind something, else the next one that holds more than comments. */
  readonly line: Range;
}

export function ignoresIn({ path, text, tree }: SourceFile): readonly Ignore[] {
  return tree.comments.flatMap((comment, index): Ignore[] => {
    const written = comment.style === 'line' || comment.style === 'hash' ? form.exec(comment.text) : null;
    if (written === null) return [];
    const { head = '', code, reason } = written.groups ?? {};
    const start = comment.range.start + head.length;
    return [
      {
        file: path,
        range: comment.range,
        line: lineOf(text, tree.comments, index),
        ...(code === undefined ? {} : { code: { text: code, range: { start, end: start + code.length } } }),
        ...(reason !== undefined && hasWords(reason) ? { reason } : {}),
      },
    ];
  });
}

const form = /^(?<head>(?:\/\/|#)\s*backupplan-ignore(?!\S)\s*)(?<code>[A-Za-z][\w/-]*)?(?:\s*:\s*(?<reason>.*))?/;

/** False for what stands only where words should: `…`, `-`. */
export function hasWords(reason: string): boolean {
  // Tables of all letters take milliseconds to set up, and most words need none.
  return /[A-Za-z0-9]/.test(reason) || /[\p{L}\p{N}]/u.test(reason);
}

function lineOf(text: string, comments: readonly Comment[], index: number): Range {
  const own = comments[index]?.range ?? { start: 0, end: 0 };
  const start = lineStart(text, own.start);
  if (text.slice(start, own.start).trim() !== '') return { start, end: lineEnd(text, own.end) };
  let at = own.end;
  for (const { range } of comments.slice(index + 1)) {
    if (text.slice(at, range.start).trim() !== '') break;
    at = range.end;
  }
  const next = at + (text.slice(at).length - text.slice(at).trimStart().length);
  return { start: lineStart(text, next), end: lineEnd(text, next) };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/[\r\n]/);
  return end < 0 ? text.length : offset + end;
}
