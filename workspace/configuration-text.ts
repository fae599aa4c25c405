/** `backupplan.config.yaml` by its text, wherever that was read. */
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { checksFor } from '../engine/checks/all.ts';
import { type Configuration, type ConfigurationProblem, readConfiguration } from '../engine/checks/configuration.ts';

export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** The file with its text; undefined where there is none. */
  readonly file?: { readonly path: string; readonly text: string };
  /** What is wrong in it, and was left out. */
  readonly problems: readonly ConfigurationProblem[];
}

/** What the file says: the same object for the same text and packs, so that what was said on its terms is found again. */
export function configurationIn(path: string, text: string, { packs }: Pick<Catalogue, 'packs'>): FoundConfiguration {
  const known = remembered.get(path);
  if (known?.found.file?.text === text && known.packs === packs) return known.found;
  const found = { ...readConfiguration(text, checksFor({ packs })), file: { path, text } };
  remembered.set(path, { found, packs });
  return found;
}

/** By path. */
const remembered = new Map<string, { readonly found: FoundConfiguration; readonly packs: Catalogue['packs'] }>();
