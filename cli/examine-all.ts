/** Examines many plans, on all cores where there are enough of them. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../engine/checks/finding.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { type Io, UsageError } from './io.ts';
import { shares } from './shares.ts';
import { examineFile } from './sources.ts';

/** What `check` tells of one plan: small enough to go from thread to thread. */
export interface Examined {
  readonly findings: readonly Finding[];
  /** A part of the program that failed, and what is known of it. */
  readonly faults: readonly { readonly part: string; readonly error: string }[];
}

/** What a thread is told when it starts. */
export interface ThreadData {
  readonly cwd: string;
  readonly day: string;
}

/** What a thread answers to each path of a batch: what it found, or why it could not. */
export type Answer = Examined | { readonly failure: string; readonly ofUser: boolean };

/** Plans for which a second core is worth it: a thread loads the program anew, and warms up. */
const MANY = 64;
/** Plans that a thread is given at a time. */
const BATCH = 16;

/** In the order of the paths. Throws UsageError for the first that cannot be examined, as `examineFile` does. */
export async function examineAll(paths: readonly string[], read: ReadText, io: Io, day: string): Promise<readonly Examined[]> {
  if (paths.length < MANY) return paths.map((path) => examinedOf(path, read, io, day));
  const cores = availableParallelism();
  try {
    if (cores > 1 && io.thread !== undefined) return await onThreads(paths, read, io, { cwd: io.cwd, day }, io.thread, cores);
    return paths.map((path, index) => {
      if (index % BATCH === 0) tell(io, index, paths.length);
      return examinedOf(path, read, io, day);
    });
  } finally {
    io.progress?.('');
  }
}

export function examinedOf(path: string, read: ReadText, io: Pick<Io, 'cwd'>, day: string): Examined {
  const { findings, faults } = examineFile(path, read, io, day);
  return {
    // Without its fixes, which nobody asks for here.
    findings: findings.map(({ code, severity, message, file, range, about, related }) => ({
      ...{ code, severity, message, file, range, related, fixes: [] },
      ...(about === undefined ? {} : { about }),
    })),
    faults: faults.map(({ part, error }) => ({ part, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })),
  };
}

/** Each thread gets its next batch when it is done with the last one. */
async function onThreads(
  paths: readonly string[],
  read: ReadText,
  io: Io,
  data: ThreadData,
  entry: string,
  cores: number,
): Promise<readonly Examined[]> {
  const order = alikeTogether(paths, read);
  const threads = Math.min(cores, Math.ceil(order.length / BATCH));
  const deal = shares(order, threads, BATCH);
  const answers: Answer[] = [];
  let done = 0;
  const work = async (thread: number): Promise<void> => {
    const worker = new Worker(entry, { workerData: data });
    try {
      for (let batch = deal(thread); batch.length > 0; batch = deal(thread)) {
        const answered = await asked(
          worker,
          batch.map(({ path }) => path),
        );
        for (const [at, { index }] of batch.entries()) answers[index] = answered[at] ?? { findings: [], faults: [] };
        done += batch.length;
        tell(io, done, paths.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, (_, thread) => work(thread)));
  return answers.map((answer) => {
    if ('failure' in answer) throw answer.ofUser ? new UsageError(answer.failure) : new Error(answer.failure);
    return answer;
  });
}

/**
 * Plans that differ in names alone are examined one after the other by one thread, which remembers what it has worked out; another one
 * would work it out again. So are those that differ in figures besides: where a plan has several systems, some of them have the same.
 */
function alikeTogether(paths: readonly string[], read: ReadText): readonly { readonly path: string; readonly index: number }[] {
  return paths
    .map((path, index) => {
      const nameless = (read(path) ?? '').replace(/"[^"\n]*"|\bsystem\s+\S+/g, '');
      return { path, index, kind: [nameless.replace(/\b\d+/g, ''), nameless].join('\n') };
    })
    .sort((one, other) => (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : one.index - other.index));
}

function asked(worker: Worker, batch: readonly string[]): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    const answered = (answer: readonly Answer[]): void => {
      worker.off('error', reject);
      resolve(answer);
    };
    worker.once('message', answered);
    worker.once('error', reject);
    worker.postMessage(batch);
  });
}

function tell(io: Io, done: number, all: number): void {
  io.progress?.(`${done} of ${all} plans checked`);
}
