/** The vocabulary's entries with their shapes compiled, found by context and first word. */
import { compileShape, leadingWords, type Shape } from './shape.ts';
import { type Context, type StatementEntry, vocabulary } from './vocabulary.ts';

export interface CompiledEntry {
  readonly entry: StatementEntry;
  readonly shape: Shape;
  /** The keywords that it begins with, one or more: `depends on`. */
  readonly keywords: readonly string[];
}

const compiled = new Map<string, CompiledEntry>();
const byFirstWord = new Map<Context, Map<string, CompiledEntry[]>>();
for (const entry of vocabulary) {
  const shape = compileShape(entry.shape);
  const keywords = leadingWords(shape);
  const row = { entry, shape, keywords };
  compiled.set(entry.id, row);
  for (const context of entry.in) {
    const words = byFirstWord.get(context) ?? new Map<string, CompiledEntry[]>();
    byFirstWord.set(context, words);
    const first = keywords[0] ?? '';
    words.set(first, [...(words.get(first) ?? []), row]);
  }
}

export function compiledEntry(id: string): CompiledEntry | undefined {
  return compiled.get(id);
}

/** The entries of a context that begin with a word. */
export function startingWith(word: string, context: Context): readonly CompiledEntry[] {
  return byFirstWord.get(context)?.get(word) ?? [];
}

/** The words that a statement of the context may begin with, each once, in the order of the table. */
export function firstWords(context: Context): readonly string[] {
  return [...(byFirstWord.get(context)?.keys() ?? [])];
}

/** The contexts, other than this one, where a statement may begin with the word. */
export function contextsOf(word: string, except: Context): readonly Context[] {
  return [...byFirstWord].filter(([context, words]) => context !== except && words.has(word)).map(([context]) => context);
}

/** Where a statement stands, in words: "not known in a plan". */
export const places: Readonly<Record<Context, string>> = {
  file: 'at the top of a file',
  plan: 'in a plan',
  site: 'in a site',
  storage: 'in a storage',
  key: 'in a key',
  system: 'in a system',
  policy: 'in a policy',
  block: 'in a backup block',
  scenario: 'in a scenario',
  contact: 'in a contact',
};
