/** Every place where the name at a cursor stands: its declaration and its uses, in all plans that the file belongs to. */
import type { Place } from '../engine/plan/model.ts';
import type { Declaration, Names, Reference } from '../engine/plan/names.ts';
import type { NameSort } from '../grammar/tree.ts';
import type { Session } from './session.ts';

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

/** Looks in the plans at `roots` (default: all that hold the file). Undefined where the cursor is on no name. */
export function occurrences(
  session: Session,
  path: string,
  offset: number,
  roots: readonly string[] = session.roots(path),
): Occurrences | undefined {
  const declarations: Place[] = [];
  const uses: Place[] = [];
  let first: Named | undefined;
  let sort: NameSort | undefined;
  for (const root of roots) {
    const { names } = session.project(root);
    const here = names.at(path, offset);
    if (here === undefined) continue;
    first ??= here;
    const target = isReference(here) ? here.target : here;
    sort ??= target?.sort;
    if (target === undefined) {
      uses.push(...undeclaredUses(names, here));
    } else {
      declarations.push(placeOf(target));
      uses.push(...names.referencesTo(target).map(placeOf));
    }
  }
  if (first === undefined) return undefined;
  return { name: first.name, here: placeOf(first), sort, declarations: distinct(declarations), uses: distinct(uses) };
}

/** Uses of a name that has no declaration, like the account `production`. */
function undeclaredUses(names: Names, here: Named): Place[] {
  if (!isReference(here)) return [];
  const alike = names.references.filter(
    (use) => use.name === here.name && use.target === undefined && use.sorts.some((sort) => here.sorts.includes(sort)),
  );
  return alike.map(placeOf);
}

function distinct(places: readonly Place[]): Place[] {
  const byKey = new Map(places.map((place) => [`${place.file}:${place.range.start}`, place]));
  return [...byKey.values()].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start));
}
