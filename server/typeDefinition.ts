/** `textDocument/typeDefinition`: from the use of a name to the whole declaration that says what it is. */
import type { Location } from 'vscode-languageserver';
import { toLocation } from './convert.ts';
import { holdsFile, isReference } from './occurrences.ts';
import type { Session } from './session.ts';

/** In every plan that holds the file; a name has one declaration in each. An account, which has none of its own, gives its line. */
export function typeDefinition(session: Session, path: string, offset: number): Location[] {
  const locations = session.plans(path).flatMap((plan) => {
    const here = holdsFile(plan, path) ? plan.names.at(path, offset) : undefined;
    const declaration = here !== undefined && isReference(here) ? here.target : here;
    const location = declaration && toLocation(session, { file: declaration.file, range: declaration.statement.range });
    return location === undefined ? [] : [location];
  });
  return [...new Map(locations.map((location) => [JSON.stringify(location), location])).values()];
}
