/** The inputs of the fuzz runs: each comes from the seed and its own number, so that any of them can be had again without those before. */
import { type Chance, chanceFrom, mutated, pick } from './mutate.ts';
import { declarations, plans, quickPlans, quickSmallPlans, smallPlans } from './plans.ts';

export interface Input {
  readonly text: string;
  /** Whether the files that it gives are made too: of a share, since that takes longer than all the rest. */
  readonly generates: boolean;
  /** For whatever else about it is left to chance. */
  readonly chance: Chance;
}

/** Of so many inputs that give files, one is asked for them. */
export const ONE_GENERATES = 10;

export function inputOf(seed: number, number: number): Input {
  const chance = chanceFrom(seed ^ Math.imul(number, 0x9e3779b1));
  return { text: textOf(chance), generates: chance() * ONE_GENERATES < 1, chance };
}

/**
 * Almost half are plans: most have one system, one in fifty is an example as it stands, and one in five hundred a busy one. The others are
 * single declarations and noise: what is wrong in a line needs no plan around it.
 */
function textOf(chance: Chance): string {
  const kind = chance();
  if (kind < 0.25) return bytes(chance);
  if (kind < 0.53) return mutated(declarations, chance);
  const seeds = chance();
  if (seeds < 0.002) return mutated(plans, chance);
  if (seeds < 0.02) return mutated(chance() < 0.5 ? quickPlans : smallPlans, chance);
  return mutated(quickSmallPlans, chance);
}

/** Random bytes as they are read from a file; half of them within or behind a declaration. */
function bytes(chance: Chance): string {
  const noise = Buffer.from(Uint8Array.from({ length: chance() * 100 }, () => chance() * 256)).toString('utf8');
  if (chance() < 0.5) return noise;
  const text = pick(chance, declarations);
  const at = Math.floor(chance() * (text.length + 1));
  return text.slice(0, at) + noise + text.slice(at);
}
