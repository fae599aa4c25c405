import { TextDocument } from 'vscode-languageserver-textdocument';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { type CatalogueProblem, extendCatalogue } from '../engine/catalogue/extend.ts';
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

export interface FoundCatalogue {
  readonly file: { readonly path: string; readonly text: string };
  readonly catalogue: Catalogue;
  /** What is wrong in the file, and was left out. */
  readonly problems: readonly CatalogueProblem[];
}

/** The nearest `backupplan.catalog.yaml` at or above a plan, read; undefined where there is none. */
export function foundCatalogue(plan: string, texts: Texts = onDisk): FoundCatalogue | undefined {
  const path = findCatalogue(plan, texts.exists);
  const text = path === undefined ? undefined : texts.read(path);
  if (path === undefined || text === undefined) return undefined;
  const known = remembered.get(path);
  if (known?.file.text === text) return known;
  const found = { file: { path, text }, ...extendCatalogue(builtinCatalogue, text) };
  remembered.set(path, found);
  return found;
}

/** By path: the same catalogue for the same text, so that what was worked out with it is found again. */
const remembered = new Map<string, FoundCatalogue>();
