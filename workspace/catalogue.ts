import { TextDocument } from 'vscode-languageserver-textdocument';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { catalogueIn, type FoundCatalogue } from './catalogue-text.ts';
import { findCatalogue } from './find.ts';
import { onDisk, type Texts } from './texts.ts';

/**
 * The catalogue that holds for a plan: the built-in one with the workspace's `backupplan.catalog.yaml` over it, where there is one.
 * `onProblem` hears what is wrong in that file, with its path, line and column; what cannot be read is left out.
 */
export function catalogueFor(plan: string, onProblem?: (message: string) => void, texts: Texts = onDisk): Catalogue {
  const found = foundCatalogue(plan, texts);
  if (found === undefined) return builtinCatalogue;
  const { file, catalogue, problems } = found;
  const document = TextDocument.create(file.path, 'yaml', 0, file.text);
  for (const { range, message } of problems) {
    const { line, character } = document.positionAt(range.start);
    onProblem?.(`${file.path}:${line + 1}:${character + 1}: ${message}`);
  }
  return catalogue;
}

/** The nearest `backupplan.catalog.yaml` at or above a plan, read; undefined where there is none. */
export function foundCatalogue(plan: string, texts: Texts = onDisk): FoundCatalogue | undefined {
  const path = findCatalogue(plan, texts.exists);
  const text = path === undefined ? undefined : texts.read(path);
  return path === undefined || text === undefined ? undefined : catalogueIn(path, text);
}
