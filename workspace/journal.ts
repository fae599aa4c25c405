/** The journal that generated scripts write: one line of JSON a run. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { RestoreTest } from '../engine/generate/restore-test.ts';
import { type JournalLine, readJournalLine } from '../engine/status/journal-line.ts';

/** The kind of a line about a restore test. */
const TEST = 'verify-restore';

/** Where lines of journals are gathered for a plan: `shop.journal.jsonl` beside `shop.backupplan`. */
export function journalBeside(plan: string): string {
  return path.join(path.dirname(path.resolve(plan)), `${path.basename(plan).replace(/\.backupplan$/u, '')}.journal.jsonl`);
}

/**
 * The restore tests in the journal beside a plan, in its order; none where there is no such file. A line that is there twice is one test;
 * a test that left because another one was running is none.
 */
export function restoreTestsOf(plan: string): readonly RestoreTest[] {
  const file = journalBeside(plan);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  const tests = new Map<string, JournalLine | undefined>();
  for (const { text } of textLines(file)) if (text.includes(TEST) && !tests.has(text)) tests.set(text, readJournalLine(text));
  return [...tests.values()].flatMap((line): RestoreTest[] => {
    if (line?.kind !== TEST || line.result === 'locked' || typeof line.planHash !== 'string') return [];
    const { system, storage, started, finished, result, planHash, restoreHash } = line;
    return [
      {
        system,
        storage: typeof storage === 'string' ? storage : undefined,
        finished,
        seconds: finished - started,
        passed: result === 'ok',
        planHash,
        ...(typeof restoreHash === 'string' ? { restoreHash } : {}),
      },
    ];
  });
}

/** A journal as the editor follows it. */
export interface FollowedJournal {
  /** Another one where the file has changed. */
  readonly stamp: string;
  lines(): readonly JournalLine[];
}

/** Bytes. What is larger is read by `status` alone: nobody waits for it while typing. */
const LARGEST_FOLLOWED = 64_000_000;

/** The journal beside a plan; undefined where there is none, or it is too large to follow. */
export function followedJournal(plan: string): FollowedJournal | undefined {
  const file = journalBeside(plan);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > LARGEST_FOLLOWED) return undefined;
  return { stamp: `${stat.mtimeMs} ${stat.size}`, lines: () => [...new Journal(file).lines()] };
}

const BLOCK = 65_536;
/** No run writes as much; what is longer is no journal, and is not kept in memory. */
const LONGEST_LINE = 1_000_000;

/** A journal that is read line by line, however long it is. */
export class Journal {
  /** Lines that are none. */
  unreadable = 0;
  /** The number of the first of them, from 1. */
  firstUnreadable: number | undefined;
  /** The last line has no end: it is being written, or the machine went down meanwhile. */
  torn = false;
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** Throws the system's error where the file cannot be read. */
  *lines(): Generator<JournalLine> {
    let number = 0;
    for (const { text, ended } of textLines(this.file)) {
      number++;
      if (text.trim() === '') continue;
      const line = readJournalLine(text);
      if (line !== undefined) yield line;
      else if (ended) {
        this.unreadable++;
        this.firstUnreadable ??= number;
      } else this.torn = true;
    }
  }
}

/** The lines of a file without their ends; the last one may have none. What is too long is cut off. */
function* textLines(file: string): Generator<{ readonly text: string; readonly ended: boolean }> {
  const descriptor = openSync(file, 'r');
  try {
    const block = Buffer.alloc(BLOCK);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let bytes = readSync(descriptor, block); bytes > 0; bytes = readSync(descriptor, block)) {
      const parts = (rest + decoder.write(block.subarray(0, bytes))).split('\n');
      rest = (parts.pop() ?? '').slice(0, LONGEST_LINE);
      for (const text of parts) yield { text, ended: true };
    }
    if (rest !== '') yield { text: rest, ended: false };
  } finally {
    closeSync(descriptor);
  }
}
