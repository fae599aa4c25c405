/** Compiles the notation of the vocabulary's shapes (see `vocabulary.ts`) into pieces that a statement is matched against. */
import type { NameSort } from './tree.ts';
import { valueTypes } from './vocabulary.ts';

export type Shape = readonly Piece[];

export interface WordPiece {
  readonly is: 'word';
  readonly text: string;
  readonly follower?: Leaf;
}
export interface MarkPiece {
  readonly is: 'mark';
  readonly text: ':' | '/';
  readonly follower?: Leaf;
}
/** `type` is a name of `valueTypes`, one of the inner types of schedules, `NEW`, `STORAGE_KIND`, `SYSTEM_KIND`, or `REFERENCE` with its `sorts`. */
export interface SlotPiece {
  readonly is: 'slot';
  readonly slot: string;
  readonly type: string;
  readonly sorts: readonly NameSort[];
  readonly list: boolean;
}
export interface ChoicePiece {
  readonly is: 'choice';
  readonly slot: string;
  readonly words: readonly string[];
  readonly list: boolean;
}
/** What can be expected at a place of a statement. */
export type Leaf = WordPiece | MarkPiece | SlotPiece | ChoicePiece;
export type Piece =
  | Leaf
  | { readonly is: 'optional'; readonly body: Shape }
  | { readonly is: 'either'; readonly ways: readonly Shape[] }
  | { readonly is: 'any'; readonly ways: readonly Shape[] };

const SORTS: ReadonlySet<string> = new Set<NameSort>([
  'site',
  'storage',
  'key',
  'system',
  'policy',
  'scenario',
  'contact',
  'account',
  'check',
]);
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };

/** Throws where the notation is wrong: a mistake in the table, not in a plan. */
export function compileShape(notation: string): Shape {
  const parts = notation.match(/<[^>]*>|[[\](){}|:/]|[^\s<>[\](){}|:/]+/g) ?? [];
  let next = 0;

  function sequence(): Shape {
    const pieces: Piece[] = [];
    for (let part = parts[next]; part !== undefined && !'])}|'.includes(part); part = parts[next]) {
      next += 1;
      pieces.push(part in CLOSING ? group(part) : leaf(part));
    }
    return withFollowers(pieces);
  }

  function group(opening: string): Piece {
    const ways = [sequence()];
    while (parts[next] === '|') {
      next += 1;
      ways.push(sequence());
    }
    if (parts[next] !== CLOSING[opening]) throw new Error(`\`${opening}\` is not closed in the shape ${notation}`);
    next += 1;
    if (opening === '[') return { is: 'optional', body: ways.length === 1 ? (ways[0] ?? []) : [{ is: 'either', ways }] };
    return { is: opening === '(' ? 'either' : 'any', ways };
  }

  const shape = sequence();
  if (next < parts.length) throw new Error(`\`${parts[next]}\` is too much in the shape ${notation}`);
  return shape;
}

function leaf(part: string): Leaf {
  if (part === ':' || part === '/') return { is: 'mark', text: part };
  if (!part.startsWith('<')) return { is: 'word', text: part };
  const [slot = '', written = ''] = part.slice(1, -1).split(':');
  const list = written.endsWith(',');
  const type = list ? written.slice(0, -1) : written;
  if (/^[a-z]/.test(type)) return { is: 'choice', slot, words: type.split('|'), list };
  const sorts = type.split('+').map((sort) => sort.toLowerCase());
  if (sorts.every(isSort)) return { is: 'slot', slot, type: 'REFERENCE', sorts, list };
  return { is: 'slot', slot, type, sorts: [], list };
}

function isSort(word: string): word is NameSort {
  return SORTS.has(word);
}

/** A message names a word together with the value behind it: "`to` and the name of a storage". */
function withFollowers(pieces: readonly Piece[]): Shape {
  return pieces.map((piece, index) => {
    const follower = pieces[index + 1];
    const named = follower?.is === 'slot' || follower?.is === 'choice' || (piece.is === 'mark' && follower?.is === 'word');
    return (piece.is === 'word' || piece.is === 'mark') && named ? { ...piece, follower } : piece;
  });
}

/** The words that the shape begins with, whatever follows. */
export function leadingWords(shape: Shape): readonly string[] {
  const words: string[] = [];
  for (const piece of shape) {
    if (piece.is !== 'word') break;
    words.push(piece.text);
  }
  return words;
}

export function isValueType(type: string): type is keyof typeof valueTypes {
  return Object.hasOwn(valueTypes, type);
}
