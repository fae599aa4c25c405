import type { Sourced } from '../plan/model.ts';
import type { Derivation } from './assessment.ts';

/** What a number rests on, for its derivation: its place in the plan, or the default that it is. */
export function assumed<T>(quantity: Sourced<T> | undefined): Pick<Derivation, 'place' | 'assumption'> {
  if (quantity === undefined) return {};
  const { source } = quantity;
  return source.from === 'plan' ? { place: source.place } : { assumption: { about: source.about, because: source.because } };
}
