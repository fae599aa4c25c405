/** What the lines of journals come to, by job and by system. */
import type { Plan } from '../plan/model.ts';
import type { JournalLine } from './journal-line.ts';
import { RATE_SPAN, SKEW, Tally } from './tally.ts';

export interface Gathered {
  /** By job, then kind. */
  readonly tallies: Map<string, Map<string, Tally>>;
  /** The last restore test of each system and storage that passed, and the last of each system. */
  readonly passed: Map<string, Map<string, JournalLine>>;
  readonly tests: Map<string, JournalLine>;
  /** When the first line of the plan was written. */
  first: number | undefined;
  readonly future: { lines: number; latest: number | undefined; readonly jobs: Set<string> };
  readonly others: { lines: number; readonly plans: Set<string> };
}

/** `lines` in any order; one that is there twice counts once. `now` in seconds since 1970. */
export function gathered(plan: Plan, lines: Iterable<JournalLine>, now: number): Gathered {
  const found: Gathered = {
    tallies: new Map(),
    passed: new Map(),
    tests: new Map(),
    first: undefined,
    future: { lines: 0, latest: undefined, jobs: new Set() },
    others: { lines: 0, plans: new Set() },
  };
  const seen = new Set<string>();
  for (const line of lines) {
    const { job, kind, storage, point, started, finished, result } = line;
    if (line.plan !== plan.title) {
      found.others.lines++;
      found.others.plans.add(line.plan);
      continue;
    }
    // Only what is counted matters twice; the last of something is the same however often it is read.
    if (finished > now - RATE_SPAN) {
      const key = JSON.stringify([job, kind, storage, point, started, finished, result]);
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const latest = Math.max(started, finished);
    if (latest > now + SKEW) {
      found.future.lines++;
      found.future.latest = Math.max(latest, found.future.latest ?? latest);
      found.future.jobs.add(job);
      continue;
    }
    add(found, line, now);
  }
  return found;
}

function add(found: Gathered, line: JournalLine, now: number): void {
  const { job, kind, system, storage, finished, result } = line;
  found.first = Math.min(finished, found.first ?? finished);
  entryOf(
    entryOf(found.tallies, job, () => new Map<string, Tally>()),
    kind,
    () => new Tally(),
  ).add(line, now);
  if (kind !== 'verify-restore' || result === 'locked') return;
  keepLater(found.tests, system, line);
  if (result === 'ok')
    keepLater(
      entryOf(found.passed, system, () => new Map<string, JournalLine>()),
      storage ?? '',
      line,
    );
}

function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function keepLater(map: Map<string, JournalLine>, key: string, line: JournalLine): void {
  const known = map.get(key);
  // Of two within a second the one that was written later.
  if (known === undefined || line.finished >= known.finished) map.set(key, line);
}
