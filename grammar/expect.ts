/** What may stand at a place of a text: the ground of completion. */
import type { IToken } from 'chevrotain';
import { type Expected, Matching, type UnitLeaf } from './match.ts';
import type { Leaf } from './shape.ts';
import { meantBy } from './spelling.ts';
import { type CompiledEntry, compiledEntry, firstWords, startingWith } from './statements.ts';
import { isClosed } from './strings.ts';
import { type RawStatement, structure } from './structure.ts';
import { Close, endOf, Figure, Newline, NumberToken, Open, Semicolon, StringToken, tokenize, Word } from './tokens.ts';
import type { Comment, NameSort, Range, SyntaxTree } from './tree.ts';
import { commonUnits, months, unitOf, weekdays } from './units.ts';
import { type Context, type StatementEntry, statementsIn } from './vocabulary.ts';

export interface Expectation {
  /** The block that the offset is in; undefined where its header is not known. */
  readonly context: Context | undefined;
  /** The word or number that the offset is in or at the end of, else the empty range at the offset. In a string: what is between its quotes. */
  readonly range: Range;
  /** The part of that range in front of the offset. */
  readonly typed: string;
  /** Where the offset is inside of a comment or a string. In a comment nothing is expected; in a string, its slot is in `values`. */
  readonly inside: 'comment' | 'string' | undefined;
  /** At the start of a statement: what it may be, without those that can stand once and are there already. */
  readonly statements: readonly StatementEntry[];
  /** Within a statement: the entries that it may still become. */
  readonly entries: readonly StatementEntry[];
  /** Literal words, with what follows at once where it has no space in front (`/month`). */
  readonly words: readonly string[];
  /** Values by their slot and type: a name of `valueTypes`, `STORAGE_KIND`, `SYSTEM_KIND`, or `NEW` for a name yet to be given. */
  readonly values: readonly { readonly slot: string; readonly type: string }[];
  /** Sorts of names that may be referred to. */
  readonly references: readonly NameSort[];
  /** Units for the number in front. */
  readonly units: readonly string[];
  /** The statement is complete and a block may follow. */
  readonly block: boolean;
}

/** Works on half-typed text: only what stands in front of the offset in its statement counts. */
export function expectedAt(text: string, offset: number): Expectation {
  const at = Math.max(0, Math.min(offset, text.length));
  const { tokens: all, comments } = tokenize(text);
  const { tokens, statements: raw } = structure(all);
  const touched = tokens.find((token) => token.startOffset < at && at <= endOf(token));
  const string = touched?.tokenType === StringToken && isInside(touched, at) ? touched : undefined;
  const word = touched !== undefined && [Word, NumberToken, Figure].includes(touched.tokenType) ? touched : undefined;
  const start = (string ?? word)?.startOffset ?? at;
  const place = placeOf(raw, 'file', at, text.length);
  const range = string !== undefined ? betweenQuotes(string) : { start, end: word === undefined ? at : endOf(word) };
  const base = { ...nothing, context: place.context, range, typed: text.slice(range.start, at) };
  if (inComment(comments, at)) return { ...base, range: { start: at, end: at }, typed: '', inside: 'comment' };

  const atoms = atomsBefore(tokens, start);
  const inside = string === undefined ? undefined : 'string';
  if (place.context === undefined) return { ...base, inside };
  if (atoms.length === 0) {
    const others = place.statements.filter((statement) => statement.atoms[0] === undefined || statement.atoms[0].startOffset !== start);
    return { ...base, inside, statements: string === undefined ? possible(place.context, others) : [] };
  }
  return { ...base, inside, ...continuing(atoms, place.context) };
}

/** As `expectedAt` of its text: in a block that is closed, the declaration around it says all there is to know. */
export function expectedIn({ text, statements }: SyntaxTree, offset: number): Expectation {
  const within = statements.find(({ block }) => block?.closed === true && block.range.start < offset && offset < block.range.end);
  if (within === undefined) return expectedAt(text, offset);
  const { start, end } = within.range;
  const expected = expectedAt(text.slice(start, end), offset - start);
  return { ...expected, range: { start: expected.range.start + start, end: expected.range.end + start } };
}

const nothing: Omit<Expectation, 'context' | 'range' | 'typed'> = {
  inside: undefined,
  statements: [],
  entries: [],
  words: [],
  values: [],
  references: [],
  units: [],
  block: false,
};

interface Place {
  readonly context: Context | undefined;
  readonly statements: readonly RawStatement[];
}

/** The innermost block around an offset. An unclosed one reaches to the next statement of the block around it. */
function placeOf(statements: readonly RawStatement[], context: Context | undefined, at: number, limit: number): Place {
  for (const [index, { atoms, block }] of statements.entries()) {
    if (block === undefined || at < endOf(block.open)) continue;
    const next = statements[index + 1];
    const end = block.close?.startOffset ?? (next === undefined ? limit : ((next.atoms[0] ?? next.block?.open)?.startOffset ?? limit) - 1);
    if (at <= end) return placeOf(block.statements, blockContext(atoms[0], context), at, end);
  }
  return { context, statements };
}

function blockContext(first: IToken | undefined, context: Context | undefined): Context | undefined {
  if (first === undefined || context === undefined) return undefined;
  const word = startingWith(first.image, context).length > 0 ? first.image : (meantBy(first.image, firstWords(context)) ?? '');
  return startingWith(word, context).find(({ entry }) => entry.block !== undefined)?.entry.block;
}

/** The atoms of the statement that is being written at `start`, up to there. */
function atomsBefore(tokens: readonly IToken[], start: number): readonly IToken[] {
  let to = tokens.length;
  while (to > 0 && endOf(tokens[to - 1] as IToken) > start) to -= 1;
  let from = to;
  while (from > 0 && ![Newline, Semicolon, Open, Close].includes((tokens[from - 1] as IToken).tokenType)) from -= 1;
  return tokens.slice(from, to);
}

function possible(context: Context, present: readonly RawStatement[]): readonly StatementEntry[] {
  return statementsIn(context).filter((entry) => {
    const row = compiledEntry(entry.id);
    return (
      entry.repeats === true ||
      row === undefined ||
      !present.some(({ atoms }) => row.keywords.every((word, index) => atoms[index]?.image === word))
    );
  });
}

function continuing(
  atoms: readonly IToken[],
  context: Context,
): Omit<Expectation, 'context' | 'range' | 'typed' | 'inside' | 'statements'> {
  const entries: StatementEntry[] = [];
  const expected: Expected[] = [];
  let block = false;
  for (const { entry, shape } of startingWith(atoms[0]?.image ?? '', context) as readonly CompiledEntry[]) {
    const matching = new Matching(atoms);
    const next = matching.match(shape);
    const here = matching.far === atoms.length ? matching.expected : [];
    if (next !== atoms.length && here.length === 0) continue;
    entries.push(entry);
    expected.push(...here);
    block ||= next === atoms.length && entry.block !== undefined;
  }
  const leaves = [...new Set(expected.map(({ leaf }) => leaf))];
  return {
    entries,
    block,
    words: distinct(leaves.flatMap(wordsOf)),
    values: leaves.flatMap((leaf) =>
      leaf.is === 'slot' && leaf.type !== 'REFERENCE' && !(leaf.type in namedNumbers) ? [{ slot: leaf.slot, type: leaf.type }] : [],
    ),
    references: distinct(leaves.flatMap((leaf) => (leaf.is === 'slot' ? leaf.sorts : []))),
    units: distinct(leaves.flatMap((leaf) => (leaf.is === 'unit' ? (unitOf<readonly string[]>(commonUnits, leaf.type) ?? []) : []))),
  };
}

const namedNumbers: Readonly<Record<string, readonly string[]>> = {
  WEEKDAY: Object.keys(weekdays).filter((name) => name.length > 3),
  MONTH: Object.keys(months).filter((name) => name.length > 3 || name === 'may'),
};

function wordsOf(leaf: Leaf | UnitLeaf): readonly string[] {
  switch (leaf.is) {
    case 'word':
      return [leaf.text];
    case 'choice':
      return leaf.words;
    case 'mark':
      return leaf.follower === undefined ? [leaf.text] : leaf.text === '/' ? wordsOf(leaf.follower).map((word) => `/${word}`) : [leaf.text];
    case 'slot':
      return unitOf(namedNumbers, leaf.type) ?? (leaf.type === 'UNIT' ? ['GB', 'TB', 'GiB', 'TiB'] : []);
    case 'unit':
      return [];
  }
}

function isInside(string: IToken, at: number): boolean {
  const { start, end } = betweenQuotes(string);
  return at >= start && at <= end;
}

function betweenQuotes(string: IToken): Range {
  const quotes = string.image.startsWith('"""') ? 3 : 1;
  return { start: string.startOffset + quotes, end: endOf(string) - (isClosed(string.image) ? quotes : 0) };
}

/** A line comment still goes on at its end; a block comment does not. */
function inComment(comments: readonly Comment[], at: number): boolean {
  return comments.some(({ range, style }) => range.start < at && (style === 'block' ? at < range.end : at <= range.end));
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
