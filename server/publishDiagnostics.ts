/** `textDocument/publishDiagnostics`: findings while somebody types. */
import { type Connection, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/checks/finding.ts';
import type { Examination } from '../engine/examine.ts';
import type { Range } from '../grammar/tree.ts';
import { toDiagnostic, toRange, toStatusDiagnostic } from './convert.ts';
import type { FileProblems } from './host.ts';
import type { Session } from './session.ts';

/** Milliseconds without a change before a plan is examined: long enough to skip the middle of a word, too short to notice. */
const pause = 60;

export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #isolated: <T>(what: string, path: string, work: () => T, otherwise: T) => T;
  readonly #published: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was sent last, by path, to send only what is new and to clear what is gone. */
  #sent = new Map<string, string>();
  /** Examinations whose faults are in the log. */
  readonly #reported = new WeakSet<Examination>();

  /** `published` is called after each examination of the open plans. */
  constructor(
    connection: Connection,
    session: Session,
    isolated: <T>(what: string, path: string, work: () => T, otherwise: T) => T,
    published: () => void,
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#isolated = isolated;
    this.#published = published;
  }

  /** Examines again after a short pause; calls in between are one. Plans whose files are all unchanged cost nothing. */
  schedule(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#examine([...this.#session.openPaths()]), pause);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** One plan at a time, so that requests that came meanwhile are answered in between; then all is published at once. */
  #examine(paths: readonly string[]): void {
    const [path, ...others] = paths;
    if (path === undefined) {
      this.#publish();
      return;
    }
    this.#isolated('diagnostics', path, () => this.#findings(path), []);
    this.#timer = setTimeout(() => this.#examine(others));
  }

  /** A file shows what every open plan that holds it has to say about it, each thing once. */
  #publish(): void {
    const byPath = new Map<string, Map<string, Diagnostic>>();
    for (const path of this.#session.openPaths()) {
      byPath.set(path, byPath.get(path) ?? new Map());
      this.#isolated('configuration', path, () => this.#addProblems(this.#session.host.configurationFor(path), byPath), undefined);
      this.#isolated('catalogue', path, () => this.#addProblems(this.#session.host.catalogueProblems(path), byPath), undefined);
      const findings = this.#isolated('diagnostics', path, () => this.#findings(path), []);
      const told = this.#isolated('status', path, () => this.#session.status(path), []);
      for (const [finding, convert] of [
        ...findings.map((each) => [each, toDiagnostic] as const),
        ...told.map((each) => [each, toStatusDiagnostic] as const),
      ]) {
        const diagnostic = this.#isolated('diagnostics', path, () => convert(this.#session, finding), undefined);
        if (diagnostic === undefined) continue;
        const known = byPath.get(finding.file) ?? new Map<string, Diagnostic>();
        known.set(JSON.stringify([diagnostic.range, diagnostic.code, diagnostic.message]), diagnostic);
        byPath.set(finding.file, known);
      }
    }
    for (const path of this.#sent.keys()) if (!byPath.has(path)) byPath.set(path, new Map());

    const sent = new Map<string, string>();
    for (const [path, diagnostics] of byPath) {
      const version = this.#session.versionOf(path);
      const params = { uri: this.#session.uri(path), version, diagnostics: [...diagnostics.values()] };
      const text = JSON.stringify(params);
      if (text !== this.#sent.get(path)) void this.#connection.sendDiagnostics(params);
      if (version !== undefined || diagnostics.size > 0) sent.set(path, text);
    }
    this.#sent = sent;
    this.#published();
  }

  /** What is wrong in a plan's configuration or catalogue, at that file; the command line refuses to work with it. */
  #addProblems(found: FileProblems | undefined, byPath: Map<string, Map<string, Diagnostic>>): void {
    if (found?.file === undefined || found.problems.length === 0) return;
    const { file, problems } = found;
    const path = file.path.replaceAll('\\', '/');
    const document = TextDocument.create(this.#session.uri(path), 'yaml', 0, file.text);
    const diagnostics = problems.map(({ range, message }) => problemDiagnostic(document, range, message));
    byPath.set(path, new Map(diagnostics.map((each) => [JSON.stringify([each.range, each.message]), each])));
  }

  #findings(path: string): readonly Finding[] {
    const examination = this.#session.examination(path);
    if (!this.#reported.has(examination)) {
      this.#reported.add(examination);
      for (const { part, error } of examination.faults) {
        this.#isolated(
          part,
          path,
          () => {
            throw error;
          },
          undefined,
        );
      }
    }
    return examination.findings;
  }
}

function problemDiagnostic(document: TextDocument, range: Range, message: string): Diagnostic {
  return { range: toRange(document, range), severity: DiagnosticSeverity.Error, source: 'backupplan', message };
}
