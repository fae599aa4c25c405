/** The plans of the workspace that nobody has open: what is found in them, worked out one after the other while nobody waits. */
import { type Diagnostic, FileChangeType, type FileEvent } from 'vscode-languageserver';
import { examineAfresh } from '../engine/examine.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { pathOf, toDiagnostic } from './convert.ts';
import { type Isolated, reportFaults } from './isolation.ts';
import type { Session } from './session.ts';

interface Known {
  readonly found: ReadonlyMap<string, readonly Diagnostic[]>;
  /** The files that it was read from, or would have been if they were there. */
  readonly files: ReadonlySet<string>;
}

export class ClosedPlans {
  readonly #session: Session;
  readonly #isolated: Isolated;
  readonly #known = new Map<string, Known>();
  /** In the workspace, open or not; undefined: to be looked up. */
  #inFolders: readonly string[] | undefined;

  constructor(session: Session, isolated: Isolated) {
    this.#session = session;
    this.#isolated = isolated;
  }

  /** Plans and libraries have come, gone or changed on disk: those that were read from them are to be examined again. */
  filesChanged(changes: readonly FileEvent[]): void {
    for (const { uri, type } of changes) {
      const path = pathOf(uri);
      if (type !== FileChangeType.Changed) this.#inFolders = undefined;
      this.forget(path);
      // What plans are examined with.
      if (/\.ya?ml$/.test(path)) this.#known.clear();
    }
  }

  /** The folders of the workspace are others: nothing is known any more. */
  forgetAll(): void {
    this.#inFolders = undefined;
    this.#known.clear();
  }

  /** A file's text has changed: the plans that were read from it are to be examined again. */
  forget(path: string): void {
    for (const [root, { files }] of this.#known) if (files.has(path)) this.#known.delete(root);
  }

  /** What is to be examined still. */
  waiting(): readonly string[] {
    return this.#wanted().filter((root) => !this.#known.has(root));
  }

  examine(root: string): void {
    this.#known.set(
      root,
      this.#isolated('diagnostics', root, () => this.#examined(root), { found: new Map(), files: new Set([root]) }),
    );
  }

  /** Of each plan by file, as far as they are examined. */
  found(): readonly ReadonlyMap<string, readonly Diagnostic[]>[] {
    return this.#wanted().flatMap((root) => this.#known.get(root)?.found ?? []);
  }

  /** The closed plans that say something about a file. */
  about(path: string): readonly string[] {
    return this.#wanted().filter((root) => (this.#known.get(root)?.found.get(path)?.length ?? 0) > 0);
  }

  #wanted(): readonly string[] {
    this.#inFolders ??= this.#isolated('looking for plans', '', () => this.#session.plansInFolders(), []);
    const open = new Set(this.#session.openPaths());
    return this.#inFolders.filter((root) => !open.has(root) && this.#session.settingsFor(root).closedFiles);
  }

  /** The examination itself is forgotten: of thousands of plans that nobody looks at, only what is said about them is kept. */
  #examined(root: string): Known {
    const files = new Set<string>();
    const plain = this.#session.readFor(root);
    const read: ReadText = (path) => {
      files.add(path);
      return plain(path);
    };
    const examination = examineAfresh(root, read, this.#session.host.catalogueFor(root), this.#session.termsFor(root));
    reportFaults(this.#isolated, root, examination);
    const found = new Map<string, Diagnostic[]>();
    for (const finding of examination.findings) {
      const diagnostic = toDiagnostic(this.#session, finding);
      if (diagnostic !== undefined) found.set(finding.file, [...(found.get(finding.file) ?? []), diagnostic]);
    }
    return { found, files };
  }
}
