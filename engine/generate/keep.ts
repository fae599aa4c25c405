/**
 * What a person writes into a generated document and keeps there: everything between a line `<!-- keep NAME -->` and a line
 * `<!-- /keep -->`. Markers inside a code fence are text, not markers.
 */

interface Piece {
  /** Undefined for lines outside any block. */
  readonly name?: string;
  /** Markers included. */
  readonly lines: readonly string[];
  /** The heading that the piece stands under, as written; undefined before the first one. */
  readonly heading?: string;
}

const KEPT = 'What is written between the two marks below stays when this file is generated again.';
const PART = new RegExp(`^${KEPT}\n\n<!-- keep \\S+ -->\n<!-- /keep -->$`, 'gmu');
const OPEN = /^<!-- keep (\S+) -->\s*$/u;
const CLOSE = /^<!-- \/keep -->\s*$/u;
const FENCE = /^ {0,3}(`{3,}|~{3,})/u;

/** An empty block for a document, in which a person may write. `name` has no white space. */
export function keepBlock(name: string): string {
  return `<!-- keep ${name} -->\n<!-- /keep -->`;
}

/** The same with what a reader has to know of it. */
export function keepPart(name: string): string {
  return `${KEPT}\n\n${keepBlock(name)}`;
}

/** A document for a medium that nobody writes into: `otherwise` stands where such a part is. */
export function withoutKeepParts(text: string, otherwise: string): string {
  return text.replace(PART, () => otherwise);
}

/** The text with every block emptied of what a person wrote and with the blocks that a person added taken out: equal for texts that differ in nothing else. */
export function withoutKept(text: string): string {
  return pieces(text)
    .filter((piece) => piece.name === undefined)
    .flatMap((piece) => piece.lines)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/**
 * `fresh` with the blocks of `old` put in: a block goes where `fresh` has one of its name; one that a person added goes to the end of
 * the part whose heading it stood under, and to the end of the document where that part is gone.
 */
export function carryKept(old: string, fresh: string): string {
  const waiting = merged(pieces(old).filter((piece) => piece.name !== undefined && piece.lines.length > 2));
  if (waiting.size === 0) return fresh;
  const out: Piece[] = pieces(fresh).map((piece) => {
    const mine = piece.name === undefined ? undefined : waiting.get(piece.name);
    if (mine === undefined || piece.name === undefined) return piece;
    waiting.delete(piece.name);
    return { ...piece, lines: mine.lines };
  });
  for (const piece of waiting.values()) {
    const last = out.findLastIndex((candidate) => candidate.heading === piece.heading);
    const at = last === -1 ? out.length : last + 1;
    const before = out[at - 1]?.lines.at(-1) === '' ? [] : [''];
    out.splice(at, 0, { ...piece, lines: [...before, ...piece.lines, ''] });
  }
  return `${out
    .flatMap((piece) => piece.lines)
    .join('\n')
    .replace(/\n+$/u, '')}\n`;
}

/** Blocks by name, in order; what stands in two blocks of one name is joined. */
function merged(blocks: readonly Piece[]): Map<string, Piece> {
  const byName = new Map<string, Piece>();
  for (const block of blocks) {
    const first = byName.get(block.name ?? '');
    byName.set(block.name ?? '', first === undefined ? block : { ...first, lines: [...first.lines.slice(0, -1), ...block.lines.slice(1)] });
  }
  return byName;
}

/** The text in order, cut at blocks and at headings. A block without its end is no block. */
function pieces(text: string): readonly Piece[] {
  const lines = text.replace(/\r\n?/gu, '\n').split('\n');
  const found: Piece[] = [];
  let plain: string[] = [];
  let heading: string | undefined;
  let fence: string | undefined;
  const flush = (): void => {
    if (plain.length > 0) found.push({ lines: plain, heading });
    plain = [];
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const ticks = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (ticks?.startsWith(fence) && line.trim() === ticks) fence = undefined;
    } else if (ticks !== undefined) {
      fence = ticks;
    } else if (/^#{1,6} /u.test(line)) {
      flush();
      heading = line;
    } else {
      const name = OPEN.exec(line)?.[1];
      const end = name === undefined ? -1 : closing(lines, index);
      if (end !== -1) {
        flush();
        found.push({ name, lines: lines.slice(index, end + 1), heading });
        index = end;
        continue;
      }
    }
    plain.push(line);
  }
  flush();
  return found;
}

function closing(lines: readonly string[], from: number): number {
  for (let index = from + 1; index < lines.length; index++) {
    if (CLOSE.test(lines[index] ?? '')) return index;
    if (OPEN.test(lines[index] ?? '')) return -1;
  }
  return -1;
}
