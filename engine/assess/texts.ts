/** The text that the figures of a system come from, where nothing depends on other systems: the key under which they are remembered. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Plan, System } from '../plan/model.ts';
import { wordingOf } from '../plan/wording.ts';
import { memory } from './memory.ts';

const contexts = memory<string>(64);
let seen = 0;

/** Systems with the same text are alike, also in another plan. Undefined for a plan that does not come from text. */
export function systemTexts(plan: Plan, catalogue: Catalogue): (system: System) => string | undefined {
  const wording = wordingOf(plan);
  if (wording === undefined) return () => undefined;
  const context = contexts.recall(`${catalogueId(catalogue)} ${wording.surroundings}`, () => `${++seen}`);
  return (system) => {
    const text = wording.ofSystem(system);
    return text === undefined ? undefined : `${context} ${text}`;
  };
}

const catalogues = new WeakMap<Catalogue, number>();
let catalogueCount = 0;

function catalogueId(catalogue: Catalogue): number {
  const known = catalogues.get(catalogue) ?? ++catalogueCount;
  catalogues.set(catalogue, known);
  return known;
}
