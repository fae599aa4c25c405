/** Matches the atoms of a statement against a shape, and remembers how far it came and what would have gone on from there. */
import type { IToken } from 'chevrotain';
import { readers } from './readers.ts';
import type { ChoicePiece, Leaf, Shape, SlotPiece } from './shape.ts';
import { Colon, Comma, endOf, Slash, Word } from './tokens.ts';
import type { MonthDay, Range, SyntaxProblem, Value } from './tree.ts';

/** One of the things that could stand at a place. `inside` is true for a part of a larger value, such as `daily` of a schedule. */
export interface Expected {
  readonly leaf: Leaf | UnitLeaf;
  /** The statement can do without it. */
  optional: boolean;
  inside: boolean;
}
/** The rest of a value of `type`, which begins at the atom `from` with a number. */
export interface UnitLeaf {
  readonly is: 'unit';
  readonly type: string;
  readonly from: number;
}

/** A value, or a part that only larger values are made of. */
export type Read =
  | Value
  | { readonly type: 'monthday'; readonly day: MonthDay; readonly range: Range }
  | { readonly type: 'yeardate'; readonly month: number; readonly day: number; readonly range: Range };
export type PartSlots = Record<string, Read[]>;

interface Kept {
  readonly slot: string;
  readonly value: Read;
}

export class Matching {
  readonly atoms: readonly IToken[];
  /** The furthest atom that something was expected at, and what; `atoms.length` is the statement's end. */
  far = 0;
  expected: Expected[] = [];
  problems: SyntaxProblem[] = [];
  /** What the last reader read. Undefined where the text has the right form but no meaning, which the reader has reported. */
  read: Read | undefined;
  /** Values in the order read; shortened when a way turns out to be wrong. */
  private trail: Kept[] = [];
  /** Values as they were when the match stuck at `stuckAt`. */
  private stuck: Kept[] | undefined;
  private stuckAt = -1;

  constructor(atoms: readonly IToken[]) {
    this.atoms = atoms;
  }

  /** Matches as much as the shape asks for, and gives the offset of the atom behind, or -1. */
  match(shape: Shape, from = 0): number {
    const next = this.sequence(shape, from);
    if (next < 0 || next < this.atoms.length) this.again(shape, from);
    return next;
  }

  /** The values read: all of them, or those in front of the place where it stuck. */
  slots(): Record<string, Value[]> {
    return collect((this.stuck ?? this.trail).filter(isWhole));
  }

  /**
   * Matches the parts of a larger value, whose slots are handed to `build` and not kept. Where one of the parts has been reported,
   * there is no larger value either.
   */
  part(shape: Shape, at: number, whole: Leaf, build: (slots: PartSlots, next: number) => Read | undefined): number {
    const length = this.trail.length;
    const problems = this.problems.length;
    const before = this.count(at);
    const next = this.sequence(shape, at);
    if (this.far === at) {
      this.mark(at, before, 'inside');
      this.expect(at, whole);
    }
    const slots = next < 0 || this.problems.length > problems ? undefined : collect(this.trail.slice(length));
    this.trail.length = length;
    this.read = slots === undefined ? undefined : build(slots, next);
    return next;
  }

  /** The range of the atoms from `at` up to `next`. */
  rangeOf(at: number, next: number): Range {
    const first = this.atoms[at];
    const last = this.atoms[next - 1];
    return first === undefined || last === undefined ? { start: 0, end: 0 } : { start: first.startOffset, end: endOf(last) };
  }

  /** The atoms from `at` up to `next` as written, with single spaces. */
  written(at: number, next: number): string {
    return written(this.atoms.slice(at, next));
  }

  /** The atoms in a range as written, with single spaces. */
  quoted(range: Range): string {
    return written(this.atoms.filter((atom) => atom.startOffset >= range.start && atom.startOffset < range.end));
  }

  expect(at: number, leaf: Leaf | UnitLeaf): -1 {
    if (at > this.far) {
      this.far = at;
      this.expected = [];
    }
    if (at === this.far) this.expected.push({ leaf, optional: false, inside: false });
    if (at === this.stuckAt && this.stuck === undefined) this.stuck = this.trail.slice();
    return -1;
  }

  report(code: SyntaxProblem['code'], range: Range, message: string, suggestion?: string): void {
    this.problems.push(suggestion === undefined ? { code, range, message } : { code, range, message, suggestion });
  }

  /** How much is expected at an atom so far. */
  private count(at: number): number {
    return this.far === at ? this.expected.length : 0;
  }

  /** Marks what has come to be expected at an atom since `before`. */
  private mark(at: number, before: number, as: 'inside' | 'optional'): void {
    if (this.far !== at) return;
    for (let index = before; index < this.expected.length; index += 1) {
      const expected = this.expected[index];
      if (expected !== undefined) expected[as] = true;
    }
  }

  /** A second run, to learn the values that stood in front of the error. */
  private again(shape: Shape, from: number): void {
    const { far, expected, problems } = this;
    this.trail = [];
    this.problems = [];
    this.stuckAt = far;
    this.sequence(shape, from);
    this.stuckAt = -1;
    this.far = far;
    this.expected = expected;
    this.problems = problems;
  }

  private sequence(shape: Shape, from: number): number {
    let at = from;
    for (const piece of shape) {
      switch (piece.is) {
        case 'optional': {
          const before = this.count(at);
          const next = this.attempt(piece.body, at, at);
          this.mark(at, before, 'optional');
          at = next;
          break;
        }
        case 'either':
          at = this.first(piece.ways, at);
          break;
        case 'any':
          at = this.repeat(piece.ways, at);
          break;
        default:
          at = this.leaf(piece, at);
      }
      if (at < 0) return -1;
    }
    return at;
  }

  /** Tries a way; where it is wrong, nothing of it stays and `otherwise` is the result. */
  private attempt(shape: Shape, at: number, otherwise: number): number {
    const length = this.trail.length;
    const problems = this.problems.length;
    const next = this.sequence(shape, at);
    if (next >= 0) return next;
    this.trail.length = length;
    this.problems.length = problems;
    return otherwise;
  }

  private first(ways: readonly Shape[], at: number): number {
    for (const way of ways) {
      const next = this.attempt(way, at, -1);
      if (next >= 0) return next;
    }
    return -1;
  }

  private repeat(ways: readonly Shape[], from: number): number {
    let at = from;
    for (;;) {
      const before = this.count(at);
      const next = this.first(ways, at);
      this.mark(at, before, 'optional');
      if (next <= at) return at;
      at = next;
    }
  }

  private leaf(leaf: Leaf, at: number): number {
    const atom = this.atoms[at];
    switch (leaf.is) {
      case 'word':
        return atom !== undefined && atom.image === leaf.text && atom.tokenType === Word ? at + 1 : this.expect(at, leaf);
      case 'mark':
        return atom !== undefined && atom.tokenType === (leaf.text === ':' ? Colon : Slash) ? at + 1 : this.expect(at, leaf);
      default: {
        let next = this.item(leaf, at);
        while (leaf.list && next >= 0 && this.atoms[next]?.tokenType === Comma) next = this.item(leaf, next + 1);
        return next;
      }
    }
  }

  private item(leaf: SlotPiece | ChoicePiece, at: number): number {
    let next: number;
    if (leaf.is === 'choice') {
      const atom = this.atoms[at];
      if (atom === undefined || atom.tokenType !== Word || !leaf.words.includes(atom.image)) return this.expect(at, leaf);
      this.read = { type: 'word', text: atom.image, range: { start: atom.startOffset, end: endOf(atom) } };
      next = at + 1;
    } else {
      this.read = undefined;
      const reader = readers[leaf.type];
      if (reader === undefined) throw new Error(`no reader for ${leaf.type}`);
      next = reader(this, at, leaf);
    }
    if (next >= 0 && this.read !== undefined) this.trail.push({ slot: leaf.slot, value: this.read });
    return next;
  }
}

function isWhole(kept: Kept): kept is { readonly slot: string; readonly value: Value } {
  return kept.value.type !== 'monthday' && kept.value.type !== 'yeardate';
}

function collect<T>(trail: readonly { readonly slot: string; readonly value: T }[]): Record<string, T[]> {
  const slots: Record<string, T[]> = {};
  for (const { slot, value } of trail) {
    const values = slots[slot];
    if (values === undefined) slots[slot] = [value];
    else values.push(value);
  }
  return slots;
}

/** Atoms as a message quotes them: one space where there was any, and no more than fits a line. */
export function written(atoms: readonly IToken[]): string {
  let text = '';
  let end = -1;
  for (const atom of atoms) {
    if (text.length > LONGEST_QUOTE) break;
    text += (end >= 0 && atom.startOffset > end ? ' ' : '') + atom.image.slice(0, LONGEST_QUOTE + 1);
    end = endOf(atom);
  }
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

const LONGEST_QUOTE = 60;
