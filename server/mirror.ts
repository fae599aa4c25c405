/** Files that the server cannot read itself, in a browser or in a virtual workspace: as the client has told them. */
import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { plainConfiguration } from '../engine/checks/configuration.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { readJournalLine } from '../engine/status/journal-line.ts';
import { catalogueIn, type FoundCatalogue } from '../workspace/catalogue-text.ts';
import { configurationIn, type FoundConfiguration } from '../workspace/configuration-text.ts';
import type { FollowedJournal } from '../workspace/journal.ts';
import { pathOf } from './convert.ts';

/** What the notification `backupplan/files` and the option `files` tell of a file. */
export interface ToldFile {
  readonly uri: string;
  /** Undefined: it is gone. */
  readonly text?: string;
}

export class Mirror {
  readonly #texts = new Map<string, string>();
  /** How often each file has been told. */
  readonly #versions = new Map<string, number>();

  /** Takes what the client tells, and gives it as changes of files. What is no file is passed over. */
  take(told: unknown): readonly FileEvent[] {
    return (Array.isArray(told) ? told.filter(isTold) : []).map(({ uri, text }) => {
      const path = pathOf(uri);
      const type = text === undefined ? FileChangeType.Deleted : this.#texts.has(path) ? FileChangeType.Changed : FileChangeType.Created;
      if (text === undefined) this.#texts.delete(path);
      else this.#texts.set(path, text);
      this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
      return { uri, type };
    });
  }

  readonly read: ReadText = (path) => this.#texts.get(path);

  /** As on disk: plans, and none outside of the folder of the workspace that the plan lies in. */
  mayImport(plan: string, file: string, workspace: string | undefined): boolean {
    return file === plan || (file.endsWith('.backupplan') && (workspace === undefined || isBelow(file, workspace)));
  }

  catalogueFor(plan: string): Catalogue {
    return this.catalogueProblems(plan)?.catalogue ?? builtinCatalogue;
  }

  catalogueProblems(plan: string): FoundCatalogue | undefined {
    const found = this.#nearest(plan, 'backupplan.catalog.yaml');
    return found && catalogueIn(found.path, found.text);
  }

  configurationFor(plan: string): FoundConfiguration {
    const found = this.#nearest(plan, 'backupplan.config.yaml');
    if (found === undefined) return { configuration: plainConfiguration, problems: [] };
    return configurationIn(found.path, found.text, this.catalogueFor(plan));
  }

  /** In a fixed order. */
  findPlans(folder: string): readonly string[] {
    return [...this.#texts.keys()].filter((path) => path.endsWith('.backupplan') && isBelow(path, folder)).sort();
  }

  journalBeside(plan: string): FollowedJournal | undefined {
    const path = plan.replace(/(?:\.backupplan)?$/, '.journal.jsonl');
    const text = this.#texts.get(path);
    if (text === undefined) return undefined;
    return { stamp: `${this.#versions.get(path)}`, lines: () => text.split('\n').flatMap((line) => readJournalLine(line) ?? []) };
  }

  /** The nearest file of a name in the folder of a plan or above it. */
  #nearest(plan: string, name: string): { readonly path: string; readonly text: string } | undefined {
    for (let folder = plan.split('/').slice(0, -1); folder.length > 0; folder = folder.slice(0, -1)) {
      const path = [...folder, name].join('/');
      const text = this.#texts.get(path);
      if (text !== undefined) return { path, text };
    }
    return undefined;
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder.replace(/\/$/, '')}/`);
}

function isTold(file: unknown): file is ToldFile {
  if (typeof file !== 'object' || file === null) return false;
  const { uri, text }: { uri?: unknown; text?: unknown } = file;
  return typeof uri === 'string' && (text === undefined || typeof text === 'string');
}
