/** Snippets of statements, in the notation of the protocol, from the shapes of the vocabulary. */
import { compileShape, isValueType, type Piece, type Shape } from '../grammar/shape.ts';
import { type StatementEntry, statementsIn, valueTypes } from '../grammar/vocabulary.ts';

/** The statement with a stop at each value that it must have, and its block with the statements that it must hold. */
export function snippet(entry: StatementEntry): string {
  const stops = new Stops();
  const line = ({ shape }: StatementEntry): string =>
    stops.shape(compileShape(shape)).join(' ').replaceAll(' :', ':').replaceAll(' / ', '/');
  const head = line(entry);
  if (entry.block === undefined) return head;
  const required = statementsIn(entry.block).filter((inner) => inner.required);
  return [`${head} {`, ...required.map((inner) => `\t${line(inner)}`), '\t$0', '}'].join('\n');
}

/** The example of a value type as a stop, so that typing replaces it. */
export function valueSnippet(type: string): string {
  return new Stops().value(type);
}

class Stops {
  #last = 0;

  shape(shape: Shape): string[] {
    return shape.flatMap((piece) => this.#piece(piece));
  }

  value(type: string): string {
    this.#last += 1;
    // What stands behind these stops is for completion to offer: names, kinds.
    if (type === 'STRING') return `"\${${this.#last}}"`;
    return isValueType(type) && type !== 'NAME' ? `\${${this.#last}:${escaped(valueTypes[type].example)}}` : `\${${this.#last}}`;
  }

  #piece(piece: Piece): string[] {
    switch (piece.is) {
      case 'word':
      case 'mark':
        return [piece.text];
      case 'slot':
        return [this.value(piece.type)];
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
