import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Order, Reached } from './process.ts';
import { ended } from './verdict.ts';

/** The tests of a file that reach a mutant, and the seconds of a processor that they take together. */
export interface Way {
  readonly order: Order;
  readonly seconds: number;
}

/**
 * Runs every test file once with no mutant switched on, each in a process of its own, and gives the ways to each mutant that any reaches,
 * what takes least first. A test that finds an answer remembered, which an earlier one of its file asked for, does not reach what gave it.
 * Throws where a test fails as it is.
 *
 * @param folder where what a file reaches is kept, by the state of the file
 */
export async function reach(
  bundle: string,
  tests: readonly string[],
  folder: string,
  states: ReadonlyMap<string, string>,
): Promise<Map<number, readonly Way[]>> {
  mkdirSync(folder, { recursive: true });
  const found = new Map<number, Way[]>();
  for (const file of tests) {
    const { atOnce, tests: each } = await reachedBy(bundle, file, path.join(folder, `${states.get(file)}.json`));
    const byMutant = new Map<number, number[]>();
    for (const [index, test] of each.entries()) {
      for (const mutant of test.mutants) byMutant.set(mutant, [...(byMutant.get(mutant) ?? []), index]);
    }
    for (const mutant of atOnce) byMutant.set(mutant, [...each.keys()]);
    for (const [mutant, indices] of byMutant) {
      const seconds = sum(indices.flatMap((index) => each[index] ?? []));
      found.set(mutant, [...(found.get(mutant) ?? []), { order: { file, tests: indices }, seconds }]);
    }
  }
  for (const ways of found.values()) ways.sort((a, b) => a.seconds - b.seconds);
  return found;
}

async function reachedBy(bundle: string, file: string, kept: string): Promise<Reached> {
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Reached;
  const { report } = await ended(bundle, [{ file }], 3600);
  if (report?.reached === undefined) throw new Error(`fails without a mutant: ${report?.failed ?? file}`);
  console.error(`${sum(report.reached.tests).toFixed(1)} s  ${file}`);
  writeFileSync(kept, JSON.stringify(report.reached));
  return report.reached;
}

function sum(tests: readonly { readonly seconds: number }[]): number {
  return tests.reduce((total, { seconds }) => total + seconds, 0);
}
