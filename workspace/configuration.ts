import { plainConfiguration } from '../engine/checks/configuration.ts';
import { catalogueFor } from './catalogue.ts';
import { configurationIn, type FoundConfiguration } from './configuration-text.ts';
import { findConfiguration } from './find.ts';
import { onDisk, type Texts } from './texts.ts';

/** What the nearest `backupplan.config.yaml` at or above a plan says. */
export function configurationFor(plan: string, texts: Texts = onDisk): FoundConfiguration {
  const path = findConfiguration(plan, texts.exists);
  if (path === undefined) return { configuration: plainConfiguration, problems: [] };
  const text = texts.read(path);
  if (text === undefined) {
    const message = 'It cannot be read: is it a file, and are you allowed to?';
    return { configuration: plainConfiguration, file: { path, text: '' }, problems: [{ range: { start: 0, end: 0 }, message }] };
  }
  return configurationIn(path, text, catalogueFor(plan, undefined, texts));
}
