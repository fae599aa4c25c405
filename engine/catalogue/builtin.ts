import type { Catalogue } from './catalogue.ts';
import { data } from './data.generated.ts';
import { emptyCatalogue, readEntries } from './entries.ts';

/** The catalogue that ships with the product: the YAML files beside this one and in `packs/`. */
export const builtinCatalogue: Catalogue = readEntries(
  { ...data.tools, ...data.systems, ...data.storages, packs: data.packs },
  emptyCatalogue,
  'the catalogue',
).catalogue;
