/** `textDocument/references`: the uses of a name, in all plans that the file belongs to. */
import type { Location } from 'vscode-languageserver';
import { toLocation } from './convert.ts';
import { occurrences } from './occurrences.ts';
import type { Session } from './session.ts';

export function references(session: Session, path: string, offset: number, includeDeclaration: boolean): Location[] {
  const found = occurrences(session.plans(path), path, offset);
  if (found === undefined) return [];
  const places = includeDeclaration ? [...found.declarations, ...found.uses] : found.uses;
  return places.map((place) => toLocation(session, place)).filter((location) => location !== undefined);
}
