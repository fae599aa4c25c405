/** How a plan stands to its promises, as its scenario matrix says it. */
import type { Pictures } from './preview-messages.ts';

export interface Verdict {
  /** Targets for loss and recovery, counted in each scenario. */
  readonly promises: number;
  readonly broken: number;
  /** The plan does not say enough to tell. */
  readonly unknown: number;
  /** The rows of the matrix with a promise that is broken or unknown, as they read, below their headings. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Undefined where there is no matrix: of a library, and of a plan without systems. */
export function verdictOf({ picture }: Pictures): Verdict | undefined {
  if (picture?.kind !== 'matrix') return undefined;
  const { head, rows } = picture.table;
  const targets = head.flatMap((name, column) => (name === 'RPO' || name === 'RTO' ? [column] : []));
  const read = rows.map((cells) => {
    const texts = cells.map(({ text }) => text);
    return { texts, words: targets.map((column) => wordOf(texts[column] ?? '')) };
  });
  const words = read.flatMap((row) => row.words);
  const count = (word: string): number => words.filter((each) => each === word).length;
  const [broken, unknown] = [count('not met'), count('not known')];
  return {
    promises: count('met') + broken + unknown,
    broken,
    unknown,
    head,
    rows: read.filter((row) => row.words.some((word) => word.startsWith('not'))).map(({ texts }) => texts),
  };
}

/** `met` of `1h, met`. */
function wordOf(text: string): string {
  return /, ((?:not )?(?:met|known))$/.exec(text)?.[1] ?? '';
}
