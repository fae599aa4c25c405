/** The one table that argument parsing, `--help` and the reference are made from. */
import type { ExitCode, Io } from './io.ts';

export interface Option {
  readonly type: 'boolean' | 'string';
  /** One letter that may stand for the name: `o`. */
  readonly short?: string;
  /** What stands for the value in help: `FILE`, or the words that are allowed, `pretty|json`. */
  readonly value?: string;
  readonly doc: string;
  /** May be given several times. */
  readonly many?: true;
  readonly default?: string;
}

export interface Command {
  readonly name: string;
  /** Arguments as help shows them: `[PATH…]`. */
  readonly args: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  run(args: readonly string[], options: Options, io: Io): Promise<ExitCode>;
}

/** The options of one call, checked against the table. */
export class Options {
  readonly #values: Readonly<Record<string, readonly (string | boolean)[]>>;
  /** All values of each option, in their order. */
  constructor(values: Readonly<Record<string, readonly (string | boolean)[]>>) {
    this.#values = values;
  }
  flag(name: string): boolean {
    return this.#values[name]?.at(-1) === true;
  }
  text(name: string): string | undefined {
    return this.texts(name).at(-1);
  }
  texts(name: string): readonly string[] {
    return (this.#values[name] ?? []).filter((value) => typeof value === 'string');
  }
}
