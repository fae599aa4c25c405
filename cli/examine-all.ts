/** Examines many plans, on all cores where there are enough of them. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../engine/checks/finding.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { type Io, UsageError } from './io.ts';
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

/** What a thread answers to a batch of paths: as many as it got to, and why it went no further. */
export interface Answer {
  readonly examined: readonly Examined[];
  readonly failure?: { readonly message: string; readonly ofUser: boolean };
}

/** Plans for which a second core is worth it: a thread loads the program anew, and warms up. */
const MANY = 64;
/** Plans that a thread is given at a time. */
const BATCH = 16;

/** In the order of the paths. Throws UsageError for the first that cannot be examined, as `examineFile` does. */
export async function examineAll(paths: readonly string[], read: ReadText, io: Io, day: string): Promise<readonly Examined[]> {
  const cores = availableParallelism();
  const known = paths.length;
  try {
    if (known >= MANY && cores > 1 && io.thread !== undefined) return await onThreads(paths, io, { cwd: io.cwd, day }, io.thread, cores);
    return paths.map((path, index) => {
      if (known >= MANY && index % BATCH === 0) tell(io, index, known);
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
async function onThreads(paths: readonly string[], io: Io, data: ThreadData, entry: string, cores: number): Promise<readonly Examined[]> {
  const batches = Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, index) => paths.slice(index * BATCH, (index + 1) * BATCH));
  const answers: Answer[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(entry, { workerData: data });
    try {
      for (let index = next++; index < batches.length; index = next++) {
        const answer = await asked(worker, batches[index] ?? []);
        answers[index] = answer;
        // What was begun before is waited for: the first failure is the one that is told.
        if (answer.failure !== undefined) next = batches.length;
        done += answer.examined.length;
        tell(io, done, paths.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(cores, batches.length) }, work));
  const failure = answers.find((answer) => answer?.failure !== undefined)?.failure;
  if (failure !== undefined) throw failure.ofUser ? new UsageError(failure.message) : new Error(failure.message);
  return answers.flatMap(({ examined }) => examined);
}

function asked(worker: Worker, batch: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answered = (answer: Answer): void => {
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
