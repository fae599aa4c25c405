import { type Configuration, type ConfigurationProblem, plainConfiguration, readConfiguration } from '../engine/checks/configuration.ts';
import { findConfiguration } from './find.ts';
import { readText } from './read.ts';

export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** The file with its text; undefined where there is none. */
  readonly file?: { readonly path: string; readonly text: string };
  /** What is wrong in it, and was left out. */
  readonly problems: readonly ConfigurationProblem[];
}

/** What the nearest `backupplan.config.yaml` at or above a plan says. */
export function configurationFor(plan: string): FoundConfiguration {
  const path = findConfiguration(plan);
  if (path === undefined) return { configuration: plainConfiguration, problems: [] };
  const text = readText(path);
  if (text === undefined) {
    const message = 'It cannot be read: is it a file, and are you allowed to?';
    return { configuration: plainConfiguration, file: { path, text: '' }, problems: [{ range: { start: 0, end: 0 }, message }] };
  }
  const known = remembered.get(path);
  if (known?.file?.text === text) return known;
  const found = { ...readConfiguration(text), file: { path, text } };
  remembered.set(path, found);
  return found;
}

/** By path: the same configuration for the same text, so that what was said on its terms is found again. */
const remembered = new Map<string, FoundConfiguration>();
