/** `textDocument/definition`: from a name to its declaration, from an import to its file. */
import type { Location } from 'vscode-languageserver';
import { resolveImport } from '../engine/plan/paths.ts';
import { value } from '../grammar/tree.ts';
import { toLocation } from './convert.ts';
import { holdsFile, isReference, placeOf } from './occurrences.ts';
import type { Session } from './session.ts';

export function definition(session: Session, path: string, offset: number): Location[] {
  const { project } = session.project(path);
  for (const statement of project.root.tree.statements) {
    const imported = statement.id === 'file.import' ? value(statement, 'path', 'string') : undefined;
    if (imported === undefined || offset < imported.range.start || offset > imported.range.end) continue;
    const location = toLocation(session, { file: resolveImport(path, imported.text), range: { start: 0, end: 0 } });
    return location === undefined ? [] : [location];
  }
  const places = session.plans(path).flatMap((plan) => {
    const here = holdsFile(plan, path) ? plan.names.at(path, offset) : undefined;
    if (here === undefined) return [];
    // Of the wrong kind is better than nothing: the person sees what the name stands for.
    const declarations = isReference(here) ? (here.target === undefined ? here.named : [here.target]) : [here];
    return declarations.map(placeOf);
  });
  const locations = places.map((place) => toLocation(session, place)).filter((location) => location !== undefined);
  return [...new Map(locations.map((location) => [JSON.stringify(location), location])).values()];
}
