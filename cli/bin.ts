/** The `backupplan` command. */
import { readFileSync } from 'node:fs';
import { today } from '../workspace/today.ts';
import { main } from './main.ts';
import { terminalPrompt } from './prompt.ts';

const { env } = process;
const color = env.NO_COLOR === undefined && env.TERM !== 'dumb' && process.stdout.isTTY === true;
// Set, not called: `process.exit` would cut off output that a pipe has not taken yet, and end `lsp`, which goes on serving.
void main(process.argv.slice(2), {
  cwd: process.cwd(),
  env,
  color,
  today,
  now: () => Math.floor(Date.now() / 1000),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  input: () => readFileSync(0, 'utf8'),
  prompt: process.stdin.isTTY === true && process.stdout.isTTY === true ? terminalPrompt : undefined,
}).then((code) => {
  process.exitCode = code;
});
