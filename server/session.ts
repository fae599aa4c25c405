/** What the server knows: the open documents over the files on disk, and what the engine says about them. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import type { Finding, Fix } from '../engine/checks/finding.ts';
import { provenAcceptances, provenFixes } from '../engine/checks/prove.ts';
import { sameTerms, type Terms } from '../engine/checks/terms.ts';
import { type Examination, examine, examineAfresh, examining } from '../engine/examine.ts';
import { forgetFile, loadProject } from '../engine/plan/load.ts';
import { indexNames, type Names } from '../engine/plan/names.ts';
import type { Project, ReadText } from '../engine/plan/project.ts';
import type { Turns } from '../engine/turns.ts';
import { type Documents, pathOf, uriOf } from './convert.ts';
import type { Host } from './host.ts';
import { Journals } from './journals.ts';
import { type Settings, settingsFrom } from './settings.ts';

export interface NamedProject {
  readonly project: Project;
  readonly names: Names;
}

export class Session implements Documents {
  readonly host: Host;
  /** Paths of the workspace's folders. */
  folders: readonly string[] = [];
  /** Writing files waits for this. */
  trusted = true;
  /** The client itself shows what was generated, and asks about edited files. */
  clientTells = false;
  /** The client understands snippets in completions. */
  snippets = false;
  /** The client asks for the documentation of the completion that is looked at. */
  resolvesItems = false;
  /** What a person has set, where their folder does not say otherwise. */
  settings: Settings = settingsFrom(undefined);
  /** What is set in folders of the workspace, by their paths. */
  readonly folderSettings = new Map<string, Settings>();
  readonly #open = new Map<string, TextDocument>();
  /** Files that are not open, with their line starts. */
  readonly #closed = new Map<string, TextDocument>();
  readonly #projects = new Memory<NamedProject>();
  readonly #examinations = new Memory<Examination>();
  readonly #journals = new Journals();
  readonly #fixes = new WeakMap<Finding, readonly Fix[]>();

  constructor(host: Host) {
    this.host = host;
  }

  /** An opened document, or the new state of a changed one. */
  put(document: TextDocument): void {
    this.#open.set(pathOf(document.uri), document);
  }

  /** A document is closed: what every plan of the workspace is asked about is kept. */
  remove(uri: string): void {
    const path = pathOf(uri);
    this.#open.delete(path);
    this.#examinations.forget(path);
  }

  /** There is no such file any more: nothing that was made from it is kept, unless it is open. */
  forget(path: string): void {
    if (this.#open.has(path)) return;
    this.#closed.delete(path);
    this.#projects.forget(path);
    this.#examinations.forget(path);
    this.#journals.forget(path);
    forgetFile(path);
  }

  openPaths(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** The version of an open document, as the client counts it. */
  versionOf(path: string): number | undefined {
    return this.#open.get(path)?.version;
  }

  /** The text as the person sees it: the open document, else the file. */
  readonly read: ReadText = (path) => this.#open.get(path)?.getText() ?? this.host.read(path);

  /** As `read`, for a plan: what it may not import is not there. */
  readFor(plan: string): ReadText {
    const workspace = this.folderOf(plan);
    return (path) => {
      const open = this.#open.get(path);
      if (open !== undefined) return open.getText();
      return this.host.mayImport?.(plan, path, workspace) === false ? undefined : this.host.read(path);
    };
  }

  document(path: string): TextDocument | undefined {
    const open = this.#open.get(path);
    if (open !== undefined) return open;
    const text = this.host.read(path);
    if (text === undefined) return undefined;
    const known = this.#closed.get(path);
    if (known?.getText() === text) return known;
    const document = TextDocument.create(uriOf(path), 'backupplan', 0, text);
    this.#closed.set(path, document);
    return document;
  }

  uri(path: string): string {
    return this.#open.get(path)?.uri ?? uriOf(path);
  }

  /** The innermost folder of the workspace that holds the file. */
  folderOf(path: string): string | undefined {
    return this.folders.filter((folder) => path.startsWith(`${folder.replace(/\/$/, '')}/`)).toSorted((a, b) => b.length - a.length)[0];
  }

  settingsFor(path: string): Settings {
    return this.folderSettings.get(this.folderOf(path) ?? '') ?? this.settings;
  }

  project(path: string): NamedProject {
    return this.#projects.get(path, this.readFor(path), (read) => {
      const project = loadProject(path, read);
      return { project, names: indexNames(project) };
    });
  }

  /** What findings of a plan are told on: its workspace's configuration, today. */
  termsFor(path: string): Terms {
    return { severity: this.host.configurationFor(path).configuration.severity, today: this.host.today() };
  }

  examination(path: string): Examination {
    const catalogue = this.host.catalogueFor(path);
    const terms = this.termsFor(path);
    const make = (read: ReadText): Examination => examine(path, read, catalogue, terms);
    const read = this.readFor(path);
    const known = this.#examinations.get(path, read, make);
    if (sameCatalogue(known.catalogue, catalogue) && sameTerms(known.terms, terms)) return known;
    this.#examinations.forget(path);
    return this.#examinations.get(path, read, make);
  }

  /** Makes an examination in turns; `examination` has it at once afterwards. */
  examining(path: string): Turns<unknown> {
    return examining(path, this.readFor(path), this.host.catalogueFor(path), this.termsFor(path));
  }

  /** What the journal beside a plan says of its jobs; nothing in a workspace that is not trusted, which it may come from. */
  status(path: string): readonly Finding[] {
    const { journals } = this.host;
    return this.trusted && journals !== undefined ? this.#journals.findings(this.examination(path), journals) : [];
  }

  /** The examination that files are generated from: it does not depend on the day. */
  undated(path: string): Examination {
    const { catalogue, terms } = this.examination(path);
    return examineAfresh(path, this.readFor(path), catalogue, { severity: terms.severity });
  }

  /** The proved fixes of a finding of the plan at `root`, accepting it last; worked out once for each, since each costs an examination. */
  fixes(root: string, finding: Finding): readonly Fix[] {
    const known = this.#fixes.get(finding);
    if (known !== undefined) return known;
    const examination = this.examination(root);
    const fixes = [provenFixes, provenAcceptances].flatMap((prove) =>
      prove(examination, finding, this.readFor(root), examination.catalogue),
    );
    this.#fixes.set(finding, fixes);
    return fixes;
  }

  /** Whether another open document shows what follows from this file. */
  isImported(path: string): boolean {
    return this.openPaths().some((root) => root !== path && this.project(root).project.files.some((file) => file.path === path));
  }

  /** The file itself, if one is meant, and every plan that is open or in the workspace's folders. */
  plans(path?: string): readonly NamedProject[] {
    const paths = new Set([...(path === undefined ? [] : [path]), ...this.#open.keys(), ...this.plansInFolders()]);
    return [...paths].map((each) => this.project(each));
  }

  plansInFolders(): readonly string[] {
    return [...new Set(this.folders.flatMap((folder) => this.host.findPlans(folder)))];
  }
}

/** The built-in catalogue is one object; a workspace's own is read anew each time. */
function sameCatalogue(one: Catalogue, other: Catalogue): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Remembers an answer for as long as every text that it was made from stays the same. */
class Memory<T> {
  readonly #answers = new Map<string, { readonly texts: ReadonlyMap<string, string | undefined>; readonly answer: T }>();

  get(path: string, read: ReadText, make: (read: ReadText) => T): T {
    const known = this.#answers.get(path);
    if (known !== undefined && [...known.texts].every(([file, text]) => read(file) === text)) return known.answer;
    const texts = new Map<string, string | undefined>();
    const answer = make((file) => {
      const text = read(file);
      texts.set(file, text);
      return text;
    });
    this.#answers.set(path, { texts, answer });
    return answer;
  }

  forget(path: string): void {
    this.#answers.delete(path);
  }
}
