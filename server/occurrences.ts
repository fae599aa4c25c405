/** Every place where the name at a cursor stands: its declaration and its uses, in all plans that the file belongs to. */
import type { Place } from '../engine/plan/model.ts';
import type { Declaration, Names, Reference } from '../engine/plan/names.ts';
import type { NameSort } from '../grammar/tree.ts';
import type { NamedProject } from './session.ts';

export interface Occurrences {
  readonly name: string;
  /** What the cursor is on. */
  readonly here: Place;
  readonly sort: NameSort | undefined;
  /** None for a name that nobody declares. */
  readonly declarations: readonly Place[];
  readonly uses: readonly Place[];
}

export type Named = Declaration | Reference;

export function isReference(named: Named): named is Reference {
  return 'named' in named;
}

export function placeOf(named: Named): Place {
  return { file: named.file, range: isReference(named) ? named.range : named.nameRange };
}

export function holdsFile({ project }: NamedProject, path: string): boolean {
  return project.files.some((file) => file.path === path);
}

/**
 * Looks in `plans`, which may share files: a use that is found in one is followed into the others. Undefined where the cursor is on
 * no name.
 */
export function occurrences(plans: readonly NamedProject[], path: string, offset: number): Occurrences | undefined {
  const declarations = new Map<string, Place>();
  const uses = new Map<string, Place>();
  let sort: NameSort | undefined;
  let here: Named | undefined;
  const visit = (file: string, at: number): Place[] => {
    const met: Place[] = [];
    for (const plan of plans.filter((each) => holdsFile(each, file))) {
      const named = plan.names.at(file, at);
      if (named === undefined) continue;
      here ??= named;
      const target = isReference(named) ? named.target : named;
      sort ??= target?.sort;
      if (target !== undefined) met.push(...added(declarations, [target]));
      met.push(...added(uses, target === undefined ? undeclaredUses(plan.names, named) : plan.names.referencesTo(target)));
    }
    return met;
  };
  const queue = visit(path, offset);
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) queue.push(...visit(place.file, place.range.start));
  if (here === undefined) return undefined;
  return { name: here.name, here: placeOf(here), sort, declarations: inOrder(declarations), uses: inOrder(uses) };
}

/** Those that were not known yet. */
function added(known: Map<string, Place>, found: readonly Named[]): Place[] {
  const fresh: Place[] = [];
  for (const place of found.map(placeOf)) {
    const key = `${place.file}:${place.range.start}`;
    if (known.has(key)) continue;
    known.set(key, place);
    fresh.push(place);
  }
  return fresh;
}

/** Uses of a name that has no declaration, like the account `production`. */
function undeclaredUses(names: Names, here: Named): readonly Reference[] {
  if (!isReference(here)) return [];
  return names.references.filter(
    (use) => use.name === here.name && use.target === undefined && use.sorts.some((sort) => here.sorts.includes(sort)),
  );
}

function inOrder(places: ReadonlyMap<string, Place>): Place[] {
  return [...places.values()].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start));
}
