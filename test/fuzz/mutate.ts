/** Texts for the fuzz tests: plans with mistakes as people make them, and noise. All from a seed, so that a failure can be had again. */
import { tokenize } from '../../grammar/tokens.ts';
import { vocabulary } from '../../grammar/vocabulary.ts';
import { hostileNames, hostileWords, planText } from './names.ts';

/** A generator of numbers from 0 up to, not including, 1 (mulberry32). */
export type Chance = () => number;

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function below(chance: Chance, limit: number): number {
  return Math.floor(chance() * limit);
}

export function pick<T>(chance: Chance, from: readonly T[]): T {
  const found = from[below(chance, from.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

function pieces(text: string): readonly Piece[] {
  return tokenize(text).tokens.map(({ startOffset, image }) => ({ start: startOffset, end: startOffset + image.length }));
}

function replaced(text: string, { start, end }: Piece, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

type Mutation = (text: string, chance: Chance) => string;

/** What leaves most of a plan as it was. */
const mild: readonly Mutation[] = [
  // Another number.
  (text, chance) => {
    const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
    return numbers.length === 0
      ? text
      : replaced(
          text,
          pick(chance, numbers),
          pick(chance, ['0', '1', '7', '13', '24', '31', '59', '60', '999999', '0.5', '00', '20260231']),
        );
  },
  // Another word that stands in the plan already: references go astray, kinds change.
  (text, chance) => {
    const words = [...text.matchAll(/[A-Za-z][\w-]*/g)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
    if (words.length === 0) return text;
    const from = pick(chance, words);
    return replaced(text, pick(chance, words), text.slice(from.start, from.end));
  },
  // A token less.
  (text, chance) => {
    const all = pieces(text);
    return all.length === 0 ? text : replaced(text, pick(chance, all), '');
  },
  // A token twice.
  (text, chance) => {
    const all = pieces(text);
    if (all.length === 0) return text;
    const piece = pick(chance, all);
    return replaced(text, piece, `${text.slice(piece.start, piece.end)} ${text.slice(piece.start, piece.end)}`);
  },
  // Two neighbours change places.
  (text, chance) => {
    const all = pieces(text);
    const index = below(chance, Math.max(1, all.length - 1));
    const [left, right] = [all[index], all[index + 1]];
    if (left === undefined || right === undefined) return text;
    return (
      text.slice(0, left.start) +
      text.slice(right.start, right.end) +
      text.slice(left.end, right.start) +
      text.slice(left.start, left.end) +
      text.slice(right.end)
    );
  },
  // A line less, a line twice, a line somewhere else.
  (text, chance) => {
    const lines = text.split('\n');
    const line = below(chance, lines.length);
    const how = below(chance, 3);
    const [moved = ''] = how === 1 ? [lines[line]] : lines.splice(line, 1);
    if (how > 0) lines.splice(how === 1 ? line : below(chance, lines.length), 0, moved);
    return lines.join('\n');
  },
  // A statement of the language, where it belongs or not.
  (text, chance) => {
    const lines = text.split('\n');
    lines.splice(below(chance, lines.length), 0, `  ${pick(chance, vocabulary).example}`);
    return lines.join('\n');
  },
  // A text that somebody chose who wants harm, in every place of one that stands there already.
  (text, chance) => {
    const texts = [...text.matchAll(/"[^"\\\n]*"/g)].map(({ 0: found }) => found);
    return texts.length === 0 ? text : text.replaceAll(pick(chance, texts), () => planText(pick(chance, hostileNames)));
  },
  // The same of a word.
  (text, chance) => {
    const words = [...text.matchAll(/[A-Za-z][\w-]*/g)].map(({ 0: found }) => found);
    return words.length === 0 ? text : text.replaceAll(new RegExp(`\\b${pick(chance, words)}\\b`, 'g'), pick(chance, hostileWords));
  },
  // A letter too few or too many.
  (text, chance) => {
    const at = below(chance, text.length);
    return chance() < 0.5 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + pick(chance, [...'aez-09.:,/" ']) + text.slice(at);
  },
];

const NOISE = [
  '\u0000',
  '\ud800',
  '\udc00',
  '€',
  '{',
  '}',
  '"',
  '"""',
  '/*',
  '*/',
  '//',
  '\r',
  '\r\n',
  '\n',
  ';',
  ',',
  ':',
  '\\',
  '\u2028',
  '\ufeff',
  '%',
  '\t',
  '-',
  '_',
  '1e9',
  '#',
];

/** What does not. */
const rough: readonly Mutation[] = [
  // Noise in the middle.
  (text, chance) => {
    let noisy = text;
    for (let count = 1 + below(chance, 5); count > 0; count -= 1) {
      const at = below(chance, noisy.length + 1);
      noisy = noisy.slice(0, at) + pick(chance, NOISE) + noisy.slice(at);
    }
    return noisy;
  },
  // Cut off.
  (text, chance) => text.slice(0, below(chance, text.length)),
  // A piece of it gone.
  (text, chance) => {
    const from = below(chance, text.length);
    return text.slice(0, from) + text.slice(from + below(chance, 200));
  },
];

/** Mostly a plan with one to three slips, sometimes one that is badly broken, sometimes noise alone. */
export function mutated(plans: readonly string[], chance: Chance): string {
  const kind = chance();
  if (kind < 0.04)
    return Array.from({ length: below(chance, 60) }, () =>
      chance() < 0.5 ? pick(chance, NOISE) : ` ${pick(chance, vocabulary).example.split(' ')[0]} `,
    ).join('');
  let text = pick(chance, plans);
  for (let count = 1 + below(chance, 3); count > 0 && text.length > 0; count -= 1) text = pick(chance, mild)(text, chance);
  return kind < 0.85 || text.length === 0 ? text : pick(chance, rough)(text, chance);
}
