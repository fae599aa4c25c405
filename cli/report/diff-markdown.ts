/** A change of plans as Markdown for a comment on a pull request: the verdict first, and never longer than GitHub takes. */
import type { PlanDiff } from '../../engine/diff/diff.ts';
import { isWorse, type Remark } from '../../engine/diff/remark.ts';
import { code, message, plain } from '../../engine/generate/documents/markdown/escape.ts';
import { table } from '../../engine/generate/documents/markdown/table.ts';
import { comparedOf, type DiffReport, remarksOf, titleOf, verdictOf } from './diff-report.ts';
import { type FindingRow, figureHead, figureRows, fileOf, findingRows, type WordRow, wordRows } from './diff-sections.ts';

/** Characters of a comment on GitHub. */
const MOST = 65_536;
/** Kept free for what says that something was left out. */
const RESERVE = 1_000;
/** Characters of one text; a plan may hold a novel. */
const LONGEST = 600;

export function diffMarkdown(report: DiffReport): string {
  const page = new Page(MOST - RESERVE - comparedOf(report).length);
  const [worst, ...others] = remarksOf(report);
  page.put(worst === undefined ? `✓ **${verdictOf(report)}**` : `${sign(worst)} **${message(short(worst.message))}**`);
  page.list(
    'points',
    '',
    others.map((each) => `- ${sign(each)} ${message(short(each.message))}`),
  );
  for (const diff of report.diffs) planParts(diff, report, page);
  const last = [...(page.left.size === 0 ? [] : [leftOut(page.left)]), plain(comparedOf(report))];
  return `${[page.text, ...last].join('\n\n')}\n`;
}

function sign(remark: Remark): string {
  if (isWorse(remark)) return '❌';
  if (remark.weight === 'better') return '✅';
  return remark.weight === 'other' ? '▫️' : '⚠️';
}

function planParts(diff: PlanDiff, report: DiffReport, page: Page): void {
  const { broken, silenced, mended } = findingRows(diff, report);
  page.put(`### ${plain(short(titleOf(diff)))} (${plain(fileOf(diff, report))})`);
  const [head, rule, ...figures] = rowsOf(
    figureHead,
    figureRows(diff).map(({ cells }) => cells.map((text) => plain(short(text)))),
  );
  page.list('rows of figures', `${head}\n${rule}`, figures);
  page.list('new findings', '**Newly found**\n', broken.map(finding));
  page.list('silenced findings', '**Found, and told no longer or milder**\n', silenced.map(finding));
  const words = wordRows(diff, report).map(word);
  page.list('changed statements', '**What is written**\n', words);
  page.list('mended findings', '**No longer found**\n', mended.map(finding));
}

function rowsOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return table(head, rows).split('\n');
}

function finding({ finding: { severity, code: name, message: said }, where, note }: FindingRow): string {
  return `- ${severity} ${code(name)}, ${plain(where)}${note === '' ? '' : ` (${note})`}: ${message(short(said))}`;
}

function word({ about, kind, before, after, where }: WordRow): string {
  const [was, is] = [before, after].map((text) => code(short(text)));
  const change = { added: `${is} is new`, removed: `${was} is gone`, renamed: `was ${was}`, changed: `${was} → ${is}` }[kind];
  return `- ${plain(short(about))}: ${change} (${plain(where)})`;
}

function short(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`;
}

function leftOut(left: ReadonlyMap<string, number>): string {
  const counts = [...left].map(([what, count]) => `${count} ${count === 1 ? what.replace(/s\b/u, '') : what}`);
  return `Left out, since a comment holds no more: ${counts.join(', ')}. \`backupplan diff\` shows all.`;
}

/** Text up to a length. What does not fit is counted. */
class Page {
  readonly left = new Map<string, number>();
  #text = '';
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  get text(): string {
    return this.#text;
  }

  /** False where there is no room for it. */
  put(part: string, between = '\n\n'): boolean {
    const text = this.#text === '' ? part : `${between}${part}`;
    if (text.length > this.#room) return false;
    this.#text += text;
    this.#room -= text.length;
    return true;
  }

  /** Rows under a head, which stands with the first of them; those behind the first that does not fit are left out. */
  list(what: string, head: string, rows: readonly string[]): void {
    let put = 0;
    for (const row of rows) {
      const fits = put > 0 ? this.put(row, '\n') : this.put(head === '' ? row : `${head}\n${row}`);
      if (!fits) break;
      put += 1;
    }
    if (put < rows.length) this.left.set(what, (this.left.get(what) ?? 0) + rows.length - put);
  }
}
