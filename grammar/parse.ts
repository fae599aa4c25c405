/** Text → tree. */
import type { IToken } from 'chevrotain';
import { type Expected, Matching, written } from './match.ts';
import { either, problemOf } from './messages.ts';
import { isSlip, meantBy } from './spelling.ts';
import { type CompiledEntry, contextsOf, firstWords, places, startingWith } from './statements.ts';
import { type RawBlock, type RawStatement, structure } from './structure.ts';
import { Comma, endOf, tokenize, Word } from './tokens.ts';
import type { Block, Comment, Range, Statement, SyntaxProblem, SyntaxTree, Value } from './tree.ts';
import type { Context } from './vocabulary.ts';

/** Reads a text. Never throws: what cannot be read is in `problems`, and spoils no more than its own statement. */
export function parse(text: string): SyntaxTree {
  const { tokens, comments } = tokenize(text);
  const { statements, problems } = structure(tokens);
  const reading = new Reading(text, comments, [...problems]);
  const tree = reading.statements(statements, 'file');
  return {
    text,
    statements: tree,
    comments,
    problems: reading.problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end),
  };
}

/** How many atoms in front of an error a statement may begin that was taken for a part of the one above. */
const FARTHEST_BACK = 16;

/** In a text with more problems than this, nobody reads what each word could have been meant to be. */
const MOST_HINTS = 200;

interface Outcome {
  readonly row: CompiledEntry;
  readonly slots: Readonly<Record<string, readonly Value[]>>;
  readonly problems: readonly SyntaxProblem[];
  /** The atoms up to here belong to the statement: all of them, if the rest is not a statement of its own. */
  readonly upTo: number;
}

class Reading {
  readonly problems: SyntaxProblem[];
  private readonly text: string;
  private readonly comments: readonly Comment[];
  private nextComment = 0;
  /** The end of the last token before the statement that is being read. */
  private before = 0;

  constructor(text: string, comments: readonly Comment[], problems: SyntaxProblem[]) {
    this.text = text;
    this.comments = comments;
    this.problems = problems;
    for (const { range, style } of comments) {
      if (style === 'block' && !(range.end - range.start >= 4 && text.startsWith('*/', range.end - 2))) {
        problems.push({ code: 'syntax', range, message: 'This comment is never closed: `*/` is missing.' });
      }
    }
  }

  /** Reads the statements of a block; `context` is undefined where the header is not known, and its lines are not judged. */
  statements(raw: readonly RawStatement[], context: Context | undefined): Statement[] {
    const read: Statement[] = [];
    for (const statement of raw) {
      let rest: RawStatement | undefined = statement;
      while (rest !== undefined) rest = this.statement(rest, context, read);
    }
    return read;
  }

  /** Reads one statement into `read`, and gives what turned out to be the next one on the same line. */
  private statement(raw: RawStatement, context: Context | undefined, read: Statement[]): RawStatement | undefined {
    const first = raw.atoms[0] ?? raw.block?.open;
    if (first === undefined) return undefined;
    const doc = this.docAbove(first);
    const outcome = context === undefined || raw.atoms.length === 0 ? undefined : this.match(raw.atoms, context);
    const upTo = outcome?.upTo ?? raw.atoms.length;
    const rest = upTo < raw.atoms.length ? { atoms: raw.atoms.slice(upTo), block: raw.block } : undefined;
    const last = raw.atoms[upTo - 1] ?? first;
    this.before = endOf(last);
    const own = rest === undefined ? raw.block : undefined;
    const entry = outcome?.row.entry;
    let broken = outcome === undefined || outcome.problems.some(({ code }) => code !== 'impossible-date');
    if (outcome !== undefined) this.problems.push(...outcome.problems);
    if (outcome !== undefined && !broken) {
      const misfit = blockProblem(outcome, own, last);
      if (misfit !== undefined) {
        this.problems.push(misfit);
        broken = true;
      }
    }
    const block = own === undefined ? undefined : this.block(own, entry === undefined ? this.meantBlock(first, context) : entry.block);
    const range = { start: first.startOffset, end: block?.range.end ?? endOf(last) };
    read.push({
      id: entry?.id,
      range,
      keyword: keywordOf(raw.atoms, outcome?.row, first),
      slots: outcome?.slots ?? {},
      block,
      doc,
      broken,
    });
    return rest;
  }

  private block(raw: RawBlock, context: Context | undefined): Block {
    this.before = endOf(raw.open);
    const statements = this.statements(raw.statements, context);
    if (raw.close !== undefined) this.before = endOf(raw.close);
    const end = raw.close === undefined ? Math.max(endOf(raw.open), statements.at(-1)?.range.end ?? 0) : endOf(raw.close);
    return { range: { start: raw.open.startOffset, end }, statements, closed: raw.close !== undefined };
  }

  /** Finds the entry whose shape the atoms have, or comes nearest to; undefined where not even the first word is known. */
  private match(atoms: readonly IToken[], context: Context): Outcome | undefined {
    const first = atoms[0];
    if (first === undefined) return undefined;
    const rows = first.tokenType === Word ? startingWith(first.image, context) : [];
    if (rows.length === 0) {
      this.problems.push(unknownWord(first, context, this.meant(first, context)));
      return undefined;
    }
    const tried: { readonly row: CompiledEntry; readonly matching: Matching; readonly next: number }[] = [];
    for (const row of rows) {
      const matching = new Matching(atoms);
      const next = matching.match(row.shape);
      if (next === atoms.length) return { row, slots: matching.slots(), problems: matching.problems, upTo: next };
      tried.push({ row, matching, next });
    }
    const reached = ({ matching, next }: (typeof tried)[number]): number => Math.max(matching.far, next);
    const best = tried.reduce((a, b) => (reached(b) > reached(a) ? b : a));
    const at = reached(best);
    const expected: readonly Expected[] = tried.flatMap(({ matching }) => (matching.far === at ? matching.expected : []));
    const upTo = statementBehind(this.text, atoms, at, best.next, context);
    if (upTo < at) {
      const head = this.match(atoms.slice(0, upTo), context);
      if (head !== undefined) return { ...head, upTo };
    }
    const problem = upTo === at && best.next === at ? together(atoms, at) : problemOf(best.matching, expected, at);
    return { row: best.row, slots: best.matching.slots(), problems: [...best.matching.problems, problem], upTo };
  }

  /** The word that the first one of a statement was probably meant to be. */
  private meant(first: IToken, context: Context): string | undefined {
    return first.tokenType === Word && this.problems.length < MOST_HINTS ? meantBy(first.image, firstWords(context)) : undefined;
  }

  /** The block of a misspelt header is read as what was probably meant, so that its lines keep their meaning. */
  private meantBlock(first: IToken, context: Context | undefined): Context | undefined {
    const meant = context === undefined ? undefined : this.meant(first, context);
    return meant === undefined || context === undefined ? undefined : startingWith(meant, context)[0]?.entry.block;
  }

  /** The `///` lines above a token, if nothing but space and comments is between. */
  private docAbove(first: IToken): string | undefined {
    const lines: string[] = [];
    for (
      let comment = this.comments[this.nextComment];
      comment !== undefined && comment.range.start < first.startOffset;
      comment = this.comments[this.nextComment]
    ) {
      this.nextComment += 1;
      if (comment.style === 'doc' && comment.range.start >= this.before && startsLine(this.text, comment.range.start)) {
        lines.push(comment.text.replace(/^\/\/\/ ?/, '').trimEnd());
      }
    }
    return lines.length === 0 ? undefined : lines.join('\n');
  }
}

/** A statement that has a block and needs none, or the other way round. */
function blockProblem({ row }: Outcome, block: RawBlock | undefined, last: IToken): SyntaxProblem | undefined {
  const { entry, keywords } = row;
  if (block !== undefined && entry.block === undefined) {
    return {
      code: 'syntax',
      range: rangeOf(block.open),
      message: `\`${keywords.join(' ')}\` has no block: a new line or \`;\` is expected here, not \`{\`.`,
    };
  }
  if (block === undefined && entry.block !== undefined && entry.blockOptional !== true) {
    return { code: 'syntax', range: rangeOf(last), message: `\`{\` is expected after \`${written([last])}\`.` };
  }
  if (block === undefined && entry.id === 'system.backup' && last.image === 'backup') {
    return { code: 'syntax', range: rangeOf(last), message: '`with` and the name of a policy, or `{`, are expected after `backup`.' };
  }
  return undefined;
}

/**
 * Where a statement that went wrong at `at` stops: at a word that begins a statement of its own, on the same line or on the next
 * one (the line in front ended in a comma). Else at its end.
 */
function statementBehind(text: string, atoms: readonly IToken[], at: number, complete: number, context: Context): number {
  if (complete === at && isStatement(atoms.slice(at), context)) return at;
  for (let index = Math.min(at, atoms.length - 1); index > 0 && at - index < FARTHEST_BACK; index -= 1) {
    const comma = atoms[index - 1];
    const behind = atoms[index];
    if (comma?.tokenType !== Comma || behind === undefined || !/[\r\n]/.test(text.slice(endOf(comma), behind.startOffset))) continue;
    return behind.tokenType === Word && startingWith(behind.image, context).length > 0 ? index : atoms.length;
  }
  return atoms.length;
}

function isStatement(atoms: readonly IToken[], context: Context): boolean {
  const first = atoms[0];
  return (
    first?.tokenType === Word && startingWith(first.image, context).some(({ shape }) => new Matching(atoms).match(shape) === atoms.length)
  );
}

function together(atoms: readonly IToken[], at: number): SyntaxProblem {
  const first = atoms[at];
  return {
    code: 'syntax',
    range: first === undefined ? { start: 0, end: 0 } : rangeOf(first),
    message: `A new line or \`;\` is expected before \`${written(atoms.slice(at, at + 1))}\`.`,
  };
}

function unknownWord(first: IToken, context: Context, suggestion: string | undefined): SyntaxProblem {
  const known = firstWords(context);
  const quoted = `\`${written([first])}\``;
  if (first.tokenType !== Word)
    return {
      code: 'syntax',
      range: rangeOf(first),
      message: `A statement begins with a word, not with ${quoted}: ${either(known.map((word) => `\`${word}\``))}.`,
    };
  const belongs = contextsOf(first.image, context).map((other) => places[other]);
  const message = `${quoted} is not known ${places[context]}`;
  if (belongs.length > 0) {
    const placed = `${message}; it stands ${either(belongs)}.`;
    return suggestion === undefined
      ? { code: 'unknown-word', range: rangeOf(first), message: placed }
      : { code: 'unknown-word', range: rangeOf(first), message: `${placed} Did you mean \`${suggestion}\`?`, suggestion };
  }
  if (suggestion !== undefined)
    return {
      code: 'unknown-word',
      range: rangeOf(first),
      message: `${message}; did you mean \`${suggestion}\`?`,
      suggestion,
      ...(isSlip(first.image, suggestion, known) ? { slip: true } : {}),
    };
  return {
    code: 'unknown-word',
    range: rangeOf(first),
    message: `${message}. These words are: ${known.map((word) => `\`${word}\``).join(', ')}.`,
  };
}

function keywordOf(atoms: readonly IToken[], row: CompiledEntry | undefined, first: IToken): Statement['keyword'] {
  let count = 1;
  while (row !== undefined && count < row.keywords.length && atoms[count]?.image === row.keywords[count]) count += 1;
  if (count === 1) return { text: first.image, range: rangeOf(first) };
  const words = atoms.slice(0, count);
  return { text: words.map(({ image }) => image).join(' '), range: { start: first.startOffset, end: endOf(words[count - 1] ?? first) } };
}

function startsLine(text: string, at: number): boolean {
  let from = at;
  while (from > 0 && text[from - 1] !== '\n' && text[from - 1] !== '\r') from -= 1;
  return text.slice(from, at).trim() === '';
}

function rangeOf(token: IToken): Range {
  return { start: token.startOffset, end: endOf(token) };
}
