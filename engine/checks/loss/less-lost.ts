import { resultOf } from '../answers.ts';
import type { Subject } from '../check.ts';
import { duration } from '../words.ts';

/** What a change does to the most that can be lost of a system, for its title; undefined where that stays, or cannot be told. */
export function lessLost(system: string, before: Subject, after: Subject): string | undefined {
  const [from, to] = [mostLost(before, system), mostLost(after, system)];
  if (from === undefined || to === undefined || !Number.isFinite(to)) return undefined;
  if (!Number.isFinite(from)) return `at most ${duration(to)} is lost instead of everything`;
  return duration(from) === duration(to) ? undefined : `loss ${duration(from)} → ${duration(to)}`;
}

/** Seconds in the worst scenario of all that affect the system; `Infinity` where nothing is left. */
function mostLost(subject: Subject, system: string): number | undefined {
  const losses = (resultOf(subject, system)?.scenarios ?? []).flatMap(({ affected, loss }) =>
    !affected ? [] : loss.status === 'unrecoverable' ? [Infinity] : (loss.seconds ?? []),
  );
  return losses.length === 0 ? undefined : Math.max(...losses);
}
