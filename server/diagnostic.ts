/** `textDocument/diagnostic` and `workspace/diagnostic`: the same findings, for a client that asks for them when it wants them. */
import {
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type PreviousResultId,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { pathOf } from './convert.ts';
import type { Findings } from './findings.ts';
import type { Session } from './session.ts';

type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

export class PulledDiagnostics {
  readonly #session: Session;
  readonly #findings: Findings;
  /** What each file was last told, under its number. */
  readonly #told = new Map<string, { readonly text: string; readonly resultId: string }>();
  #last = 0;

  constructor(session: Session, findings: Findings) {
    this.#session = session;
    this.#findings = findings;
  }

  /** Nobody will ask about a file again: it is gone. */
  forget(path: string): void {
    this.#told.delete(path);
  }

  ofDocument(path: string, previous: string | undefined): Report {
    return this.#report(path, this.#findings.byFile().get(path) ?? [], previous);
  }

  /** Of every open file, and of the others that something is said about, or was. */
  ofWorkspace(previous: readonly PreviousResultId[]): WorkspaceDiagnosticReport {
    const known = new Map(previous.map(({ uri, value }) => [pathOf(uri), value]));
    const byFile = this.#findings.byFile();
    const items = [...new Set([...byFile.keys(), ...known.keys()])].map((path) => ({
      ...this.#report(path, byFile.get(path) ?? [], known.get(path)),
      uri: this.#session.uri(path),
      version: this.#session.versionOf(path) ?? null,
    }));
    return { items };
  }

  #report(path: string, diagnostics: readonly Diagnostic[], previous: string | undefined): Report {
    const text = JSON.stringify(diagnostics);
    const told = this.#told.get(path);
    if (told?.text === text) {
      if (told.resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: previous };
      return { kind: DocumentDiagnosticReportKind.Full, resultId: told.resultId, items: [...diagnostics] };
    }
    this.#last += 1;
    const resultId = String(this.#last);
    this.#told.set(path, { text, resultId });
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...diagnostics] };
  }
}
