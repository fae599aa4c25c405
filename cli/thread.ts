/** A thread of `examineAll`: answers batches of paths until it is ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { readText } from '../workspace/read.ts';
import { type Answer, type Examined, examinedOf, type ThreadData } from './examine-all.ts';
import { UsageError } from './io.ts';

export function serveThread(): void {
  const { cwd, day } = workerData as ThreadData;
  parentPort?.on('message', (batch: readonly string[]) => parentPort?.postMessage(answerTo(batch, cwd, day)));
}

function answerTo(batch: readonly string[], cwd: string, day: string): Answer {
  const examined: Examined[] = [];
  try {
    for (const path of batch) examined.push(examinedOf(path, readText, { cwd }, day));
    return { examined };
  } catch (error) {
    const ofUser = error instanceof UsageError;
    const message = error instanceof Error ? ((ofUser ? undefined : error.stack) ?? error.message) : String(error);
    return { examined, failure: { message, ofUser } };
  }
}
