// `npm test`: installs what is missing, checks types and style, and runs every suite. It needs nothing but Node and npm.
// The last line is "N passed, N failed". A missing component is a failure: no suite is skipped.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, installSystem } from '../build/components.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Milliseconds after which a suite has hung: a loop that never ends keeps the test runner's own limits from being seen. */
const LONGEST = 40 * 60_000;

/** Suites in the order in which a developer wants to hear of them. `tests` tells how the passed and failed are counted in the output. */
const suites = [
  { name: 'types', command: ['npx', 'tsc', '-b'] },
  { name: 'style', command: ['npx', 'biome', 'ci', '--error-on-warnings', '.'] },
  { name: 'grammar for editors', command: ['npm', 'run', '--silent', 'test:textmate'] },
  {
    name: 'engine, command line and server',
    command: ['npx', 'mocha', 'test/{language,plan,assess,checks,precision,propose,generate,import,workspace,cli,lsp,house}/**/*.test.ts'],
    mocha: true,
  },
  {
    name: 'fuzz, simulator and design',
    command: ['npx', 'mocha', '--parallel', '--jobs', '2', 'test/design/*.test.ts', 'test/fuzz/**/*.test.ts', 'test/simulator/*.test.ts'],
    mocha: true,
  },
  { name: 'bundles and packages, the same bytes twice', command: ['npm', 'run', '--silent', 'reproducible'] },
  {
    name: 'drills with real servers',
    // They wait for disks and servers more than they reckon.
    command: ['npx', 'mocha', '--parallel', '--jobs', '3', '--reporter', 'spec', 'test/drills/**/*.test.ts'],
    mocha: true,
  },
  { name: 'real VS Code', command: ['npm', 'run', '--silent', 'test:vscode'], mocha: true },
];

let passed = 0;
let failed = 0;
/** What the failed suites said, told once more at the end: hours of output lie between. */
const complaints = [];
const wanted = process.argv.slice(2);
const began = Date.now();

await step('npm packages', () => installPackages(root));
await step('system packages', () => installSystem());
// The catalogue and the pages of the checks become modules; types and tests need them.
await step('embedded data', async () => (await import('../build/embed.mjs')).embed());
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
  const started = Date.now();
  console.log(`\n── ${suite.name} ──`);
  const { code, output } = await run(suite.command);
  const counts = suite.mocha ? mochaCounts(output) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that died, or ran nothing, is a failure whatever it counted.
  if (suite.mocha && (counts.passed + counts.failed === 0 || (code !== 0 && counts.failed === 0))) counts.failed += 1;
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) complaints.push(`\n── failed: ${suite.name} ──\n${complaint(output)}`);
  console.log(`── ${suite.name}: ${counts.passed} passed, ${counts.failed} failed (${Math.round((Date.now() - started) / 1000)} s)`);
}
for (const text of complaints) console.log(text);
console.log(`\n${Math.round((Date.now() - began) / 1000)} s in all`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function step(name, action) {
  try {
    await action();
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}

/**
 * Runs a command, showing its output as it comes and keeping it. It has a process group of its own, which is ended with it: by
 * `LONGEST`, and when this run is stopped.
 */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: '0' };
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env, detached: true });
    let output = '';
    const done = (code, note = '') => {
      clearTimeout(limit);
      for (const signal of stops) process.off(signal, stop);
      resolve({ code, output: output + note });
    };
    const end = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It is gone already.
      }
    };
    const stop = () => {
      end('SIGTERM');
      process.exit(1);
    };
    const stops = ['SIGINT', 'SIGTERM'];
    for (const signal of stops) process.on(signal, stop);
    const limit = setTimeout(() => {
      console.error(`\nstopped: it has not ended in ${LONGEST / 60_000} minutes`);
      end('SIGTERM');
      setTimeout(() => {
        end('SIGKILL');
        done(1);
      }, 5000);
    }, LONGEST);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        (stream === child.stdout ? process.stdout : process.stderr).write(data);
      });
    }
    child.on('error', (error) => done(127, `\n${error.message}`));
    child.on('close', (code) => done(code ?? 1));
  });
}

/** What a failed suite ended with: from mocha's own list of failures on, or the last lines of another program. */
function complaint(output) {
  const list = output.search(/^\s*\d+ failing\b/m);
  return output
    .slice(Math.max(0, list))
    .trim()
    .split('\n')
    .slice(list < 0 ? -40 : 0)
    .slice(0, 200)
    .join('\n');
}

/** Adds up mocha's own "N passing", "N failing" and "N pending" lines; a pending test counts as failed. */
function mochaCounts(output) {
  const sum = (word) =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce((total, match) => total + Number(match[1]), 0);
  return { passed: sum('passing'), failed: sum('failing') + sum('pending') };
}
