/** A line of the journal that generated scripts write: one run. */
export interface JournalLine {
  readonly plan: string;
  /** SHA-256 of the plan that the script was generated from. */
  readonly planHash: string;
  /** Of what the restore of its system rested on; scripts of no chain and older ones have none. */
  readonly restoreHash?: string | null;
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

/**
 * A line as an object; undefined where it is none: torn, or not ours. A line that follows a torn one without a line break between them
 * (the machine went down while it wrote) is found behind it.
 */
export function readJournalLine(text: string): JournalLine | undefined {
  const behind = text.lastIndexOf('{"plan":');
  return parsed(text) ?? (behind > 0 ? parsed(text.slice(behind)) : undefined);
}

function parsed(text: string): JournalLine | undefined {
  try {
    const value = JSON.parse(text) as Partial<JournalLine> | null;
    if (value === null || typeof value !== 'object') return undefined;
    const { plan, system, job, kind, started, finished, result = '' } = value;
    const texts = [plan, system, job, kind].every((field) => typeof field === 'string');
    return texts && [started, finished].every(Number.isFinite) && results.has(result) ? (value as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}

const results: ReadonlySet<string> = new Set(['ok', 'failed', 'locked']);
