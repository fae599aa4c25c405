/** What a probe says of backups that somebody else makes. Instants are seconds since 1970, lengths seconds. */
import { type System, spanSeconds } from '../plan/model.ts';
import type { Probe } from './probe.ts';
import { SKEW } from './tally.ts';

/** What the `points with` command of a system says. */
export interface ProbedStatus {
  readonly system: string;
  readonly points: number;
  /** The newest that is not of the future. */
  readonly newest?: number;
  readonly rpo?: number;
  /** Undefined without an rpo, without a point, and where jobs of the system are watched, whose points count too. */
  readonly fresh?: boolean;
  /** Why there is no answer. */
  readonly problem?: string;
}

/** `watched`: whether jobs of the system are watched too. */
export function probedStatus({ name, rpo }: System, probe: Probe, watched: boolean, now: number): ProbedStatus {
  const target = rpo === undefined ? undefined : spanSeconds(rpo.value);
  if ('problem' in probe) return { system: name, points: 0, rpo: target, problem: probe.problem };
  const newest = newestOf(probe, now)?.captured;
  const fresh = watched || target === undefined || newest === undefined ? undefined : now - newest <= target;
  return { system: name, points: probe.points.length, newest, rpo: target, fresh };
}

/** The newest point that a probe lists and that is not of the future. */
export function newestOf(probe: Probe | undefined, now: number): { readonly captured: number; readonly storage: string } | undefined {
  const captured = probe !== undefined && 'points' in probe ? probe.points.find((each) => each <= now + SKEW) : undefined;
  return captured === undefined ? undefined : { captured, storage: 'what `points with` lists' };
}
