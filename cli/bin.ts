/** The `backupplan` command. */
import { readFileSync } from 'node:fs';
import { systemCode } from '../workspace/problem.ts';
import { today } from '../workspace/today.ts';
import { main } from './main.ts';

const { env } = process;
// https://no-color.org: set and not empty.
const color = !env.NO_COLOR && env.TERM !== 'dumb' && process.stdout.isTTY === true;
// Who reads only the beginning (`backupplan check | head`) has seen enough; that is no fault.
process.stdout.on('error', (error) => {
  if (systemCode(error) !== 'EPIPE') throw error;
});
// Set, not called: `process.exit` would cut off output that a pipe has not taken yet, and end `lsp`, which goes on serving.
void main(process.argv.slice(2), {
  cwd: process.cwd(),
  env,
  color,
  columns: process.stdout.columns,
  today,
  now: () => Math.floor(Date.now() / 1000),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  input: () => readFileSync(0, 'utf8'),
}).then((code) => {
  process.exitCode = code;
});
