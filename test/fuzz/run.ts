/**
 * `npm run fuzz`: the long run, which `bundled.mjs` starts. It goes on where it was stopped, for each thousand inputs are one line of its tally.
 *
 *     npm run fuzz -- --inputs 1000000 --seed 1 --jobs 2
 *     npm run fuzz -- --seed 1 --only 4711     one input again: its text, and what becomes of it
 */
import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inputOf } from './inputs.ts';
import { passedThrough } from './pipeline.ts';

const CHUNK = 1000;
/** Milliseconds of silence after which an input hangs: far above what any may take, for the machine may be busy with other things. */
const SILENCE = 120_000;
/** Share of the inputs that the run is worth nothing without. */
const REACHED = 0.4;

interface Failure {
  readonly number: number;
  readonly error: string;
}

/** What became of the inputs from `from` on, as one line of the tally. */
interface Chunk {
  readonly from: number;
  readonly inputs: number;
  readonly assessed: number;
  readonly generated: number;
  /** Seconds of processor time. */
  readonly seconds: number;
  /** Seconds that the slowest took. */
  readonly slowest: number;
  readonly failures: readonly Failure[];
}

type Report = { readonly at: number } | { readonly chunk: Chunk };

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const inputs = Number(values.inputs);
const tally = path.join(fileURLToPath(new URL('../../.cache/fuzz', import.meta.url)), `${seed}.jsonl`);

if (process.send !== undefined) process.on('message', (from) => report({ chunk: chunkOf(Number(from)) }));
else if (values.only !== undefined) showOne(Number(values.only));
else await runAll(Number(values.jobs));

function report(what: Report): void {
  process.send?.(what);
}

function chunkOf(from: number): Chunk {
  const to = Math.min(from + CHUNK, inputs);
  const failures: Failure[] = [];
  const started = process.cpuUsage().user;
  let [assessed, generated, slowest] = [0, 0, 0];
  for (let number = from; number < to; number += 1) {
    report({ at: number });
    try {
      const passed = passedThrough(inputOf(seed, number));
      if (passed.assessed) assessed += 1;
      if (passed.generated) generated += 1;
      slowest = Math.max(slowest, passed.seconds);
    } catch (error) {
      failures.push({ number, error: wordsOf(error) });
    }
  }
  const seconds = (process.cpuUsage().user - started) / 1e6;
  return { from, inputs: to - from, assessed, generated, seconds, slowest, failures };
}

function showOne(number: number): void {
  const input = inputOf(seed, number);
  console.log(input.text);
  console.log(passedThrough({ ...input, generates: true }));
}

async function runAll(jobs: number): Promise<void> {
  mkdirSync(path.dirname(tally), { recursive: true });
  const chunks = knownChunks();
  const done = new Set(chunks.map(({ from }) => from));
  const waiting = Array.from({ length: Math.ceil(inputs / CHUNK) }, (_, index) => index * CHUNK).filter((from) => !done.has(from));
  if (done.size > 0) console.log(`going on with ${tally}: ${summed(chunks).inputs} inputs are done`);
  const keep = (chunk: Chunk): void => {
    chunks.push(chunk);
    appendFileSync(tally, `${JSON.stringify(chunk)}\n`);
    for (const { number, error } of chunk.failures) console.log(`input ${number} of seed ${seed}: ${error}`);
    if (chunks.length % 20 === 0) console.log(said(chunks));
  };
  await Promise.all(Array.from({ length: jobs }, () => work(waiting, keep)));
  const sum = summed(chunks);
  console.log(said(chunks));
  if (sum.failures.length > 0 || sum.assessed < REACHED * sum.inputs) process.exitCode = 1;
}

/** One process that takes chunk after chunk; where an input hangs, another one takes its place. */
async function work(waiting: number[], keep: (chunk: Chunk) => void): Promise<void> {
  let child: ChildProcess | undefined;
  for (let from = waiting.shift(); from !== undefined; from = waiting.shift()) {
    child ??= fork(fileURLToPath(import.meta.url), process.argv.slice(2));
    const chunk = await answer(child, from);
    if (chunk.failures.some(({ error }) => error.startsWith(ENDED))) child = undefined;
    keep(chunk);
  }
  child?.disconnect();
}

const ENDED = 'the process';

function answer(child: ChildProcess, from: number): Promise<Chunk> {
  return new Promise((resolve) => {
    let at = from;
    let clock = setTimeout(hangs, SILENCE);
    const end = (chunk: Chunk): void => {
      clearTimeout(clock);
      child.removeAllListeners();
      resolve(chunk);
    };
    const lost = (error: string): void =>
      end({ from, inputs: at - from + 1, assessed: 0, generated: 0, seconds: 0, slowest: 0, failures: [{ number: at, error }] });
    function hangs(): void {
      child.kill('SIGKILL');
      lost(`${ENDED} hangs`);
    }
    child.on('message', (message: Serializable) => {
      const heard = message as Report;
      if ('chunk' in heard) return end(heard.chunk);
      at = heard.at;
      clearTimeout(clock);
      clock = setTimeout(hangs, SILENCE);
    });
    child.on('exit', (code, signal) => lost(`${ENDED} ended with ${signal ?? code}`));
    child.send(from);
  });
}

function knownChunks(): Chunk[] {
  if (!existsSync(tally)) return [];
  return readFileSync(tally, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Chunk);
}

function summed(chunks: readonly Chunk[]): Omit<Chunk, 'from'> {
  const sum = (of: (chunk: Chunk) => number): number => chunks.reduce((total, chunk) => total + of(chunk), 0);
  return {
    inputs: sum((chunk) => chunk.inputs),
    assessed: sum((chunk) => chunk.assessed),
    generated: sum((chunk) => chunk.generated),
    seconds: sum((chunk) => chunk.seconds),
    slowest: chunks.reduce((slowest, chunk) => Math.max(slowest, chunk.slowest), 0),
    failures: chunks.flatMap(({ failures }) => failures),
  };
}

function said(chunks: readonly Chunk[]): string {
  const { inputs: count, assessed, generated, seconds, slowest, failures } = summed(chunks);
  const share = ((100 * assessed) / count).toFixed(1);
  return `${count} inputs of seed ${seed}: ${share} % reached the assessment, ${generated} gave files, the slowest took ${slowest.toFixed(2)} s, ${Math.round(seconds)} s of processor time in all; ${failures.length} failed`;
}

/** The error and what caused it, on a line each. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.message}\n${wordsOf(error.cause)}`;
}
