/** What is said about a file after a change, before its plan is examined again. */
import type { Diagnostic, DiagnosticRelatedInformation, Range as LspRange, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Examination } from '../engine/examine.ts';
import { type Glance, glance, glancedAt } from '../engine/glance.ts';
import { type Documents, toDiagnostic, toRange } from './convert.ts';

export interface AfterChange {
  readonly diagnostics: readonly Diagnostic[];
  /** What of it is new or gone; empty where nothing is. */
  readonly news: string;
}

/**
 * What was said after the examination, where it has moved to, with what the language says now in the declaration that was changed. What was
 * said there already stays as it was, so that nothing flickers. Undefined where only an examination can tell.
 */
export function afterChange(
  documents: Documents,
  examination: Examination,
  said: readonly Diagnostic[],
  document: TextDocument,
): AfterChange | undefined {
  // Somebody has taken the change back.
  if (document.getText() === examination.project.root.text) return { diagnostics: said, news: '' };
  const seen = glance(examination, document.getText());
  if (seen === undefined) return undefined;
  const shift = new Shift(document, examination.project.root.text, seen);
  const declaration = toRange(document, seen.declaration);
  const found = seen.findings.flatMap((finding) => toDiagnostic(documents, finding) ?? []);
  const news: unknown[] = [];
  const stays = said.flatMap((old) => {
    const now = shift.diagnostic(old);
    if (!glancedAt.has(String(old.code)) || !isWithin(now.range, declaration)) return [now];
    const again = shift.touches(old.range) ? -1 : found.findIndex((each) => each.code === now.code && isSame(each.range, now.range));
    if (again >= 0) {
      found.splice(again, 1);
      return [now];
    }
    news.push([old.code, old.range]);
    return [];
  });
  news.push(...found.map(({ code, message, range }) => [code, message, range]));
  return { diagnostics: [...stays, ...found], news: news.length === 0 ? '' : JSON.stringify(news) };
}

/** Moves what stood in the examined text to where it stands now. */
class Shift {
  readonly #uri: string;
  readonly #start: Position;
  readonly #oldEnd: Position;
  readonly #newEnd: Position;

  constructor(document: TextDocument, old: string, { replaced, by }: Pick<Glance, 'replaced' | 'by'>) {
    this.#uri = document.uri;
    this.#start = document.positionAt(replaced.start);
    this.#newEnd = document.positionAt(replaced.end + by);
    const lines = old.slice(replaced.start, replaced.end).split(/\r\n|\r|\n/);
    const last = lines.at(-1)?.length ?? 0;
    const { line, character } = this.#start;
    this.#oldEnd = { line: line + lines.length - 1, character: lines.length === 1 ? character + last : last };
  }

  /** Whether the change is in a range of the old text, or at its edge. */
  touches({ start, end }: LspRange): boolean {
    return !isBefore(end, this.#start) && !isBefore(this.#oldEnd, start);
  }

  diagnostic(old: Diagnostic): Diagnostic {
    const { relatedInformation } = old;
    const range = this.#range(old.range);
    return relatedInformation === undefined
      ? { ...old, range }
      : { ...old, range, relatedInformation: relatedInformation.map((each) => this.#related(each)) };
  }

  #related(old: DiagnosticRelatedInformation): DiagnosticRelatedInformation {
    const { uri, range } = old.location;
    return uri === this.#uri ? { ...old, location: { uri, range: this.#range(range) } } : old;
  }

  #range({ start, end }: LspRange): LspRange {
    return { start: this.#position(start), end: this.#position(end) };
  }

  #position(old: Position): Position {
    if (!isBefore(this.#start, old)) return old;
    if (isBefore(old, this.#oldEnd)) return this.#newEnd;
    const line = old.line + this.#newEnd.line - this.#oldEnd.line;
    const isOnLine = old.line === this.#oldEnd.line;
    return { line, character: isOnLine ? old.character + this.#newEnd.character - this.#oldEnd.character : old.character };
  }
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function isWithin({ start, end }: LspRange, outer: LspRange): boolean {
  return !isBefore(start, outer.start) && !isBefore(outer.end, end);
}

function isSame(one: LspRange, other: LspRange): boolean {
  return isWithin(one, other) && isWithin(other, one);
}
