/** How a plan stands to its promises, as its scenario matrix says it. */
import type { Cell, Pictures } from './preview-messages.ts';

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
  const targets = rows.flat().flatMap(({ target }) => target ?? []);
  const count = (wanted: Cell['target']): number => targets.filter((target) => target === wanted).length;
  return {
    promises: targets.length,
    broken: count('not met'),
    unknown: count('not known'),
    head,
    rows: rows
      .filter((cells) => cells.some(({ target }) => target !== undefined && target !== 'met'))
      .map((cells) => cells.map(({ text }) => text)),
  };
}
