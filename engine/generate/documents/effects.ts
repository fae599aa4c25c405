/** What a changed plan is worth beside the plan as it is. */
import type { Assessment, SystemResult } from '../../assess/assessment.ts';
import { duration } from './words.ts';

/** `loss at worst 1h21m3s → 51m1s`, of the worst loss and the longest outage of a system; empty where both are as before. */
export function changesOf(before: Assessment, after: Assessment, system: string): readonly string[] {
  const [had, has] = [before, after].map(({ systems }) => systems.find(({ name }) => name === system));
  return (['loss', 'recovery'] as const).flatMap((what) => {
    const [from, to] = [worst(had, what), worst(has, what)];
    return from === to ? [] : [`${what === 'loss' ? 'loss' : 'outage'} at worst ${said(from)} → ${said(to)}`];
  });
}

/** Seconds, whole; `Infinity` where something cannot be recovered or is not known. */
function worst(result: SystemResult | undefined, what: 'loss' | 'recovery'): number {
  const cases = (result?.scenarios ?? []).filter(({ affected }) => affected).map((scenario) => scenario[what]);
  return Math.max(0, ...cases.map(({ status, seconds }) => (status === 'known' ? Math.round(seconds ?? 0) : Infinity)));
}

function said(seconds: number): string {
  return seconds === Infinity ? 'everything' : duration(seconds);
}
