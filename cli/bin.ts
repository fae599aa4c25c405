/** The `backupplan` command. */
import { readFileSync, realpathSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { systemCode } from '../workspace/problem.ts';
import { today } from '../workspace/today.ts';
import { main } from './main.ts';
import type { Prompt } from './prompt.ts';
import { built } from './version.ts';

if (isMainThread) run();
else void import('./thread.ts').then(({ serveThread }) => serveThread());

function run(): void {
  const { env, stdout, stderr } = process;
  // https://no-color.org: set and not empty.
  const color = !env.NO_COLOR && env.TERM !== 'dumb' && stdout.isTTY === true;
  // Who reads only the beginning (`backupplan check | head`) has seen enough; that is no fault.
  stdout.on('error', (error) => {
    if (systemCode(error) !== 'EPIPE') throw error;
  });
  const watched = stderr.isTTY === true && env.TERM !== 'dumb';
  // Set, not called: `process.exit` would cut off output that a pipe has not taken yet, and end `lsp`, which goes on serving.
  void main(process.argv.slice(2), {
    cwd: process.cwd(),
    env,
    color,
    columns: stdout.columns,
    today,
    now: () => Math.floor(Date.now() / 1000),
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    input: () => readFileSync(0, 'utf8'),
    // Looked at when somebody asks: to open standard input takes a while.
    get prompt() {
      return process.stdin.isTTY === true && stdout.isTTY === true ? terminalPrompt : undefined;
    },
    // Back to the first column, and what stands there taken away.
    ...(watched ? { progress: (text) => stderr.write(`\r\u001b[K${text}`) } : {}),
    // A thread cannot start from the sources as they are.
    ...(built ? { thread: realpathSync(process.argv[1] ?? '') } : {}),
  }).then((code) => {
    process.exitCode = code;
  });
}

async function terminalPrompt(): Promise<Prompt> {
  return (await import('./prompt.ts')).terminalPrompt();
}
