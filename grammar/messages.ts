/** Says what went wrong at the place where a statement got stuck, and what was expected there. */
import type { IToken } from 'chevrotain';
import type { Expected, Matching, UnitLeaf } from './match.ts';
import { written } from './match.ts';
import { isValueType, type Leaf } from './shape.ts';
import { isSlip, meantBy } from './spelling.ts';
import { DateToken, endOf, Figure, MinuteToken, NumberToken, Percent, Slash, TimeToken, Unknown, Word } from './tokens.ts';
import type { NameSort, SyntaxProblem } from './tree.ts';
import { bitUnits, durationUnits, growthUnits, months, perUnits, sizeUnits, unitOf, weekdays } from './units.ts';
import { valueTypes } from './vocabulary.ts';

/** More would bury the message; completion lists all. */
const MOST_ALTERNATIVES = 8;

/** Values that are a number with a unit, or look like one: one of them in place of another is a mismatch of units. */
const QUANTITIES: ReadonlySet<string> = new Set([
  'DURATION',
  'SIZE',
  'RATE',
  'GROWTH',
  'MONEY',
  'PERCENT',
  'TIME',
  'MINUTE',
  'DATE',
  'NUMBER',
  'RULE',
]);

/** The problem of a statement that could not be matched; `keyword` is what it begins with. */
export function problemOf(matching: Matching, expected: readonly Expected[], at: number): SyntaxProblem {
  const atom = matching.atoms[at];
  const whole = expected.filter(({ inside }) => !inside);
  const needed = whole.filter(({ optional }) => !optional);
  const leaves = [...new Set((needed.length > 0 ? needed : whole).map(({ leaf }) => leaf))];
  if (atom === undefined) return atEnd(matching, leaves);
  const range = { start: atom.startOffset, end: endOf(atom) };
  const wanted = asSentence(leaves);
  if (atom.tokenType === Word) {
    const words = expected.flatMap(({ leaf }) => candidateWords(leaf));
    const suggestion = meantBy(atom.image, words);
    if (suggestion !== undefined)
      return {
        code: 'unknown-word',
        range,
        message: `\`${written([atom])}\` is not known here; did you mean \`${suggestion}\`?`,
        suggestion,
        ...(isSlip(atom.image, suggestion, words) ? { slip: true } : {}),
      };
    if (leaves.length > 0 && leaves.every((leaf) => leaf.is === 'choice'))
      return { code: 'unknown-word', range, message: `\`${written([atom])}\` is not known here: ${wanted}.` };
  } else if (
    isQuantity(atom) &&
    leaves.some((leaf) => leaf.is === 'slot' && QUANTITIES.has(leaf.type)) &&
    leaves.every((leaf) => leaf.is !== 'slot' || QUANTITIES.has(leaf.type))
  ) {
    return wrongUnit(matching, at, leaves);
  }
  const before = matching.atoms[at - 1];
  if (atom.tokenType === Unknown && before?.tokenType === Word && endOf(before) === atom.startOffset) {
    return {
      code: 'syntax',
      range,
      message: `\`${written([atom])}\` cannot stand in a name: only letters from \`a\` to \`z\`, digits, \`-\` and \`_\` can.`,
    };
  }
  if (leaves.length === 0)
    return { code: 'syntax', range, message: `The statement ends before \`${written([atom])}\`: a new line or \`;\` is expected here.` };
  return { code: 'syntax', range, message: `${capital(wanted)} here, not \`${written([atom])}\`.` };
}

function candidateWords(leaf: Leaf | UnitLeaf): readonly string[] {
  if (leaf.is === 'word') return [leaf.text];
  if (leaf.is === 'choice') return leaf.words;
  if (leaf.is === 'unit') return unitsOf(leaf.type);
  if (leaf.is === 'mark') return [];
  return leaf.type === 'WEEKDAY'
    ? Object.keys(weekdays)
    : leaf.type === 'MONTH'
      ? Object.keys(months)
      : leaf.type === 'UNIT'
        ? Object.keys(sizeUnits)
        : [];
}

function unitsOf(type: string): readonly string[] {
  if (type === 'DURATION' || type === 'RULE') return Object.keys(durationUnits);
  if (type === 'RATE') return [...Object.keys(sizeUnits), ...Object.keys(bitUnits)];
  return type === 'SIZE' || type === 'GROWTH' ? Object.keys(sizeUnits) : [];
}

/** `a duration such as …` of one leaf. */
export function phrase(leaf: Leaf | UnitLeaf): string {
  switch (leaf.is) {
    case 'word':
    case 'mark':
      return leaf.follower === undefined ? `\`${leaf.text}\`` : `\`${leaf.text}\` and ${phrase(leaf.follower)}`;
    case 'choice':
      return either(leaf.words.map((word) => `\`${word}\``));
    case 'unit':
      return `the unit of ${slotPhrase(leaf.type, [])}`;
    case 'slot':
      return slotPhrase(leaf.type, leaf.sorts);
  }
}

/** Where there is a choice, a word stands for all that follows it. */
function shortPhrase(leaf: Leaf | UnitLeaf): string {
  return leaf.is === 'word' || leaf.is === 'mark' ? `\`${leaf.text}\`` : phrase(leaf);
}

function slotPhrase(type: string, sorts: readonly NameSort[]): string {
  if (type === 'REFERENCE')
    return sorts[0] === 'check'
      ? 'the code of a check such as `restore-untested`'
      : `the name of ${sorts[0] === 'account' ? 'an' : 'a'} ${either(sorts)}`;
  if (isValueType(type)) return `${valueTypes[type].words}${type === 'STRING' ? '' : ` such as \`${valueTypes[type].example}\``}`;
  return INNER[type] ?? 'a name';
}

const INNER: Readonly<Record<string, string>> = {
  NEW: 'a name (a letter, then letters, digits, `-` and `_`)',
  STORAGE_KIND: 'a kind of storage such as `s3`',
  SYSTEM_KIND: 'a kind of system such as `postgresql`',
  WEEKDAY: 'a weekday such as `sunday`',
  MONTH: 'a month such as `january`',
  MONTHDAY: 'a day of the month such as `15`, `last` or `first monday`',
  YEARDATE: 'a day of the year such as `january 1`',
};

function atEnd(matching: Matching, leaves: readonly (Leaf | UnitLeaf)[]): SyntaxProblem {
  const last = matching.atoms.length;
  const unit = leaves.find((leaf) => leaf.is === 'unit');
  if (unit?.is === 'unit') {
    return {
      code: 'unit-mismatch',
      range: matching.rangeOf(unit.from, last),
      message: `\`${matching.written(Math.max(0, unit.from - 1), last)}\`: ${slotPhrase(unit.type, [])} is expected.`,
    };
  }
  return {
    code: 'syntax',
    range: matching.rangeOf(last - 1, last),
    message: `${capital(asSentence(leaves))} after \`${matching.written(last - 1, last)}\`.`,
  };
}

function wrongUnit(matching: Matching, at: number, leaves: readonly (Leaf | UnitLeaf)[]): SyntaxProblem {
  const to = quantityEnd(matching.atoms, at);
  const misspelt = misspeltUnit(matching, at, leaves);
  if (misspelt !== undefined) return misspelt;
  const wanted = asSentence(leaves.filter((leaf) => leaf.is === 'slot'));
  return {
    code: 'unit-mismatch',
    range: matching.rangeOf(at, to),
    message: `\`${matching.written(Math.max(0, at - 1), to)}\`: ${wanted}.`,
  };
}

/** `5 hrs`, `5 gb`: the unit is of the right sort, only not spelt so. */
function misspeltUnit(matching: Matching, at: number, leaves: readonly (Leaf | UnitLeaf)[]): SyntaxProblem | undefined {
  const unit = matching.atoms[at + 1];
  if (matching.atoms[at]?.tokenType !== NumberToken || unit?.tokenType !== Word || isUnit(unit.image)) return undefined;
  const units = leaves.flatMap((leaf) => (leaf.is === 'slot' ? unitsOf(leaf.type) : []));
  const suggestion = meantBy(unit.image, units);
  if (suggestion === undefined) return undefined;
  return {
    code: 'unknown-word',
    range: matching.rangeOf(at + 1, at + 2),
    message: `\`${written([unit])}\` is no unit; did you mean \`${suggestion}\`?`,
    suggestion,
    ...(isSlip(unit.image, suggestion, units) ? { slip: true } : {}),
  };
}

function isUnit(word: string): boolean {
  return [durationUnits, sizeUnits, bitUnits].some((table: Readonly<Record<string, unknown>>) => unitOf(table, word) !== undefined);
}

function isQuantity(atom: IToken): boolean {
  return [NumberToken, Figure, TimeToken, DateToken, MinuteToken].includes(atom.tokenType);
}

/** The atom behind a number, its unit and what stands below its line. */
function quantityEnd(atoms: readonly IToken[], at: number): number {
  let next = at + 1;
  const unit = atoms[next];
  if (
    atoms[at]?.tokenType === NumberToken &&
    (unit?.tokenType === Percent || (unit?.tokenType === Word && (isUnit(unit.image) || /^[A-Z]{3}$/.test(unit.image))))
  )
    next += 1;
  const below = atoms[next + 1];
  if (
    atoms[next]?.tokenType === Slash &&
    below?.tokenType === Word &&
    (unitOf(perUnits, below.image) ?? unitOf(growthUnits, below.image)) !== undefined
  )
    next += 2;
  return next;
}

function asSentence(leaves: readonly (Leaf | UnitLeaf)[]): string {
  const one = new Set(leaves.map(phrase)).size === 1;
  const phrases = one ? leaves.slice(0, 1).map(phrase) : [...new Set(leaves.map(shortPhrase))];
  const several = one && leaves.some((leaf) => (leaf.is === 'word' || leaf.is === 'mark') && leaf.follower !== undefined);
  return `${either(phrases.slice(0, MOST_ALTERNATIVES))} ${several ? 'are' : 'is'} expected`;
}

/** `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? 'the end of the line') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
