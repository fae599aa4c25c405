/** Counts of the faults that engines have survived: printed, and held against the table of `docs/reliability.md`. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const page = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../docs/reliability.md');
const [begin, end] = ['<!-- faults -->', '<!-- /faults -->'];

/** Columns of the table, in its order. */
export const faults = [
  'killed: dump',
  'killed: sync',
  'killed: verify',
  'killed: rename',
  'killed: prune',
  'killed: copy',
  'killed: log',
  'full disk',
  'storage gone',
  'server stopped',
  'two at once',
  'damaged',
  'clock',
] as const;
export type Fault = (typeof faults)[number];

/** What one engine went through. */
export class Counts {
  readonly #tries = new Map<Fault, number>();
  /** Tries whose run failed with its exit code and a line of the journal, of those that had to. */
  refused = 0;
  hadToRefuse = 0;
  /** Good points that were gone afterwards though the plan keeps them. */
  lost = 0;
  /** Points that were offered and were not what they should be. */
  half = 0;
  hostile = 0;

  add(fault: Fault): void {
    this.#tries.set(fault, (this.#tries.get(fault) ?? 0) + 1);
  }

  /** The row of an engine. A dash: it has no such phase, or no server. */
  row(engine: string): string {
    const cells = faults.map((fault) => this.#tries.get(fault) ?? '–');
    const ends = [this.hostile, `${this.refused} of ${this.hadToRefuse}`, this.lost, this.half];
    return `| ${[engine, ...cells, ...ends].join(' | ')} |`;
  }
}

/** When a drill has ended, its row has to be that of the page; with `UPDATE_PROOFS=1` it is written there. */
export function hold(engine: string, counts: Counts): void {
  const row = counts.row(engine);
  console.log(`      ${[engine, ...faults, 'hostile names', 'refused', 'points lost', 'half points'].join(' | ')}\n      ${row}`);
  const text = readFileSync(page, 'utf8');
  const table = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim();
  const [head = '', rule = '', ...rows] = table.split('\n');
  const others = rows.filter((line) => !line.startsWith(`| ${engine} |`));
  if (process.env.UPDATE_PROOFS === '1') {
    writeFileSync(
      page,
      text.replace(table, () => [head, rule, ...[...others, row].sort()].join('\n')),
    );
    return;
  }
  assert.ok(rows.includes(row), `docs/reliability.md does not have this row: UPDATE_PROOFS=1 writes it\n${row}`);
}
