import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { checksFor } from '../engine/checks/all.ts';
import { type Configuration, type ConfigurationProblem, plainConfiguration, readConfiguration } from '../engine/checks/configuration.ts';
import { catalogueFor } from './catalogue.ts';
import { findConfiguration } from './find.ts';
import { onDisk, type Texts } from './texts.ts';

export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** The file with its text; undefined where there is none. */
  readonly file?: { readonly path: string; readonly text: string };
  /** What is wrong in it, and was left out. */
  readonly problems: readonly ConfigurationProblem[];
}

/** What the nearest `backupplan.config.yaml` at or above a plan says. */
export function configurationFor(plan: string, texts: Texts = onDisk): FoundConfiguration {
  const path = findConfiguration(plan, texts.exists);
  if (path === undefined) return { configuration: plainConfiguration, problems: [] };
  const text = texts.read(path);
  if (text === undefined) {
    const message = 'It cannot be read: is it a file, and are you allowed to?';
    return { configuration: plainConfiguration, file: { path, text: '' }, problems: [{ range: { start: 0, end: 0 }, message }] };
  }
  const { packs } = catalogueFor(plan, undefined, texts);
  const known = remembered.get(path);
  if (known?.found.file?.text === text && known.packs === packs) return known.found;
  const found = { ...readConfiguration(text, checksFor({ packs })), file: { path, text } };
  remembered.set(path, { found, packs });
  return found;
}

/** By path: the same configuration for the same text and packs, so that what was said on its terms is found again. */
const remembered = new Map<string, { readonly found: FoundConfiguration; readonly packs: Catalogue['packs'] }>();
