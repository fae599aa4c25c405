import { type Document, isNode, parseDocument } from 'yaml';
import type { Range } from '../../grammar/tree.ts';
import type { Catalogue } from './catalogue.ts';
import { readEntries } from './entries.ts';
import type { EntryProblem } from './entry.ts';

/** What is wrong in a `backupplan.catalog.yaml`. `range` holds offsets into its text. */
export interface CatalogueProblem {
  readonly range: Range;
  readonly message: string;
}

/**
 * The catalogue with a workspace's own kinds, tools, classes and prices laid over it: what the file says of a known name replaces that
 * part, new names are added. Never throws; what cannot be read is left out, and the problems say why.
 */
export function extendCatalogue(base: Catalogue, yamlText: string): { catalogue: Catalogue; problems: readonly CatalogueProblem[] } {
  const document = parseDocument(yamlText, { prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({ range: { start: error.pos[0], end: error.pos[1] }, message: error.message }));
    return { catalogue: base, problems };
  }
  let data: unknown;
  try {
    // An alias that repeats itself without end is only found here; the library throws on it.
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { catalogue: base, problems: [{ range: { start: 0, end: yamlText.length }, message }] };
  }
  const { catalogue, problems } = readEntries(data, base, 'backupplan.catalog.yaml');
  return { catalogue, problems: problems.map((problem) => ({ range: rangeOf(document, problem, yamlText), message: problem.message })) };
}

/** The node that the path leads to, or the nearest around it. */
function rangeOf(document: Document, problem: EntryProblem, text: string): Range {
  for (let depth = problem.path.length; depth > 0; depth--) {
    const node = document.getIn(problem.path.slice(0, depth), true);
    if (isNode(node) && node.range) return { start: node.range[0], end: node.range[1] };
  }
  return { start: 0, end: text.length };
}
