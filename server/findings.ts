/** What is said about each file: by every open plan that holds it, and by the plans that nobody has open. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Examination, examineLanguage } from '../engine/examine.ts';
import type { Turns } from '../engine/turns.ts';
import type { Range } from '../grammar/tree.ts';
import type { ClosedPlans } from './closedPlans.ts';
import { toDiagnostic, toRange, toStatusDiagnostic } from './convert.ts';
import type { FileProblems } from './host.ts';
import { type Isolated, reportFaults } from './isolation.ts';
import type { Session } from './session.ts';

/** Diagnostics by file; what several plans say alike is said once. */
export type ByFile = ReadonlyMap<string, readonly Diagnostic[]>;

export class Findings {
  readonly #session: Session;
  readonly #closed: ClosedPlans;
  readonly #isolated: Isolated;
  /** Examinations whose faults are in the log. */
  readonly #reported = new WeakSet<Examination>();

  constructor(session: Session, closed: ClosedPlans, isolated: Isolated) {
    this.#session = session;
    this.#closed = closed;
    this.#isolated = isolated;
  }

  /** Examines an open plan, so that asking for its findings costs nothing. Undefined where that failed. */
  examine(path: string): Examination | undefined {
    return this.#isolated('diagnostics', path, () => this.#examination(path), undefined);
  }

  /** The same in turns. */
  *examining(path: string): Turns<void> {
    const work = this.#isolated('diagnostics', path, () => this.#session.examining(path), undefined);
    if (work !== undefined) yield* work;
    this.examine(path);
  }

  /** What the checks of the language alone say of an open file, which takes no assessment. */
  ofLanguage(path: string): readonly Diagnostic[] {
    const { host } = this.#session;
    const found = (): readonly Diagnostic[] =>
      examineLanguage(path, this.#session.readFor(path), host.catalogueFor(path), this.#session.termsFor(path)).findings.flatMap(
        (finding) => (finding.file === path ? (toDiagnostic(this.#session, finding) ?? []) : []),
      );
    return this.#isolated('diagnostics', path, found, []);
  }

  /** Every open file is among them, also where nothing is said about it. What closed plans alone say about a file is the same list as before. */
  byFile(): ByFile {
    const byFile = new Map<string, (readonly Diagnostic[])[]>();
    const add = (file: string, found: readonly Diagnostic[]): void => {
      const known = byFile.get(file);
      if (known === undefined) byFile.set(file, [found]);
      else known.push(found);
    };
    for (const path of this.#session.openPaths()) {
      add(path, []);
      this.#isolated('configuration', path, () => this.#addProblems(this.#session.host.configurationFor(path), add), undefined);
      this.#isolated('catalogue', path, () => this.#addProblems(this.#session.host.catalogueProblems(path), add), undefined);
      for (const finding of this.#isolated('diagnostics', path, () => this.#examination(path).findings, [])) {
        const diagnostic = this.#isolated('diagnostics', path, () => toDiagnostic(this.#session, finding), undefined);
        if (diagnostic !== undefined) add(finding.file, [diagnostic]);
      }
      for (const finding of this.#isolated('status', path, () => this.#session.status(path), [])) {
        const diagnostic = this.#isolated('status', path, () => toStatusDiagnostic(this.#session, finding), undefined);
        if (diagnostic !== undefined) add(finding.file, [diagnostic]);
      }
    }
    for (const found of this.#closed.found()) for (const [file, diagnostics] of found) add(file, diagnostics);
    return new Map(
      [...byFile].map(([file, [first = [], ...others]]) => [file, others.length === 0 ? first : distinct([first, ...others].flat())]),
    );
  }

  /** What is wrong in a plan's configuration or catalogue, at that file; the command line refuses to work with it. */
  #addProblems(found: FileProblems | undefined, add: (file: string, found: readonly Diagnostic[]) => void): void {
    if (found?.file === undefined || found.problems.length === 0) return;
    const { file, problems } = found;
    const path = file.path.replaceAll('\\', '/');
    const document = TextDocument.create(this.#session.uri(path), 'yaml', 0, file.text);
    add(
      path,
      problems.map(({ range, message }) => problemDiagnostic(document, range, message)),
    );
  }

  #examination(path: string): Examination {
    const examination = this.#session.examination(path);
    if (!this.#reported.has(examination)) {
      this.#reported.add(examination);
      reportFaults(this.#isolated, path, examination);
    }
    return examination;
  }
}

function distinct(found: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(found.map((each) => [JSON.stringify([each.range, each.code, each.message]), each])).values()];
}

function problemDiagnostic(document: TextDocument, range: Range, message: string): Diagnostic {
  return { range: toRange(document, range), severity: DiagnosticSeverity.Error, source: 'backupplan', message };
}
