import type { Order } from './process.ts';
import { ended } from './verdict.ts';

/** Tests that reach a mutant, the files that take least first, and the seconds of a processor that they take together. */
export interface Way {
  readonly orders: readonly Order[];
  readonly seconds: number;
}

/**
 * Runs every test file once with no mutant switched on, each in a process of its own, and gives the way to each mutant that any reaches.
 * A test that finds an answer remembered, which an earlier one of its file asked for, does not reach what gave it.
 * Throws where a test fails as it is.
 */
export async function reach(
  bundle: string,
  tests: readonly string[],
  said: (file: string, seconds: number) => void,
): Promise<Map<number, Way>> {
  const found = new Map<number, { readonly order: Order; readonly seconds: number }[]>();
  for (const file of tests) {
    const { report } = await ended(bundle, [{ file }], 3600);
    if (report?.reached === undefined) throw new Error(`fails without a mutant: ${report?.failed ?? file}`);
    const { atOnce, tests: each } = report.reached;
    said(file, sum(each));
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
  return new Map(
    [...found].map(([mutant, ways]) => [
      mutant,
      { orders: ways.sort((a, b) => a.seconds - b.seconds).map(({ order }) => order), seconds: sum(ways) },
    ]),
  );
}

function sum(tests: readonly { readonly seconds: number }[]): number {
  return tests.reduce((total, { seconds }) => total + seconds, 0);
}
