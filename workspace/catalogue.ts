import { TextDocument } from 'vscode-languageserver-textdocument';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { extendCatalogue } from '../engine/catalogue/extend.ts';
import { findCatalogue } from './find.ts';
import { readText } from './read.ts';

/**
 * The catalogue that holds for a plan: the built-in one with the workspace's `backupplan.catalog.yaml` over it, where there is one.
 * `onProblem` hears what is wrong in that file, with its path, line and column; what cannot be read is left out.
 */
export function catalogueFor(plan: string, onProblem?: (message: string) => void): Catalogue {
  const file = findCatalogue(plan);
  const text = file === undefined ? undefined : readText(file);
  if (file === undefined || text === undefined) return builtinCatalogue;
  const known = extended.get(file);
  const { catalogue, problems } = known?.text === text ? known : remember(file, text);
  for (const problem of problems) onProblem?.(problem);
  return catalogue;
}

interface Extended {
  readonly text: string;
  readonly catalogue: Catalogue;
  readonly problems: readonly string[];
}

/** By path: the same catalogue for the same text, so that what was worked out with it is found again. */
const extended = new Map<string, Extended>();

function remember(file: string, text: string): Extended {
  const { catalogue, problems } = extendCatalogue(builtinCatalogue, text);
  const document = TextDocument.create(file, 'yaml', 0, text);
  const messages = problems.map(({ range, message }) => {
    const { line, character } = document.positionAt(range.start);
    return `${file}:${line + 1}:${character + 1}: ${message}`;
  });
  const made = { text, catalogue, problems: messages };
  extended.set(file, made);
  return made;
}
