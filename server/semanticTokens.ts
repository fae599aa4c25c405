/** `textDocument/semanticTokens`: what each word is, of the whole file or of a range. */
import type { IToken } from 'chevrotain';
import {
  SemanticTokenModifiers,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { endOf, StringToken, tokenize, Word } from '../grammar/tokens.ts';
import type { NameSort, Range, Statement, SyntaxTree, Value } from '../grammar/tree.ts';
import type { NamedProject } from './session.ts';

const types = [
  SemanticTokenTypes.keyword,
  SemanticTokenTypes.namespace,
  SemanticTokenTypes.class,
  SemanticTokenTypes.struct,
  SemanticTokenTypes.interface,
  SemanticTokenTypes.event,
  SemanticTokenTypes.variable,
  SemanticTokenTypes.type,
  SemanticTokenTypes.function,
  SemanticTokenTypes.enumMember,
  SemanticTokenTypes.number,
  SemanticTokenTypes.string,
  SemanticTokenTypes.comment,
] as const;
type Type = (typeof types)[number];
const modifiers = [SemanticTokenModifiers.declaration, SemanticTokenModifiers.documentation] as const;
type Modifier = (typeof modifiers)[number];

export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

/** Names by what they stand for, of the types that every theme has colours for. */
const typeOfSort: Readonly<Record<NameSort, Type>> = {
  site: SemanticTokenTypes.namespace,
  storage: SemanticTokenTypes.struct,
  key: SemanticTokenTypes.variable,
  system: SemanticTokenTypes.class,
  policy: SemanticTokenTypes.interface,
  scenario: SemanticTokenTypes.event,
  contact: SemanticTokenTypes.variable,
  account: SemanticTokenTypes.variable,
  check: SemanticTokenTypes.enumMember,
};

interface Meaning {
  readonly range: Range;
  /** Undefined: nobody knows what it means. */
  readonly type?: Type;
  readonly modifier?: Modifier;
}

/** `asked` leaves out what does not touch it. Strings and comments over several lines are a token a line. */
export function semanticTokens(
  { project, names }: NamedProject,
  document: TextDocument,
  asked: Range = { start: 0, end: Number.POSITIVE_INFINITY },
): SemanticTokens {
  const touches = ({ start, end }: Range): boolean => start <= asked.end && asked.start <= end;
  const targets = new Map(
    names.references.flatMap(({ file, range, target }) =>
      file === project.root.path && target ? [[range.start, target.sort] as const] : [],
    ),
  );
  const builder = new SemanticTokensBuilder();
  let line = 0;
  for (const { range, type, modifier } of meanings(project.root.tree, targets, touches)) {
    if (type === undefined || !touches(range)) continue;
    for (const { start, end } of lines(project.root.text, range)) {
      while (line + 1 < document.lineCount && document.offsetAt({ line: line + 1, character: 0 }) <= start) line += 1;
      const character = start - document.offsetAt({ line, character: 0 });
      builder.push(line, character, end - start, types.indexOf(type), modifier === undefined ? 0 : 1 << modifiers.indexOf(modifier));
    }
  }
  return builder.build();
}

/** Of each token and comment, in the order of the text. */
function meanings(tree: SyntaxTree, targets: ReadonlyMap<number, NameSort>, touches: (range: Range) => boolean): Meaning[] {
  const touched = tree.statements.filter(({ range }) => touches(range));
  const start = touched[0]?.range.start ?? 0;
  const spans = touched.flatMap((statement) => spansOf(statement, targets)).toSorted((a, b) => a.range.start - b.range.start);
  const { tokens } = tokenize(tree.text.slice(start, touched.at(-1)?.range.end ?? 0));
  let next = 0;
  const words = tokens.flatMap((token): Meaning[] => {
    const range = { start: start + token.startOffset, end: start + endOf(token) };
    while ((spans[next]?.range.end ?? Number.POSITIVE_INFINITY) <= range.start) next += 1;
    const span = spans[next];
    if (span !== undefined && span.range.start <= range.start) return [{ ...span, range }];
    const type = typeOfToken(token);
    return type === undefined ? [] : [{ range, type }];
  });
  const remarks = tree.comments.map(
    ({ range, style }): Meaning => ({
      range,
      type: SemanticTokenTypes.comment,
      ...(style === 'doc' ? { modifier: SemanticTokenModifiers.documentation } : {}),
    }),
  );
  return [...words, ...remarks].toSorted((a, b) => a.range.start - b.range.start);
}

/** Of a token that stands for no value as a whole: the words of a statement and of a schedule, its times. */
function typeOfToken({ tokenType, image }: IToken): Type | undefined {
  if (tokenType === Word) return SemanticTokenTypes.keyword;
  if (tokenType === StringToken) return SemanticTokenTypes.string;
  return /^:?\d/.test(image) ? SemanticTokenTypes.number : undefined;
}

/** The values that are more than the tokens that they consist of. They do not overlap. */
function spansOf(statement: Statement, targets: ReadonlyMap<number, NameSort>): Meaning[] {
  const { id, range, slots, block } = statement;
  // Of a statement that is not known, nobody knows what its words mean.
  if (id === undefined) return [{ range }];
  const own = Object.entries(slots).flatMap(([slot, values]) => values.flatMap((value) => spanOf(statement, slot, value, targets) ?? []));
  return [...own, ...(block?.statements.flatMap((inner) => spansOf(inner, targets)) ?? [])];
}

function spanOf({ id = '' }: Statement, slot: string, value: Value, targets: ReadonlyMap<number, NameSort>): Meaning | undefined {
  const { range } = value;
  switch (value.type) {
    case 'name': {
      const sort = id.replace(/^file\./, '');
      return { range, type: isSort(sort) ? typeOfSort[sort] : SemanticTokenTypes.variable, modifier: SemanticTokenModifiers.declaration };
    }
    case 'reference': {
      const sort = targets.get(range.start) ?? value.sorts[0];
      return { range, type: sort === undefined ? SemanticTokenTypes.variable : typeOfSort[sort] };
    }
    case 'word':
      if (slot === 'kind') return { range, type: SemanticTokenTypes.type };
      return { range, type: slot === 'using' ? SemanticTokenTypes.function : SemanticTokenTypes.enumMember };
    case 'duration':
    case 'size':
    case 'rate':
    case 'growth':
    case 'money':
    case 'percent':
    case 'unit':
      return { range, type: SemanticTokenTypes.number };
    default:
      return undefined;
  }
}

function isSort(word: string): word is NameSort {
  return Object.hasOwn(typeOfSort, word);
}

/** The parts of a range that stand on one line each, without line breaks. */
function lines(text: string, range: Range): readonly Range[] {
  const covered = text.slice(range.start, range.end);
  if (!/[\r\n]/.test(covered)) return [range];
  return [...covered.matchAll(/[^\r\n]+/g)].map(({ index, 0: line }) => ({
    start: range.start + index,
    end: range.start + index + line.length,
  }));
}
