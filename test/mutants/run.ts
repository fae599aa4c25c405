/**
 * `npm run mutants`: would the tests notice? Puts every small mistake that Stryker knows into assessment and checks, takes a random sample
 * of them and runs, for each in a fresh process, the tests that reach it until one fails. What lives is listed in
 * `.cache/mutants/alive.txt`. Ctrl-C ends it after the mutants that it is at; the next run goes on from there, and tries again only
 * what could end otherwise (`kept.ts`).
 *
 *     npm run mutants -- [--sample 300] [--seed 1] [--of engine/assess/bytes] [--jobs 2] [--write]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillTables } from '../../bench/tables.mjs';
import { bundled } from './bundle.ts';
import { refused } from './compiled.ts';
import { isEquivalent } from './equivalent.ts';
import { instrument, type Mutant } from './instrument.ts';
import { Kept } from './kept.ts';
import { reach } from './reach.ts';
import { type Judged, tableOf } from './table.ts';
import { ended } from './verdict.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    of: { type: 'string', default: 'engine/' },
    jobs: { type: 'string', default: '1' },
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
const all = [...new Set([...tests, ...Object.values(own)])];
const sources = tracked('engine/assess', 'engine/checks').filter((file) => file.endsWith('.ts'));
const instrumented = await instrument(root, sources);
const folder = path.join(root, '.cache/mutants');
mkdirSync(folder, { recursive: true });
const text = await bundled(root, all, instrumented);
const bundle = path.join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.cjs`);
writeFileSync(bundle, text);

const testStates = new Map(all.map((file) => [file, stateOf(file)]));
const sourceStates = new Map(sources.map((file) => [file, digest(file)]));
const ways = await reach(bundle, tests, path.join(folder, `reach-${digest(...sources)}`), testStates);
const kept = new Kept(path.join(folder, 'results.jsonl'), testStates);
const sample = instrumented.mutants
  .filter(({ file }) => file.startsWith(values.of))
  .map((mutant) => ({ mutant, rank: rank(mutant) }))
  .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  .slice(0, Number(values.sample))
  .map(({ mutant }) => mutant);
const refusals = refused(root, path.join(folder, 'copies'), sample);
const judged: Judged[] = [];
let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
});
const waiting = sample.values();
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
process.stderr.write('\n');

const alive = judged.filter(isAlive).map(({ mutant }) => mutant);
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

/** Judges one mutant after the other, as long as there are any. */
async function work(): Promise<void> {
  for (const mutant of waiting) {
    if (stopped) return;
    const isRefused = refusals.has(mutant.id);
    judged.push({ mutant, refused: isRefused, killer: isRefused ? undefined : await killer(mutant), equivalent: isEquivalent(mutant) });
    process.stderr.write(`\r${judged.length} of ${sample.length}, ${judged.filter(isAlive).length} alive`);
  }
}

function isAlive({ refused: isRefused, killer: by, equivalent }: Judged): boolean {
  return !isRefused && by === undefined && !equivalent;
}

/** What kills a mutant, in the words of the test; undefined where nothing does. */
async function killer(mutant: Mutant): Promise<string | undefined> {
  const { id, file } = mutant;
  const slow = own[file] === undefined ? [] : [{ order: { file: own[file] }, seconds: 60 }];
  const key = `${sourceStates.get(file)} ${id - (instrumented.mutants.find((first) => first.file === file)?.id ?? 0)}`;
  const known = kept.of(key);
  if (known.killer !== undefined) return known.killer;
  const left = [...(ways.get(id) ?? []), ...slow].filter(({ order }) => !known.survived(order.file));
  // One that never ends shows so at the tests that take least.
  const quick = left.filter(({ seconds }) => seconds <= 1);
  for (const group of [quick, left.filter((way) => !quick.includes(way))]) {
    if (group.length === 0) continue;
    const orders = group.map(({ order }) => order);
    const ending = await ended(bundle, orders, 10 + 3 * group.reduce((sum, { seconds }) => sum + seconds, 0), id);
    const by = kept.add(key, orders, ending.report === undefined ? ending.why : ending.report.failed);
    if (by !== undefined) return by;
  }
  return undefined;
}

/** What a test file is: its text, the folder which has its name, and what it shares with others. */
function stateOf(file: string): string {
  const helpers = tracked(`${path.dirname(file)}/*.ts`).filter((name) => !name.endsWith('.test.ts'));
  return digest(file, ...tracked(file.replace('.test.ts', '')), ...helpers, ...tracked('examples', 'test/worked'));
}

/** A short name for the texts of these files, and for where they stand. */
function digest(...files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(JSON.stringify([file, readFileSync(path.join(root, file), 'utf8')]));
  return hash.digest('hex').slice(0, 12);
}
