/** What somebody says of a system before there is a plan, read in the words of the language. */
import { parse } from '../../grammar/parse.ts';
import { type Span, type Statement, value } from '../../grammar/tree.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { spanSeconds } from '../plan/model.ts';
import { type Asked, kinds, questions } from './questions.ts';
import { startNames } from './starter.ts';

/** The answers that were given, as they were typed. */
export type Said = Readonly<Partial<Record<Asked, string>>>;

export interface Answers {
  readonly system: string;
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes per second. */
  readonly changes?: number;
  /** Of an hour. */
  readonly outage?: Money;
  /** What one outage may cost at most. */
  readonly bearable?: Money;
  /** Work that can be typed in again. */
  readonly redo?: Span;
  /** How long damage may stay unnoticed. */
  readonly unnoticed: Span;
  /** Names of packs. */
  readonly comply: readonly string[];
  /** Classes of data; where nobody said, the ones that the packs speak of most. */
  readonly holds: readonly string[];
}

interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** An answer that cannot be read; the message says what it may be. */
export class AnswerError extends Error {
  readonly about: Asked;
  constructor(about: Asked, message: string) {
    super(message);
    this.about = about;
  }
}

/** Throws AnswerError. */
export function readAnswers(said: Said, catalogue: Catalogue): Answers {
  const given = <T>(about: Asked, read: (text: string) => T): T | undefined => {
    const text = said[about];
    return text === undefined ? undefined : read(text);
  };
  const either = <T>(about: Asked, read: (text: string) => T): T => read(said[about] ?? questions[about].usual ?? '');
  const outage = given('outage', (text) => moneyOf('outage', text));
  const bearable = given('bearable', (text) => moneyOf('bearable', text));
  if (bearable !== undefined && outage === undefined)
    throw new AnswerError('bearable', 'what an outage may cost at most says nothing without what an hour of it costs');
  if (bearable !== undefined && bearable.currency !== outage?.currency)
    throw new AnswerError(
      'bearable',
      `an hour costs ${outage?.currency} and an outage may cost ${bearable.currency}: say both in one currency`,
    );
  const comply = given('comply', (text) => packsOf(text, catalogue)) ?? [];
  return {
    system: either('system', nameOf),
    kind: either('kind', kindOf),
    size: either('size', sizeOf),
    changes: given('changes', rateOf),
    outage,
    bearable,
    redo: given('redo', (text) => spanOf('redo', text)),
    unnoticed: either('unnoticed', (text) => spanOf('unnoticed', text)),
    comply,
    holds: given('holds', (text) => classesIn(text, catalogue)) ?? spokenOf(comply, catalogue),
  };
}

/** The statement that an answer makes, and only that: nothing else may hide in it. Throws AnswerError. */
function statementOf(about: Asked, id: string, text: string, around: (answer: string) => string): Statement {
  const { statements, problems, comments } = parse(around(text.trim()));
  const [outer] = statements;
  const [inner, ...more] = outer?.block?.statements ?? [];
  const [problem] = problems;
  if (problem !== undefined) throw new AnswerError(about, problem.message);
  if (inner?.id !== id || statements.length + more.length + comments.length > 1 || /[\r\n]/.test(text.trim()))
    throw new AnswerError(about, `'${text.trim()}' is no ${questions[about].value.toLowerCase()} alone`);
  return inner;
}

const inSystem = (word: string) => (answer: string) => `system x: files {\n${word} ${answer}\n}`;

function nameOf(text: string): string {
  const [outer] = parse(`system ${text.trim()}: files { size 1 GB }`).statements;
  const name = outer && value(outer, 'name', 'name')?.text;
  if (name === undefined || name !== text.trim())
    throw new AnswerError('system', `'${text}' is no name: a letter, then letters, digits, - and _, like orders`);
  if (startNames.has(name))
    throw new AnswerError('system', `'${name}' is what something else is called in the plan that is written: call it otherwise`);
  return name;
}

function kindOf(text: string): string {
  const kind = text.trim();
  if (!Object.hasOwn(kinds, kind)) throw new AnswerError('kind', `'${kind}' is none of ${Object.keys(kinds).join(', ')}`);
  return kind;
}

function sizeOf(text: string): number {
  const bytes = value(statementOf('size', 'system.size', text, inSystem('size')), 'size', 'size')?.bytes ?? 0;
  if (bytes <= 0) throw new AnswerError('size', 'a system without a byte needs no backup');
  return bytes;
}

function rateOf(text: string): number {
  return value(statementOf('changes', 'system.changes', text, inSystem('changes')), 'rate', 'rate')?.bytesPerSecond ?? 0;
}

function spanOf(about: Asked, text: string): Span {
  const span = value(statementOf(about, 'target.rpo', text, inSystem('rpo')), 'span', 'duration')?.span;
  if (span === undefined || spanSeconds(span) < 60) throw new AnswerError(about, `'${text.trim()}' is less than a minute`);
  return span;
}

/** `500 EUR`, also with the hour: `500 EUR/h`. */
function moneyOf(about: Asked, text: string): Money {
  const plain = about === 'outage' ? text.trim().replace(/\s*\/\s*h(our)?$/, '') : text;
  const found = value(
    statementOf(about, 'system.outage', plain, (answer) => `${inSystem('outage costs')(`${answer}/h`)}`),
    'amount',
    'money',
  );
  if (found === undefined || found.amount <= 0) throw new AnswerError(about, `'${text.trim()}' is no sum of money, like 500 EUR`);
  return { amount: found.amount, currency: found.currency };
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}

function packsOf(text: string, { packs }: Catalogue): readonly string[] {
  const names = wordsOf(text);
  const unknown = names.find((name) => !Object.hasOwn(packs, name));
  if (unknown !== undefined) throw new AnswerError('comply', `'${unknown}' is none of ${Object.keys(packs).join(', ')}`);
  return names;
}

function classesIn(text: string, catalogue: Catalogue): readonly string[] {
  const known = new Set(classesOf(Object.keys(catalogue.packs), catalogue));
  const names = wordsOf(text);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new AnswerError('holds', `no rule speaks of '${unknown}'; they speak of ${[...known].join(', ')}`);
  return names;
}

/** The classes that rules speak of, once for each rule. */
function classesOf(names: readonly string[], { packs }: Catalogue): readonly string[] {
  return names.flatMap((name) => Object.values(packs[name]?.rules ?? {}).flatMap(({ when }) => when.holds ?? []));
}

/** Of each pack the class that most of its rules speak of. */
function spokenOf(names: readonly string[], catalogue: Catalogue): readonly string[] {
  const most = names.flatMap((name) => {
    const all = classesOf([name], catalogue);
    const often = (word: string): number => all.filter((each) => each === word).length;
    return all.toSorted((a, b) => often(b) - often(a)).slice(0, 1);
  });
  return [...new Set(most)];
}
