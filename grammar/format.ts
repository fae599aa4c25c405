/**
 * The formatter. It moves spaces and line breaks and nothing else: tokens and comments stay as they are and in their order.
 *
 * Two spaces a level, a statement a line, values in a column, `{` of neighbouring one-line blocks in a column, trailing comments of
 * neighbouring lines in a column, no two blank lines. A block that stood on one line stays there if it fits.
 */
import type { IToken } from 'chevrotain';
import { joinLines, type Line } from './lines.ts';
import { parse } from './parse.ts';
import { type RawBlock, type RawStatement, structure } from './structure.ts';
import { Colon, Comma, endOf, Newline, Percent, Semicolon, Slash, tokenize } from './tokens.ts';
import type { Comment, Range } from './tree.ts';

/** The longest line that a block may stay on. */
const WIDEST = 200;
const INDENT = 2;
/** Spaces between the longest first word of a block and the column of the values. */
const GAP = 2;

/** Statements with a problem stay as they are; a text with a brace or a comment that is not closed stays as it is altogether. Idempotent. */
export function format(text: string): string {
  const { tokens, comments } = tokenize(text);
  const { statements, problems } = structure(tokens);
  if (problems.length > 0 || comments.some(isOpen)) return text;
  const broken = parse(text).problems.map(({ range }) => range);
  const visible = tokens.filter(({ tokenType }) => tokenType !== Newline);
  const cut = visible.filter(({ tokenType }, index) => tokenType === Comma && visible[index + 1]?.tokenType === Semicolon);
  const layout = new Layout(text, comments, broken, new Set(cut));
  const lines = layout.block(statements, text.length, 0, false);
  const eol = layout.lineEnd(tokens);
  return (text.startsWith('\ufeff') ? '\ufeff' : '') + joinLines(lines, eol);
}

/** The words of one statement without its block, as they stand in a formatted file, in one line and without comments. */
export function inOneLine(statement: string): string {
  return spaced(tokenize(statement).tokens.filter(({ tokenType }) => tokenType !== Newline && tokenType !== Semicolon));
}

function isOpen({ style, text }: Comment): boolean {
  return style === 'block' && (text.length < 4 || !text.endsWith('*/'));
}

class Layout {
  private readonly text: string;
  private readonly comments: readonly Comment[];
  /** Ranges of problems, ascending; what holds one stays as written. */
  private readonly broken: readonly Range[];
  /** Commas that end their statement since a `;` follows: a new line alone would let the next one go on with it. */
  private readonly cut: ReadonlySet<IToken>;
  /** What stays as written, ascending. */
  private readonly kept: Range[] = [];
  private nextComment = 0;
  /** The end of what was laid out last. */
  private before = 0;

  constructor(text: string, comments: readonly Comment[], broken: readonly Range[], cut: ReadonlySet<IToken>) {
    this.text = text;
    this.comments = comments;
    this.broken = broken;
    this.cut = cut;
  }

  /** Lays out statements and the comments around them, up to the offset `end`. */
  block(statements: readonly RawStatement[], end: number, indent: number, aligned: boolean): Line[] {
    const lines: Line[] = [];
    const column = aligned ? this.column(statements) : 0;
    for (const statement of statements) {
      const first = statement.atoms[0];
      if (first === undefined) continue;
      this.commentsBefore(first.startOffset, indent, lines);
      lines.push(...this.statement(statement, first, indent, column, this.blankBefore(first.startOffset, lines)));
    }
    this.commentsBefore(end, indent, lines);
    return lines;
  }

  private statement({ atoms, block }: RawStatement, first: IToken, indent: number, column: number, blank: boolean): Line[] {
    const last = atoms[atoms.length - 1] ?? first;
    const to = block === undefined ? endOf(last) : block.open.startOffset;
    const padded = block === undefined ? column : 0;
    const head = this.isBroken(first.startOffset, to)
      ? this.verbatim(first.startOffset, to)
      : this.pieces(atoms, to, padded, indent + (padded > 0 ? padded : INDENT));
    if (block === undefined) {
      this.before = endOf(last);
      return [{ indent, code: this.cut.has(last) ? `${head};` : head, blank }];
    }
    this.before = endOf(block.open);
    const end = block.close?.startOffset ?? to;
    if (!/[\r\n]/.test(this.text.slice(first.startOffset, end))) {
      if (this.comments[this.nextComment] !== undefined && (this.comments[this.nextComment]?.range.start ?? 0) < end) {
        return [{ indent, code: this.verbatim(first.startOffset, end + 1), blank }];
      }
      const body = this.inline(block);
      if (indent + head.length + 1 + body.length <= WIDEST) {
        this.before = end + 1;
        return [{ indent, code: head, brace: body, keyword: first.image, blank }];
      }
    }
    const header: Line = { indent, code: `${head} {`, blank };
    this.commentsBehind(header);
    const inner = this.block(block.statements, end, indent + INDENT, true);
    this.before = end + 1;
    if (inner.length === 0 && header.trailing === undefined) return [{ indent, code: `${head} {}`, blank }];
    return [header, ...inner, { indent, code: '}', blank: false }];
  }

  /** A block on one line, braces included. It holds no comment. */
  private inline(block: RawBlock): string {
    const statements = block.statements.map(({ atoms, block: inner }) => {
      const first = atoms[0];
      const last = atoms[atoms.length - 1];
      if (first === undefined || last === undefined) return '';
      const isBroken = this.isBroken(first.startOffset, inner?.open.startOffset ?? endOf(last));
      const head = isBroken ? this.text.slice(first.startOffset, endOf(last)) : spaced(atoms);
      return inner === undefined ? head : `${head} ${this.inline(inner)}`;
    });
    return statements.length === 0 ? '{}' : `{ ${statements.join('; ')} }`;
  }

  /** The column of a block's values: behind the longest first word of the statements that have values and no block. */
  private column(statements: readonly RawStatement[]): number {
    let longest = 0;
    for (const { atoms, block } of statements) {
      const first = atoms[0];
      const last = atoms[atoms.length - 1];
      if (first === undefined || last === undefined || atoms.length < 2 || block !== undefined) continue;
      if (!this.isBroken(first.startOffset, endOf(last))) longest = Math.max(longest, first.image.length);
    }
    return longest === 0 ? 0 : longest + GAP;
  }

  /**
   * A statement's atoms with the comments between them, from the first up to `to`. A line break behind a comma or a comment stays,
   * and what follows it stands at `indent`; the second piece stands at `column`, if one is given.
   */
  private pieces(atoms: readonly IToken[], to: number, column: number, indent: number): string {
    let code = '';
    let previous: IToken | Comment | undefined;
    for (const piece of this.withComments(atoms, to)) {
      const { start } = rangeOf(piece);
      if (previous === undefined) code = textOf(piece);
      else if (/[\r\n]/.test(this.text.slice(rangeOf(previous).end, start))) code += `\n${' '.repeat(indent)}${textOf(piece)}`;
      else if (previous === atoms[0] && column > 0) code = code.padEnd(column) + textOf(piece);
      else code += (isClose(previous, piece) ? '' : ' ') + textOf(piece);
      previous = piece;
    }
    return code;
  }

  private withComments(atoms: readonly IToken[], to: number): (IToken | Comment)[] {
    const pieces: (IToken | Comment)[] = [...atoms];
    for (
      let comment = this.comments[this.nextComment];
      comment !== undefined && comment.range.start < to;
      comment = this.comments[this.nextComment]
    ) {
      const last = atoms[atoms.length - 1];
      if (last !== undefined && comment.range.start > last.startOffset && to === endOf(last)) break;
      pieces.push(comment);
      this.nextComment += 1;
    }
    return pieces.length === atoms.length ? pieces : pieces.sort((a, b) => rangeOf(a).start - rangeOf(b).start);
  }

  /** The text as it is, with the comments in it. */
  private verbatim(from: number, to: number): string {
    while ((this.comments[this.nextComment]?.range.start ?? to) < to) this.nextComment += 1;
    this.before = to;
    const written = this.text.slice(from, to).trimEnd();
    this.kept.push({ start: from, end: from + written.length });
    return written;
  }

  /** How the lines end that were laid out: a text in quotes, or what stays as written, may have others in it. */
  lineEnd(tokens: readonly IToken[]): string {
    let next = 0;
    for (const { tokenType, image, startOffset } of tokens) {
      if (tokenType !== Newline || !image.includes('\n')) continue;
      while ((this.kept[next]?.end ?? Infinity) <= startOffset) next += 1;
      if ((this.kept[next]?.start ?? Infinity) > startOffset) return image.includes('\r\n') ? '\r\n' : '\n';
    }
    return '\n';
  }

  /** Lays out the comments in front of an offset: behind what stands on their line, else on lines of their own. */
  private commentsBefore(offset: number, indent: number, lines: Line[]): void {
    for (
      let comment = this.comments[this.nextComment];
      comment !== undefined && comment.range.start < offset;
      comment = this.comments[this.nextComment]
    ) {
      const line = lines[lines.length - 1];
      if (line !== undefined && this.isBehind(comment)) this.append(line, comment);
      else {
        lines.push({ indent, code: textOf(comment), blank: this.blankBefore(comment.range.start, lines), comment: true });
        this.before = comment.range.end;
        this.nextComment += 1;
      }
    }
  }

  /** Takes the comments that stand on the line of a block's `{`. */
  private commentsBehind(header: Line): void {
    for (
      let comment = this.comments[this.nextComment];
      comment !== undefined && this.isBehind(comment);
      comment = this.comments[this.nextComment]
    ) {
      this.append(header, comment);
    }
  }

  private append(line: Line, comment: Comment): void {
    if (line.comment === true) line.code += ` ${textOf(comment)}`;
    else line.trailing = line.trailing === undefined ? textOf(comment) : `${line.trailing} ${textOf(comment)}`;
    this.before = comment.range.end;
    this.nextComment += 1;
  }

  /** Nothing but space and ends of statements is between a comment and what was laid out last, and no line break. */
  private isBehind(comment: Comment): boolean {
    return /^[^\S\r\n;]*(?:;[^\S\r\n;]*)*$/.test(this.text.slice(this.before, comment.range.start));
  }

  private blankBefore(offset: number, lines: readonly Line[]): boolean {
    return lines.length > 0 && /(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*[\r\n]/.test(this.text.slice(this.before, offset));
  }

  private isBroken(from: number, to: number): boolean {
    let low = 0;
    let high = this.broken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.broken[middle]?.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return (this.broken[low]?.start ?? Number.POSITIVE_INFINITY) <= to;
  }
}

function spaced(atoms: readonly IToken[]): string {
  let code = '';
  for (const [index, atom] of atoms.entries()) {
    const previous = atoms[index - 1];
    code += (previous === undefined || isClose(previous, atom) ? '' : ' ') + atom.image;
  }
  return code;
}

/** Whether no space belongs between two pieces: `USD/GB`, `2%`, `a, b`, `orders: postgresql`. */
function isClose(left: IToken | Comment, right: IToken | Comment): boolean {
  if ('style' in left || 'style' in right) return false;
  // Together they would begin a comment.
  if (left.tokenType === Slash && /^[/*]/.test(right.image)) return false;
  return left.tokenType === Slash || [Slash, Comma, Colon, Percent].includes(right.tokenType);
}

function textOf(piece: IToken | Comment): string {
  return 'style' in piece ? piece.text.trimEnd() : piece.image;
}

function rangeOf(piece: IToken | Comment): Range {
  return 'style' in piece ? piece.range : { start: piece.startOffset, end: endOf(piece) };
}
