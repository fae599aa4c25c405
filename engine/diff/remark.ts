/** The gravest first. */
export const weights = [
  'unreadable',
  'lost',
  'broken',
  'missed',
  'loosened',
  'error',
  'silenced',
  'worse',
  'warning',
  'cost',
  'other',
  'better',
] as const;
export type Weight = (typeof weights)[number];

/** One thing that a reviewer should know, in a sentence. */
export interface Remark {
  readonly weight: Weight;
  /** Names of systems, storages and scenarios; empty for the plan. */
  readonly about: readonly string[];
  readonly message: string;
}

/** Whether a promise has become worse, or an error has come. */
export function isWorse({ weight }: Remark): boolean {
  return weights.indexOf(weight) <= weights.indexOf('error');
}
