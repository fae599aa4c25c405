/**
 * Reads shell text for what it would run; nothing is run. It knows quotes, literal variables, loops over literal words, functions and
 * pipes. What only a shell can know (`$(date)`) is marked as unknown. Any text gives an answer, in time and room that grow with its length.
 */
import { globMatches } from './glob.ts';
import { withoutPassword } from './secrets.ts';
import { type Part, type Token, tokens } from './shell-tokens.ts';
import { UNKNOWN } from './unknown.ts';

export interface Word {
  /** Without the passwords of addresses. */
  readonly text: string;
  /** What stands for each unknown part: `date +%F`. */
  readonly unknowns: readonly string[];
}

export interface Command {
  /** In its file, from 1. */
  readonly line: number;
  readonly words: readonly Word[];
  /** `NAME=value` before the command, and what programs that back up take from variables. */
  readonly sets: ReadonlyMap<string, Word>;
  /** The file that its output goes to. */
  readonly output?: Word;
}

/** Commands whose output goes from one to the next. */
export type Pipeline = readonly Command[];

/** Values of variables by name; `1` is the first argument. */
export type Variables = Map<string, Word>;

export function literal(text: string): Word {
  return { text: withoutPassword(text), unknowns: [] };
}

/** No script that backs up has as many commands, once its loops are unrolled. */
const MOST_COMMANDS = 2000;
const MOST_TURNS = 200;
const LONGEST_VALUE = 4096;
const DEEPEST = 8;

/**
 * `variables` are those that the text begins with; assignments in the text change them. What is read between two pipelines (a file of
 * variables, say) holds for those that follow.
 */
export function* pipelines(text: string, variables: Variables): Generator<Pipeline> {
  const reader = new Reader(tokens(text), variables);
  yield* reader.run(0, reader.length, 0);
}

interface Body {
  readonly from: number;
  readonly to: number;
}

/** What programs take from variables that a script may have set long before. */
const TOLD = ['PGHOST', 'PGPORT', 'PGUSER', 'PGDATABASE', 'RESTIC_REPOSITORY', 'BORG_REPO', 'BORG_PASSPHRASE', 'BORG_PASSCOMMAND'];

/** Words that stand before a command and change nothing in what it backs up. */
const openers = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);
const closers = new Set(['fi', 'done', '}', 'esac']);

class Reader {
  readonly #tokens: readonly Token[];
  readonly #variables: Variables;
  readonly #functions = new Map<string, Body>();
  #commands = 0;

  constructor(all: readonly Token[], variables: Variables) {
    this.#tokens = all;
    this.#variables = variables;
  }

  get length(): number {
    return this.#tokens.length;
  }

  *run(from: number, to: number, depth: number): Generator<Pipeline> {
    let at = from;
    while (at < to && this.#commands < MOST_COMMANDS) at = yield* this.#statement(at, to, depth);
  }

  /** Reads the statement at a token and gives the token behind it. */
  *#statement(at: number, to: number, depth: number): Generator<Pipeline, number> {
    const word = this.#plain(at);
    if (word === undefined) return at + 1;
    if (openers.has(word) || closers.has(word)) return at + 1;
    if (word === 'for') return yield* this.#loop(at, to, depth);
    if (word === 'case') return yield* this.#case(at, to, depth);
    if (word === 'function' || this.#isOperator(at + 1, '(')) return this.#function(at, to);
    return yield* this.#pipeline(at, to, depth);
  }

  *#loop(at: number, to: number, depth: number): Generator<Pipeline, number> {
    const name = this.#plain(at + 1) ?? '';
    const start = this.#behind(at, to, 'do');
    const end = this.#end(start, to, ['do'], 'done');
    const listed = this.#plain(at + 2) === 'in' ? this.#tokens.slice(at + 3, start) : [];
    const values = listed.flatMap((token) => ('parts' in token ? this.#expand(token.parts) : [])).slice(0, MOST_TURNS);
    for (const value of values.length > 0 ? values : [unknown(name)]) {
      this.#variables.set(name, value);
      // Loops of nothing take their time as well.
      this.#commands++;
      if (depth < DEEPEST) yield* this.run(start + 1, end, depth + 1);
    }
    return end + 1;
  }

  /** The branches that can be meant: of a word that is known the first that holds for it, else all. */
  *#case(at: number, to: number, depth: number): Generator<Pipeline, number> {
    const subject = this.#tokens[at + 1];
    const value = subject !== undefined && 'parts' in subject ? this.#value(subject.parts).text : UNKNOWN;
    const end = this.#end(at, to, ['case'], 'esac');
    let index = this.#behind(at, end, 'in') + 1;
    let taken = false;
    while (index < end && this.#commands++ < MOST_COMMANDS) {
      const open = this.#operator(index, end, ')');
      const close = this.#operator(open, end, ';;');
      const patterns = this.#tokens.slice(index, open).flatMap((token) => ('parts' in token ? [this.#value(token.parts).text] : []));
      const holds = patterns.length > 0 && patterns.some((pattern) => globMatches(pattern, value));
      if (holds && !taken && depth < DEEPEST) yield* this.run(open + 1, close, depth + 1);
      taken ||= holds && !value.includes(UNKNOWN);
      index = close + 1;
    }
    return end + 1;
  }

  /** The next such operator; the end where there is none. */
  #operator(at: number, to: number, operator: string): number {
    for (let index = at; index < to; index++) if (this.#isOperator(index, operator)) return index;
    return to;
  }

  #function(at: number, to: number): number {
    const name = this.#plain(at) === 'function' ? this.#plain(at + 1) : this.#plain(at);
    const start = this.#behind(at, to, '{');
    const end = this.#end(start, to, ['{'], '}');
    this.#functions.set(name ?? '', { from: start + 1, to: end });
    return end + 1;
  }

  /** The token of a word that stands where a command could begin. */
  #behind(at: number, to: number, word: string): number {
    for (let index = at; index < to; index++) if (this.#plain(index) === word) return index;
    return to;
  }

  /** The token that closes what is opened at one. */
  #end(start: number, to: number, opening: readonly string[], closing: string): number {
    let open = 0;
    for (let index = start; index < to; index++) {
      const word = this.#plain(index);
      if (word !== undefined && opening.includes(word)) open++;
      else if (word === closing && --open === 0) return index;
    }
    return to;
  }

  *#pipeline(at: number, to: number, depth: number): Generator<Pipeline, number> {
    const piped: Command[] = [];
    let index = at;
    for (; index < to; index++) {
      const [command, next] = this.#command(index, to);
      if (command !== undefined) piped.push(command);
      index = next;
      if (!this.#isOperator(index, '|')) break;
    }
    const [first] = piped;
    const body = first === undefined ? undefined : this.#functions.get(first.words[0]?.text ?? '');
    this.#commands += piped.length;
    if (first !== undefined && body !== undefined) yield* this.#call(first, body, depth);
    else if (piped.length > 0) yield piped;
    return index + 1;
  }

  *#call({ words }: Command, body: Body, depth: number): Generator<Pipeline> {
    if (depth >= DEEPEST) return;
    const outer = new Map(['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((name) => [name, this.#variables.get(name)]));
    for (const name of outer.keys()) this.#set(name, words[Number(name)]);
    yield* this.run(body.from, body.to, depth + 1);
    for (const [name, value] of outer) this.#set(name, value);
  }

  #set(name: string, value: Word | undefined): void {
    if (value === undefined) this.#variables.delete(name);
    else this.#variables.set(name, value);
  }

  #command(at: number, to: number): [Command | undefined, number] {
    const words: Word[] = [];
    const sets = new Map<string, Word>();
    let output: Word | undefined;
    let index = at;
    for (; index < to; index++) {
      const token = this.#tokens[index];
      if (token === undefined) break;
      if ('operator' in token) {
        if (token.operator !== '>' && token.operator !== '<') break;
        const file = this.#tokens[index + 1];
        if (file === undefined || 'operator' in file) break;
        if (token.operator === '>') output = this.#expand(file.parts)[0] ?? output;
        index++;
        continue;
      }
      const set = words.length === 0 || isExport(words) ? assignment(token.parts) : undefined;
      if (set === undefined) words.push(...this.#expand(token.parts));
      else sets.set(set.name, this.#value(set.parts));
    }
    const line = this.#tokens[at]?.line ?? 1;
    // By itself an assignment holds for what follows.
    if (words.length === 0 || isExport(words)) for (const [name, value] of sets) this.#variables.set(name, value);
    if (words.length === 0 || isExport(words)) return [undefined, index];
    for (const name of TOLD) {
      const value = this.#variables.get(name);
      if (value !== undefined && !sets.has(name)) sets.set(name, value);
    }
    return [{ line, words, sets, output }, index];
  }

  /** The text of a word, empty where it has variables; undefined for an operator. */
  #plain(at: number): string | undefined {
    const token = this.#tokens[at];
    if (token === undefined || 'operator' in token) return undefined;
    const [part, ...others] = token.parts;
    return part !== undefined && 'text' in part && others.length === 0 ? part.text : '';
  }

  #isOperator(at: number, operator: string): boolean {
    const token = this.#tokens[at];
    return token !== undefined && 'operator' in token && token.operator === operator;
  }

  /** The words that a word of the text becomes: an unquoted variable may hold several. */
  #expand(parts: readonly Part[]): Word[] {
    const splits = parts.some((part) => 'variable' in part && !part.quoted);
    const value = this.#value(parts);
    if (!splits) return [value];
    return value.text
      .split(/\s+/u)
      .flatMap((text) => (text === '' ? [] : [{ text, unknowns: text.includes(UNKNOWN) ? value.unknowns : [] }]));
  }

  #value(parts: readonly Part[]): Word {
    let text = '';
    const unknowns: string[] = [];
    for (const part of parts) {
      const piece = this.#piece(part);
      text += piece.text;
      unknowns.push(...piece.unknowns);
      if (text.length > LONGEST_VALUE) return unknown('a long text');
    }
    return { text: withoutPassword(text), unknowns: unknowns.slice(0, 20) };
  }

  #piece(part: Part): Word {
    if ('text' in part) return literal(part.text);
    if ('unknown' in part) return unknown(part.unknown);
    const known = this.#variables.get(part.variable);
    if (known !== undefined && known.text !== '') return known;
    return part.fallback === undefined ? unknown(part.variable) : literal(part.fallback);
  }
}

function unknown(because: string): Word {
  // What a shell makes for a while goes again.
  return because.startsWith('mktemp') ? literal('/tmp/mktemp') : { text: UNKNOWN, unknowns: [because] };
}

function isExport([first]: readonly Word[]): boolean {
  return first !== undefined && ['export', 'declare', 'local', 'readonly', 'typeset'].includes(first.text);
}

function assignment(parts: readonly Part[]): { readonly name: string; readonly parts: readonly Part[] } | undefined {
  const [first, ...rest] = parts;
  if (first === undefined || !('text' in first)) return undefined;
  const match = /^([A-Za-z_]\w*)\+?=([\s\S]*)$/u.exec(first.text);
  if (match === null || first.quoted === true) return undefined;
  const [, name = '', value = ''] = match;
  return { name, parts: [{ text: value }, ...rest] };
}
