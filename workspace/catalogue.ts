import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { extendCatalogue } from '../engine/catalogue/extend.ts';
import { findCatalogue } from './find.ts';
import { readText } from './read.ts';

/** The catalogue that holds for a plan: the built-in one with the workspace's `backupplan.catalog.yaml` over it, where there is one. */
export function catalogueFor(plan: string): Catalogue {
  const file = findCatalogue(plan);
  const text = file === undefined ? undefined : readText(file);
  return text === undefined ? builtinCatalogue : extendCatalogue(builtinCatalogue, text).catalogue;
}
