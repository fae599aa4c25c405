/**
 * A backup block as numbers: all that its restore points depend on, and nothing else (no names of systems, no places in the plan). Two
 * blocks with the same shape have the same history, so the shape written as JSON is the key under which a history is remembered.
 */
import type { JobWord, RuleForm, Span } from '../../plan/model.ts';
import { textOf } from '../memory.ts';
import { keyOf, type Timing } from '../schedule/runs.ts';

export interface JobShape {
  readonly word: JobWord;
  /** What a person calls the point: `dump`, `full`. */
  readonly noun: string;
  readonly timing: Timing | 'continuous';
  /** Index of the storage in `BlockShape.storages`. */
  readonly to: number;
  /** Seconds of a run, and of the block's first full where the tool deduplicates. */
  readonly duration: number;
  readonly firstDuration: number;
  /** Bytes of a point as it is stored, and of the block's first full where the tool deduplicates. */
  readonly bytes: number;
  readonly firstBytes: number;
  /** The point's capture is the end of its run, not the start. */
  readonly capturedAtEnd: boolean;
  /** The point needs no other. */
  readonly alone: boolean;
  /** Log may be replayed on the point. */
  readonly logBase: boolean;
  /** Seconds by which a continuous log is behind. */
  readonly lag: number;
}

export interface CopyShape {
  readonly move: boolean;
  readonly timing: Timing | { readonly after: readonly (JobWord | 'copy')[] };
  readonly from: number;
  readonly to: number;
  /** Seconds of a run, where the plan says so. */
  readonly taking?: number;
  /** Bytes per second. */
  readonly rate: number;
}

export interface StorageShape {
  readonly name: string;
  /** Every rule that speaks for the storage; empty: all is kept. */
  readonly rules: readonly RuleForm[];
  readonly keepLogs?: Span | 'forever';
  /** `immutable`. */
  readonly lock?: Span;
}

export interface BlockShape {
  /** The plan's time zone, in which retention counts days. */
  readonly zone: string;
  /** Runs are worked out in [from, until), UTC seconds. */
  readonly from: number;
  readonly until: number;
  readonly storages: readonly StorageShape[];
  readonly jobs: readonly JobShape[];
  readonly copies: readonly CopyShape[];
  /** Bytes of log per second, as stored. */
  readonly logRate: number;
}

/** What the block depends on as text: shapes with the same key have the same history. Written out, since a plan of a thousand blocks asks a thousand times. */
export function keyOfShape({ zone, from, until, storages, jobs, copies, logRate }: BlockShape): string {
  let key = `${zone} ${from} ${until} ${logRate}`;
  for (const { name, rules, keepLogs, lock } of storages) {
    key += `\n${name} ${keptFor(keepLogs)} ${lock === undefined ? '' : textOf(lock)}`;
    for (const rule of rules) key += textOf(rule);
  }
  for (const job of jobs) {
    const { word, noun, timing, to, duration, firstDuration, bytes, firstBytes, capturedAtEnd, alone, logBase, lag } = job;
    key += `\n${word} ${noun} ${timing === 'continuous' ? '' : keyOf(timing)} ${to} ${duration} ${firstDuration} ${bytes} ${firstBytes}`;
    key += ` ${capturedAtEnd} ${alone} ${logBase} ${lag}`;
  }
  for (const { move, timing, from: source, to, taking, rate } of copies)
    key += `\n${move} ${'after' in timing ? timing.after.join() : keyOf(timing)} ${source} ${to} ${taking} ${rate}`;
  return key;
}

function keptFor(span: StorageShape['keepLogs']): string {
  return span === undefined || span === 'forever' ? `${span}` : textOf(span);
}
