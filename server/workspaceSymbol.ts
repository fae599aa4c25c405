/** `workspace/symbol`: the declarations of all plans and libraries, open or in the workspace. */
import type { SymbolInformation } from 'vscode-languageserver';
import { fileName } from '../engine/plan/paths.ts';
import type { SourceFile } from '../engine/plan/project.ts';
import { value } from '../grammar/tree.ts';
import { toLocation } from './convert.ts';
import { symbolKindOf } from './documentSymbol.ts';
import type { Session } from './session.ts';

/** More than these nobody reads; who types on gets the others. */
const most = 500;

/** Those whose name holds the letters of the query in their order, whatever their case; the closest first. */
export function workspaceSymbols(session: Session, query: string): SymbolInformation[] {
  const files = new Map<string, SourceFile>();
  for (const { project } of session.plans()) for (const file of project.files) files.set(file.path, file);
  return [...files.values()]
    .flatMap((file) => declarations(session, file))
    .flatMap((symbol) => {
      const distance = distanceOf(symbol.name, query);
      return distance === undefined ? [] : [{ symbol, distance }];
    })
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ symbol }) => symbol);
}

function declarations(session: Session, { path, tree }: SourceFile): SymbolInformation[] {
  return tree.statements.flatMap((statement): SymbolInformation[] => {
    const name = value(statement, 'name', 'name') ?? value(statement, 'title', 'string');
    if (name === undefined || name.text === '' || statement.id === 'file.accept') return [];
    const location = toLocation(session, { file: path, range: statement.range });
    if (location === undefined) return [];
    return [{ name: name.text, kind: symbolKindOf(statement), location, containerName: fileName(path) }];
  });
}

/** How many letters lie between those of the query, and before the first; undefined where one of them is missing. */
function distanceOf(name: string, query: string): number | undefined {
  const text = name.toLowerCase();
  let at = -1;
  let skipped = 0;
  for (const letter of query.toLowerCase().replaceAll(/\s/g, '')) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    skipped += next - at - 1;
    at = next;
  }
  return skipped;
}
