import type { Covered } from '../finding.ts';

/** What something that a rule speaks of lacks. */
export interface Lack {
  /** A clause with the names of the plan: `no copy of \`orders\` is off-site`. */
  readonly text: string;
  /** The checks of ours that say the same where they find it. */
  readonly covers: readonly Covered[];
}

/** A lack in a system that checks of ours may say too, of that system. */
export function lackIn(system: string, text: string, ...codes: readonly string[]): Lack {
  return { text, covers: codes.map((code) => ({ code, about: system })) };
}

/** A lack that a check of ours says of the plan as a whole. */
export function lackOfPlan(text: string, ...codes: readonly string[]): Lack {
  return { text, covers: codes.map((code) => ({ code })) };
}
