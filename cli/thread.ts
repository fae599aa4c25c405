/** A thread of `examineAll`: answers batches of paths until it is ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { readText } from '../workspace/read.ts';
import { type Answer, examinedOf, type ThreadData } from './examine-all.ts';
import { UsageError } from './io.ts';

export function serveThread(): void {
  const { cwd, day } = workerData as ThreadData;
  parentPort?.on('message', (batch: readonly string[]) => parentPort?.postMessage(batch.map((path) => answerTo(path, cwd, day))));
}

function answerTo(path: string, cwd: string, day: string): Answer {
  try {
    return examinedOf(path, readText, { cwd }, day);
  } catch (error) {
    if (error instanceof UsageError) return { failure: error.message, ofUser: true };
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error), ofUser: false };
  }
}
