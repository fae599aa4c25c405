import type { JournalLine } from './journal-line.ts';

/** Seconds that the success rate looks back. */
export const RATE_SPAN = 30 * 86400;

/** Clocks of two machines may differ so many seconds before it is said. */
export const SKEW = 300;

/** What the lines of one job say. They come in any order: several hosts write, and clocks are set back. */
export class Tally {
  lastSuccess: JournalLine | undefined;
  lastFailure: JournalLine | undefined;
  /** The newest recovery point that a success brought, UTC seconds. */
  newest: { readonly captured: number; readonly storage: string | null } | undefined;
  /** Within the last 30 days. */
  succeeded = 0;
  failed = 0;
  readonly #failures: number[] = [];
  readonly #locks: number[] = [];

  add(line: JournalLine, now: number): void {
    const { result, finished, captured, storage } = line;
    const recent = finished > now - RATE_SPAN ? 1 : 0;
    switch (result) {
      case 'ok':
        this.succeeded += recent;
        this.lastSuccess = later(this.lastSuccess, line);
        if (typeof captured === 'number' && captured <= now + SKEW && captured > (this.newest?.captured ?? Number.NEGATIVE_INFINITY))
          this.newest = { captured, storage };
        break;
      case 'failed':
        this.failed += recent;
        this.lastFailure = later(this.lastFailure, line);
        this.#failures.push(finished);
        break;
      case 'locked':
        this.#locks.push(finished);
    }
  }

  /** Failures since the last success. */
  get failing(): number {
    return this.#failures.filter((finished) => this.#unsettled(finished)).length;
  }

  /** Runs since the last success that left because another one was at work. */
  get locked(): number {
    return this.#locks.filter((finished) => this.#unsettled(finished)).length;
  }

  #unsettled(finished: number): boolean {
    return this.lastSuccess === undefined || finished > this.lastSuccess.finished;
  }
}

function later(one: JournalLine | undefined, other: JournalLine): JournalLine {
  return one === undefined || other.finished >= one.finished ? other : one;
}
