/** `backupplan.catalog.yaml` by its text, wherever that was read. */
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { type CatalogueProblem, extendCatalogue } from '../engine/catalogue/extend.ts';

export interface FoundCatalogue {
  readonly file: { readonly path: string; readonly text: string };
  readonly catalogue: Catalogue;
  /** What is wrong in the file, and was left out. */
  readonly problems: readonly CatalogueProblem[];
}

/** The built-in catalogue with the file over it: the same one for the same text, so that what was worked out with it is found again. */
export function catalogueIn(path: string, text: string): FoundCatalogue {
  const known = remembered.get(path);
  if (known?.file.text === text) return known;
  const found = { file: { path, text }, ...extendCatalogue(builtinCatalogue, text) };
  remembered.set(path, found);
  return found;
}

/** By path. */
const remembered = new Map<string, FoundCatalogue>();
