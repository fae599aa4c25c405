/**
 * The coarse structure of a text: statements, their atoms, and blocks. What the atoms mean is none of its business, so no text is
 * too broken for it: a half-typed line is a statement with few atoms.
 */
import { createToken, EmbeddedActionsParser, type IParserConfig, type IToken, Lexer } from 'chevrotain';
import { Close, Colon, Comma, endOf, Newline, Open, Semicolon, StringToken, Unknown, Word } from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

/** Without atoms where a block has no header. */
export interface RawStatement {
  readonly atoms: readonly IToken[];
  block?: RawBlock;
}
export interface RawBlock {
  readonly open: IToken;
  readonly close?: IToken;
  readonly statements: RawStatement[];
}
export interface Structure {
  readonly statements: readonly RawStatement[];
  /** The tokens that count: newlines that end nothing are gone. */
  readonly tokens: readonly IToken[];
  readonly problems: readonly SyntaxProblem[];
}

/** The language needs three; more can only be a mistake, and must not exhaust the stack. */
const DEEPEST = 32;

/** The atoms of one statement, as its payload; a header has its `{` directly behind. */
const Line = createToken({ name: 'Line', pattern: Lexer.NA });
const Header = createToken({ name: 'Header', pattern: Lexer.NA });

export class StructureParser extends EmbeddedActionsParser {
  strays: IToken[] = [];

  constructor(config: IParserConfig = {}) {
    // The rules take any sequence of tokens, so Chevrotain has nothing to recover from.
    super([Line, Header, Open, Close], { recoveryEnabled: false, maxLookahead: 1, ...config });
    this.performSelfAnalysis();
  }

  readonly file = this.RULE('file', (): RawStatement[] => {
    const statements: RawStatement[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => statements.push({ atoms: this.CONSUME(Line).payload }) },
        { ALT: () => statements.push({ atoms: this.CONSUME(Header).payload, block: this.SUBRULE(this.block) }) },
        { ALT: () => statements.push({ atoms: [], block: this.SUBRULE1(this.block) }) },
        { ALT: () => this.strays.push(this.CONSUME(Close)) },
      ]);
    });
    return statements;
  });

  readonly block = this.RULE('block', (): RawBlock => {
    const open = this.CONSUME(Open);
    const statements: RawStatement[] = [];
    this.MANY({
      // A declaration in a block: its `}` is missing, and the rest of the file must not suffer for it.
      GATE: () => !this.declares(),
      DEF: () => {
        this.OR([
          { ALT: () => statements.push({ atoms: this.CONSUME(Line).payload }) },
          { ALT: () => statements.push({ atoms: this.CONSUME(Header).payload, block: this.SUBRULE(this.block) }) },
          { ALT: () => statements.push({ atoms: [], block: this.SUBRULE1(this.block) }) },
        ]);
      },
    });
    const close = this.OPTION(() => this.CONSUME(Close));
    return { open, close, statements };
  });

  private declares(): boolean {
    const next = this.LA(1);
    if (next.tokenType !== Header && next.tokenType !== Line) return false;
    const atoms: readonly IToken[] = next.payload;
    return startsDeclaration((ahead) => (ahead === atoms.length && next.tokenType === Header ? this.LA(2) : atoms[ahead]));
  }
}

const NAMED = new Set(['site', 'key', 'policy', 'scenario', 'contact']);
const NAMED_WITH_KIND = new Set(['storage', 'system']);

/** Whether the tokens are the header of a declaration, which stands at the top of a file only. `at(0)` is the first of them. */
function startsDeclaration(at: (ahead: number) => IToken | undefined): boolean {
  const first = at(0);
  if (first?.tokenType !== Word) return false;
  const second = at(1)?.tokenType;
  if (NAMED.has(first.image)) return second === Word && at(2)?.tokenType === Open;
  if (NAMED_WITH_KIND.has(first.image)) {
    const third = at(2)?.tokenType;
    return second === Word && (third === Open || (third === Colon && at(3)?.tokenType === Word));
  }
  if (first.image === 'plan') return second === StringToken && at(2)?.tokenType === Open;
  if (first.image === 'import') return second === StringToken;
  return first.image === 'accept' && second === Word;
}

const parser = new StructureParser({ skipValidations: true });

export function structure(all: IToken[]): Structure {
  const tokens = significant(all);
  parser.input = lines(tokens);
  parser.strays = [];
  const statements = parser.file();
  const problems = parser.strays.map((token) => problemAt(token, 'This `}` closes nothing.'));
  return { statements: attachBlocks(statements, problems), tokens, problems };
}

/** Drops the newlines that end no statement, and makes braces that are nested too deeply unknown. */
function significant(all: IToken[]): IToken[] {
  const tokens: IToken[] = [];
  let depth = 0;
  for (let index = 0; index < all.length; index += 1) {
    const token = all[index];
    if (token === undefined) continue;
    const before = tokens.at(-1)?.tokenType;
    if (token.tokenType === Newline) {
      // A comma that hangs over a declaration's header goes nowhere.
      if (before === Open || (before === Comma && !declarationBehind(all, index))) continue;
    } else if (token.tokenType === Open) {
      depth += 1;
      if (depth > DEEPEST) {
        tokens.push(unknown(token));
        continue;
      }
    } else if (token.tokenType === Close) {
      depth = Math.max(0, depth - 1);
      if (depth >= DEEPEST) {
        tokens.push(unknown(token));
        continue;
      }
    } else if (
      depth > 0 &&
      (before === Newline || before === Semicolon || before === Open || before === Close) &&
      startsDeclaration((ahead) => all[index + ahead])
    ) {
      depth = 0;
    }
    tokens.push(token);
  }
  return tokens;
}

/** Gathers the atoms of each statement into one token; ends of statements have done their work then. */
function lines(tokens: readonly IToken[]): IToken[] {
  const gathered: IToken[] = [];
  let atoms: IToken[] = [];
  const gather = (type: typeof Line): void => {
    const first = atoms[0];
    if (first !== undefined)
      gathered.push({ image: '', startOffset: first.startOffset, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0, payload: atoms });
    atoms = [];
  };
  for (const token of tokens) {
    switch (token.tokenType) {
      case Newline:
      case Semicolon:
        gather(Line);
        break;
      case Open:
        gather(Header);
        gathered.push(token);
        break;
      case Close:
        gather(Line);
        gathered.push(token);
        break;
      default:
        atoms.push(token);
    }
  }
  gather(Line);
  return gathered;
}

function declarationBehind(all: IToken[], newline: number): boolean {
  let next = newline;
  while (all[next]?.tokenType === Newline) next += 1;
  return startsDeclaration((ahead) => all[next + ahead]);
}

function unknown(token: IToken): IToken {
  return { ...token, tokenType: Unknown, tokenTypeIdx: Unknown.tokenTypeIdx ?? token.tokenTypeIdx };
}

/** Gives a `{` on a line of its own to the statement above it, and reports it; reports blocks that are never closed, too. */
function attachBlocks(statements: RawStatement[], problems: SyntaxProblem[]): RawStatement[] {
  const kept: RawStatement[] = [];
  for (const statement of statements) {
    const { block } = statement;
    if (block !== undefined) {
      const inner = attachBlocks(block.statements, problems);
      statement.block = { ...block, statements: inner };
      if (block.close === undefined) problems.push(problemAt(block.open, 'This `{` is never closed: `}` is missing.'));
      const above = kept.at(-1);
      if (statement.atoms.length === 0) {
        if (above !== undefined && above.block === undefined) {
          problems.push(problemAt(block.open, '`{` is expected on the line of its header.'));
          above.block = statement.block;
          continue;
        }
        problems.push(problemAt(block.open, 'A block needs a header in front of its `{`, such as `site berlin {`.'));
      }
    }
    kept.push(statement);
  }
  return kept;
}

function problemAt(token: IToken, message: string): SyntaxProblem {
  return { code: 'syntax', range: { start: token.startOffset, end: endOf(token) }, message };
}
