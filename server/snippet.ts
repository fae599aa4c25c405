/** Snippets of statements, in the notation of the protocol, from the shapes of the vocabulary. */
import { compileShape, isValueType, type Piece, type Shape, type SlotPiece } from '../grammar/shape.ts';
import { type StatementEntry, statementsIn, valueTypes } from '../grammar/vocabulary.ts';

/** The names that may stand in a slot, as far as they are known. */
export type NamesFor = (slot: SlotPiece) => readonly string[];

/** The statement with a stop at each value that it must have, and its block with the statements that it must hold. */
export function snippet(entry: StatementEntry, namesFor: NamesFor): string {
  const stops = new Stops(namesFor);
  const line = ({ shape }: StatementEntry): string =>
    stops.shape(compileShape(shape)).join(' ').replaceAll(' :', ':').replaceAll(' / ', '/');
  const head = line(entry);
  if (entry.block === undefined) return head;
  const required = statementsIn(entry.block).filter((inner) => inner.required);
  return [`${head} {`, ...required.map((inner) => `\t${line(inner)}`), '\t$0', '}'].join('\n');
}

/** The example of a value type as a stop, so that typing replaces it. */
export function valueSnippet(type: string): string {
  return new Stops(() => []).value(type);
}

/** A stop where one of these names is chosen; the only one stands there already. */
export function chosenFrom(stop: number | string, [first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? `\${${stop}:${first}}` : `\${${stop}|${[first, ...others].join(',')}|}`;
}

class Stops {
  readonly #namesFor: NamesFor;
  #last = 0;

  constructor(namesFor: NamesFor) {
    this.#namesFor = namesFor;
  }

  shape(shape: Shape): string[] {
    return shape.flatMap((piece) => this.#piece(piece));
  }

  value(type: string): string {
    this.#last += 1;
    if (type === 'STRING') return `"\${${this.#last}}"`;
    return isValueType(type) && type !== 'NAME' ? `\${${this.#last}:${escaped(valueTypes[type].example)}}` : `\${${this.#last}}`;
  }

  #piece(piece: Piece): string[] {
    switch (piece.is) {
      case 'word':
      case 'mark':
        return [piece.text];
      case 'slot': {
        const names = this.#namesFor(piece);
        if (names.length === 0) return [this.value(piece.type)];
        this.#last += 1;
        return [chosenFrom(this.#last, names)];
      }
      case 'choice':
        this.#last += 1;
        return [piece.words.length === 1 ? piece.words.join('') : `\${${this.#last}|${piece.words.join(',')}|}`];
      case 'either':
        return this.shape(piece.ways[0] ?? []);
      case 'optional':
      case 'any':
        return [];
    }
  }
}

/** Signs that mean something in a snippet. */
export function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
