/** The options of a command, as far as what they mean is known. */
import { SECRET_OPTION } from './secrets.ts';
import type { Word } from './shell.ts';

export class Arguments {
  readonly #options = new Map<string, Word[]>();
  /** What is no option. */
  readonly rest: readonly Word[];

  /** `valued` are the options that take a value, without dashes; `words` begin behind the command's name. */
  constructor(words: readonly Word[], valued: readonly string[]) {
    const takes = new Set(valued);
    const rest: Word[] = [];
    for (let index = 0; index < words.length; index++) {
      const word = words[index];
      if (word === undefined) break;
      const { text } = word;
      if (text === '--') {
        rest.push(...words.slice(index + 1));
        break;
      }
      const long = /^--([\w-]+)(?:=([\s\S]*))?$/u.exec(text);
      if (long !== null) {
        const [, name = '', value] = long;
        if (value !== undefined) this.#add(name, { ...word, text: value });
        else this.#add(name, takes.has(name) || SECRET_OPTION.test(name) ? words[++index] : undefined);
      } else if (/^-[A-Za-z0-9]/u.test(text)) index += this.#short(word, words[index + 1], takes);
      else rest.push(word);
    }
    this.rest = rest;
  }

  has(...names: readonly string[]): boolean {
    return names.some((name) => this.#options.has(name));
  }

  /** The last value of the first of these options that is given. */
  value(...names: readonly string[]): Word | undefined {
    return names.flatMap((name) => this.#options.get(name)?.at(-1) ?? [])[0];
  }

  values(...names: readonly string[]): readonly Word[] {
    return names.flatMap((name) => this.#options.get(name) ?? []);
  }

  /** Letters that stand together; gives how many words more they took. */
  #short(word: Word, next: Word | undefined, takes: ReadonlySet<string>): number {
    const letters = word.text.slice(1);
    for (const [index, letter] of [...letters].entries()) {
      if (!takes.has(letter)) {
        this.#add(letter, undefined);
        continue;
      }
      const value = letters.slice(index + 1);
      this.#add(letter, value === '' ? next : { ...word, text: value });
      return value === '' ? 1 : 0;
    }
    return 0;
  }

  #add(name: string, value: Word | undefined): void {
    const known = this.#options.get(name) ?? [];
    if (value !== undefined) known.push(value);
    this.#options.set(name, known);
  }
}
