/** The journal that generated scripts write: one line of JSON a run. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RestoreTest } from '../engine/generate/restore-test.ts';
import { systemCode } from './problem.ts';

export interface JournalLine {
  readonly plan: string;
  /** SHA-256 of the plan that the script was generated from. */
  readonly planHash: string;
  readonly system: string;
  /** Its id in the plan: `orders/full-nas`. */
  readonly job: string;
  readonly kind: string;
  readonly storage: string | null;
  readonly point: string | null;
  /** Instants are seconds since 1970. */
  readonly started: number;
  readonly captured: number | null;
  readonly finished: number;
  readonly bytes: number | null;
  readonly result: 'ok' | 'failed' | 'locked';
  readonly exitCode: number;
  readonly stage: string;
  readonly error: string | null;
}

/** A line as an object; undefined where it is none: torn, or not ours. */
export function readJournalLine(text: string): JournalLine | undefined {
  try {
    const value = JSON.parse(text) as Partial<JournalLine> | null;
    if (value === null || typeof value !== 'object') return undefined;
    const { plan, system, job, kind, started, finished, result } = value;
    const texts = [plan, system, job, kind, result].every((field) => typeof field === 'string');
    return texts && [started, finished].every(Number.isFinite) ? (value as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}

/** Where lines of journals are gathered for a plan: `shop.journal.jsonl` beside `shop.backupplan`. */
export function journalBeside(plan: string): string {
  return path.join(path.dirname(path.resolve(plan)), `${path.basename(plan).replace(/\.backupplan$/u, '')}.journal.jsonl`);
}

/**
 * The restore tests in the journal beside a plan, in its order; none where there is no such file. A line that is there twice is one test;
 * a test that left because another one was running is none.
 */
export function restoreTestsOf(plan: string): readonly RestoreTest[] {
  const lines = new Set((textAt(journalBeside(plan)) ?? '').split('\n'));
  return [...lines].flatMap((text): RestoreTest[] => {
    const line = readJournalLine(text);
    if (line?.kind !== 'verify-restore' || line.result === 'locked' || typeof line.planHash !== 'string') return [];
    const { system, storage, started, finished, result, planHash } = line;
    return [
      {
        system,
        storage: typeof storage === 'string' ? storage : undefined,
        finished,
        seconds: finished - started,
        passed: result === 'ok',
        planHash,
      },
    ];
  });
}

function textAt(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
