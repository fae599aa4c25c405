/**
 * `npm run mutants`: would the tests notice? Puts every small mistake that Stryker knows into assessment and checks, takes a random sample
 * of them and runs, for each in a fresh process, the tests that reach it until one fails. What lives is listed in
 * `.cache/mutants/alive.txt`. Ctrl-C ends it after the mutant that it is at; the next run goes on from there.
 *
 *     npm run mutants -- [--sample 300] [--seed 1] [--of engine/assess/bytes] [--write]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillTables } from '../../bench/tables.mjs';
import { bundled } from './bundle.ts';
import { isEquivalent } from './equivalent.ts';
import { instrument, type Mutant } from './instrument.ts';
import { reach, type Way } from './reach.ts';
import { type Judged, tableOf } from './table.ts';
import { ended } from './verdict.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    of: { type: 'string', default: 'engine/' },
    write: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Tests that cost more than all others together, or stand elsewhere: each tries the mutants of what it was written for. */
const own: Readonly<Record<string, string>> = {
  'engine/assess/memory.ts': 'test/assess/remembered.test.ts',
  'engine/assess/recovery/measured.ts': 'test/assess/measured.test.ts',
  'engine/assess/retention/there.ts': 'test/generate/pictures/points.test.ts',
  'engine/checks/accept.ts': 'test/checks/prove.test.ts',
  'engine/checks/fix-all.ts': 'test/checks/fix-all.test.ts',
  'engine/checks/prove.ts': 'test/checks/prove.test.ts',
};
/** What holds a written page to its source has to do with no mutant. */
const pages = ['test/checks/index.test.ts'];

const tests = tracked('test/assess', 'test/checks').filter(
  (file) => file.endsWith('.test.ts') && ![...Object.values(own), ...pages].includes(file),
);
const instrumented = await instrument(
  root,
  tracked('engine/assess', 'engine/checks').filter((file) => file.endsWith('.ts')),
);
const text = await bundled(root, [...new Set([...tests, ...Object.values(own)])], instrumented);
const state = createHash('sha256').update(text);
for (const file of tracked('test', 'examples')) state.update(file).update(readFileSync(path.join(root, file)));
const folder = path.join(root, '.cache/mutants', state.digest('hex').slice(0, 12));
mkdirSync(folder, { recursive: true });
const bundle = path.join(folder, 'tests.cjs');
writeFileSync(bundle, text);

const ways = await waysKept(path.join(folder, 'reach.json'));
const results = path.join(folder, 'results.jsonl');
const known = new Map(
  (existsSync(results) ? readFileSync(results, 'utf8').trimEnd().split('\n') : []).map(
    (line) => JSON.parse(line) as [number, string | null],
  ),
);
const sample = instrumented.mutants
  .filter(({ file }) => file.startsWith(values.of))
  .map((mutant) => ({ mutant, rank: rank(mutant) }))
  .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  .slice(0, Number(values.sample))
  .map(({ mutant }) => mutant);
const judged: Judged[] = [];
let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
});
for (const mutant of sample) {
  if (stopped) break;
  if (!known.has(mutant.id)) {
    known.set(mutant.id, await killer(mutant));
    appendFileSync(results, `${JSON.stringify([mutant.id, known.get(mutant.id) ?? null])}\n`);
  }
  judged.push({ mutant, killer: known.get(mutant.id) ?? undefined, equivalent: isEquivalent(mutant) });
  process.stderr.write(`\r${judged.length} of ${sample.length}, ${judged.filter(({ killer }) => killer === undefined).length} alive`);
}
process.stderr.write('\n');

const alive = judged.filter(({ killer, equivalent }) => killer === undefined && !equivalent).map(({ mutant }) => mutant);
const list = alive
  .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  .map(
    ({ id, file, line, kind, at, from, to }) =>
      `${file}:${line} ${kind} ${ways.has(id) ? '' : '(reached by no test)'}\n  ${at}\n- ${from}\n+ ${to}\n`,
  )
  .join('\n');
writeFileSync(path.join(root, '.cache/mutants/alive.txt'), list);
const reached = instrumented.mutants.filter(({ id, file }) => ways.has(id) || own[file] !== undefined).length;
const table = tableOf(judged, { all: instrumented.mutants.length, reached }, values.seed);
if (values.write) fillTables(path.join(root, 'docs/reliability.md'), { mutants: table });
console.log(table.join('\n'));

function tracked(...names: string[]): string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...names], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '' && existsSync(path.join(root, name)))
    .sort();
}

/** Where a mutant stands in the order of this seed, wherever its file has moved it to. */
function rank({ file, at, from, to }: Mutant): string {
  return createHash('sha256')
    .update(JSON.stringify([values.seed, file, at, from, to]))
    .digest('hex');
}

/** What kills a mutant, in the words of the test; null where nothing does. */
async function killer({ id, file }: Mutant): Promise<string | null> {
  const { orders = [], seconds = 0 } = ways.get(id) ?? {};
  const slow = own[file] === undefined ? [] : [{ file: own[file] }];
  if (orders.length + slow.length === 0) return null;
  const ending = await ended(bundle, [...orders, ...slow], 10 + 5 * seconds + 300 * slow.length, id);
  return ending.report === undefined ? ending.why : (ending.report.failed ?? null);
}

async function waysKept(file: string): Promise<Map<number, Way>> {
  if (!existsSync(file)) {
    const found = await reach(bundle, tests, (name, seconds) => console.error(`${seconds.toFixed(1)} s  ${name}`));
    writeFileSync(file, JSON.stringify([...found]));
  }
  return new Map(JSON.parse(readFileSync(file, 'utf8')) as [number, Way][]);
}
