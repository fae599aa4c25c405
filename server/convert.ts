/** Between the engine's offsets, paths and findings, and the protocol's positions, URIs and diagnostics. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  type Range as LspRange,
  type TextEdit as LspTextEdit,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Finding, Severity, TextEdit } from '../engine/checks/finding.ts';
import type { Place } from '../engine/plan/model.ts';
import type { Range } from '../grammar/tree.ts';

/** The files of a session, as conversions need them. */
export interface Documents {
  /** The text of a file with its line starts; undefined where the file cannot be read. */
  document(path: string): TextDocument | undefined;
  /** The URI by which the client knows the file. */
  uri(path: string): string;
}

/** The path that the engine reads a document under: a plain path with `/` for files, the URI itself for everything else. */
export function pathOf(uri: string): string {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== 'file') return parsed.toString();
  return parsed.fsPath.replaceAll('\\', '/');
}

export function uriOf(path: string): string {
  return (isOnDisk(path) ? URI.file(path) : URI.parse(path)).toString();
}

/** False for a document that has only a URI: unsaved, or in a virtual workspace. */
export function isOnDisk(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/i.test(path);
}

export function toRange(document: TextDocument, range: Range): LspRange {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
}

/** The offset of a position; one past the end of its line is the end of the line, one past the last line the end of the text. */
export function toOffset(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

export function toLocation(documents: Documents, place: Place): Location | undefined {
  const document = documents.document(place.file);
  return document && { uri: documents.uri(place.file), range: toRange(document, place.range) };
}

export function toTextEdit(document: TextDocument, edit: { readonly range: Range; readonly text: string }): LspTextEdit {
  return { range: toRange(document, edit.range), newText: edit.text };
}

/** Edits of several files; undefined where one of the files cannot be read, since half a change is worse than none. */
export function toWorkspaceEdit(documents: Documents, edits: readonly TextEdit[]): WorkspaceEdit | undefined {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const edit of edits) {
    const document = documents.document(edit.file);
    if (document === undefined) return undefined;
    const uri = documents.uri(edit.file);
    changes[uri] = [...(changes[uri] ?? []), toTextEdit(document, edit)];
  }
  return { changes };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The link to a check's page. The VS Code client shows what is behind this scheme; the text comes from `backupplan.explain`. */
export function checkPage(code: string): string {
  return URI.from({ scheme: 'backupplan-check', path: `/${code}.md` }).toString();
}

/** What a journal says as a diagnostic; no check has made it, so it has no page. */
export function toStatusDiagnostic(documents: Documents, { file, range, severity, code, message }: Finding): Diagnostic | undefined {
  const document = documents.document(file);
  if (document === undefined) return undefined;
  return { range: toRange(document, range), severity: severities[severity], code, source: 'backupplan status', message };
}

/** A finding as a diagnostic of its own file; undefined where that file cannot be read. */
export function toDiagnostic(documents: Documents, finding: Finding): Diagnostic | undefined {
  const document = documents.document(finding.file);
  if (document === undefined) return undefined;
  const related = finding.related.flatMap(({ place, message }) => {
    const location = toLocation(documents, place);
    return location === undefined ? [] : [{ location, message }];
  });
  return {
    range: toRange(document, finding.range),
    severity: severities[finding.severity],
    code: finding.code,
    source: 'backupplan',
    message: finding.message,
    codeDescription: { href: checkPage(finding.code) },
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(finding.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}
