import type { Turn } from '../runbook/turns.ts';
import type { DocumentSource } from '../source.ts';
import { instant, localInstant } from '../words.ts';

/** The moment at which most is lost: a bad night, and not any night. */
export function openingMoment({ plan }: DocumentSource, turns: readonly Turn[]): string {
  const [worst] = turns
    .filter(({ result }) => result.loss.witness !== undefined && (result.loss.seconds ?? 0) > 0)
    .toSorted((one, other) => (other.result.loss.seconds ?? 0) - (one.result.loss.seconds ?? 0));
  const at = worst?.result.loss.witness?.incidentAt;
  return at === undefined ? 'three in the morning' : `${localInstant(at, plan.timezone.value)} (${instant(at)})`;
}
