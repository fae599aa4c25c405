/**
 * `npm run bench:restores`: how well the time of a restore can be told from a smaller one, and what a generated full backup costs over
 * the bare tool. Real servers, the generated scripts unchanged. Writes its tables into docs/performance.md.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../test/drills/commands.ts';
import { journal, mustScript } from '../../test/drills/generated.ts';
import { bareCommand } from './bare.ts';
import { kinds, type Sample } from './samples.ts';

const SMALL = 200e6;
const LARGE = 2e9;
/** What is left of a restore where there is hardly any data. */
const TINY = 2e6;
const PAIRS = Number(process.argv[2] ?? 3);
const chosen = process.argv.slice(3);

const restores: string[] = [];
const backups: string[] = [];
const errors: number[] = [];
const ratios: number[] = [];

for (const kind of kinds.filter(({ tool }) => chosen.length === 0 || chosen.includes(tool))) {
  const tiny = await restoreOf(TINY);
  const small = await restoreOf(SMALL);
  const sample = await kind.make(LARGE);
  try {
    const rate = small.bytes / (small.seconds - tiny.seconds);
    const pairs = await overhead(kind.tool, sample);
    const large = await restore(sample);
    const predicted = tiny.seconds + large.bytes / rate;
    const error = predicted / large.seconds - 1;
    errors.push(Math.abs(error));
    restores.push(
      row(kind.tool, s(tiny.seconds), s(small.seconds), `${(rate / 1e6).toFixed(0)} MB/s`, s(predicted), s(large.seconds), percent(error)),
    );
    const over = (of: (pair: Pair) => number): number => median(pairs.map((pair) => of(pair) / pair.bare));
    const [written, ratio] = [over((pair) => pair.written ?? Number.NaN), over(({ generated }) => generated)];
    ratios.push(ratio);
    const seconds = [median(pairs.map(({ bare }) => bare)), median(pairs.map(({ generated }) => generated))].map(s);
    backups.push(row(kind.tool, ...seconds, Number.isNaN(written) ? '' : times(written), times(ratio)));
  } finally {
    await sample.remove();
  }
  console.error(restores.at(-1), backups.at(-1));

  async function restoreOf(bytes: number): Promise<{ seconds: number; bytes: number }> {
    const made = await kind.make(bytes);
    try {
      await mustScript(made.host, 's/full-nas.sh');
      return await restore(made);
    } finally {
      await made.remove();
    }
  }
}

/** Seconds of a restore test, and the bytes of its point. */
async function restore({ host }: Sample): Promise<{ seconds: number; bytes: number }> {
  const seconds = await timed(() => mustScript(host, 's/verify-restore.sh'));
  return { seconds, bytes: Number(journal(host).findLast(({ kind }) => kind === 'verify-restore')?.bytes) };
}

/** Seconds: the generated script, until it has written the point, and the bare tool. */
interface Pair {
  readonly generated: number;
  readonly written?: number;
  readonly bare: number;
}

/** Full backups in pairs, the bare tool and the generated script by turns; what they wrote has reached the disk at the end of both. */
async function overhead(tool: string, sample: Sample): Promise<Pair[]> {
  const { host } = sample;
  const pairs: Pair[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const begun = Date.now();
    const generated = await timed(() => mustScript(host, 's/full-nas.sh'));
    const written = writtenAt(host.root);
    const command = `set -eu; cd '${host.root}'; rm -rf bare/*; ${bareCommand(tool, sample)}; sync -f '${host.root}'`;
    pairs.push({
      generated,
      written: written === undefined ? undefined : (written - begun) / 1000,
      bare: await timed(() => must('bash', ['-c', command], host.environment, '', host.as ?? 'server')),
    });
  }
  rmSync(path.join(host.root, 'bare'), { recursive: true, force: true });
  return pairs;
}

/** When the newest point had been written and was yet to be read back, in milliseconds; undefined where a tool keeps its points itself. */
function writtenAt(root: string): number | undefined {
  const points = path.join(root, 'nas/s/points');
  const newest = existsSync(points) ? readdirSync(points).sort().at(-1) : undefined;
  return newest === undefined ? undefined : statSync(path.join(points, newest, 'manifest.json')).mtimeMs;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
function s(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
function percent(fraction: number): string {
  return `${fraction >= 0 ? '+' : '−'}${Math.abs(fraction * 100).toFixed(0)} %`;
}

const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, ${PAIRS} pairs a row`;
const lines = [
  `Measured with ${machine}.`,
  '',
  '| restore by | of 2 MB | of 200 MB | so the rate is | 2 GB foretold | 2 GB measured | error |',
  '|---|---|---|---|---|---|---|',
  ...restores,
  '',
  `Median error: ${(median(errors) * 100).toFixed(0)} %.`,
  '',
  '| full of 2 GB by | bare tool | generated script | ratio until written | ratio until read back |',
  '|---|---|---|---|---|',
  ...backups,
  '',
  `Median ratio: ${times(median(ratios))}.`,
];
console.log(lines.join('\n'));
if (chosen.length === 0) {
  const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const [before = '', rest = ''] = readFileSync(page, 'utf8').split('<!-- restores -->');
  writeFileSync(
    page,
    `${before}<!-- restores -->\n\n${lines.join('\n')}\n\n<!-- /restores -->${rest.split('<!-- /restores -->')[1] ?? ''}`,
  );
}
