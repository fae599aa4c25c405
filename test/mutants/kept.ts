/** What earlier runs know of mutants, in a file that each try is added to. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Order } from './process.ts';

/** What is known of a mutant. */
export interface Known {
  /** What killed it, in the words of the test. */
  readonly killer: string | undefined;
  /** Whether it has survived this test file as the file is now. */
  survived(file: string): boolean;
}

/** A line of the file: one process that a mutant was tried in. */
interface Trial {
  readonly mutant: string;
  readonly killer?: string;
  /** The states of the test files: of the one that killed it, or of those that it survived. */
  readonly states: readonly string[];
}

/**
 * How mutants ended, from run to run: what was killed stays so as long as its own file and the test file that killed it are the same, and
 * what lives is put to those test files that have changed since. Other files of the engine are not looked at; to try all anew, delete the file.
 */
export class Kept {
  private readonly file: string;
  private readonly states: ReadonlyMap<string, string>;
  private readonly trials = new Map<string, Trial[]>();

  /** @param states of the test files, by their paths */
  constructor(file: string, states: ReadonlyMap<string, string>) {
    this.file = file;
    this.states = states;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    for (const line of lines) this.keep(JSON.parse(line) as Trial);
  }

  /** @param mutant its name, which changes with its file */
  of(mutant: string): Known {
    const now = new Set(this.states.values());
    const trials = this.trials.get(mutant) ?? [];
    const stands = trials.find(({ killer, states }) => killer !== undefined && states.every((state) => now.has(state)));
    const survived = new Set(trials.flatMap(({ killer, states }) => (killer === undefined ? states : [])));
    return { killer: stands?.killer, survived: (file) => survived.has(this.states.get(file) ?? '') };
  }

  /** Keeps what killed a mutant, or that nothing did. What is killed by a limit is so by no test. */
  add(mutant: string, orders: readonly Order[], killer: string | undefined): string | undefined {
    const files = orders.map(({ file }) => file).filter((file) => killer === undefined || killer.startsWith(`${file}: `));
    const trial = { mutant, killer, states: files.flatMap((file) => this.states.get(file) ?? []) };
    this.keep(trial);
    appendFileSync(this.file, `${JSON.stringify(trial)}\n`);
    return killer;
  }

  private keep(trial: Trial): void {
    this.trials.set(trial.mutant, [...(this.trials.get(trial.mutant) ?? []), trial]);
  }
}
