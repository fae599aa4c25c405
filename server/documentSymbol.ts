/** `textDocument/documentSymbol`: the outline, declarations with their statements below them. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Statement, type SyntaxTree, value } from '../grammar/tree.ts';
import { toRange } from './convert.ts';

export function documentSymbols(document: TextDocument, tree: SyntaxTree): DocumentSymbol[] {
  return tree.statements.map((statement) => symbol(document, tree.text, statement));
}

const kinds: Readonly<Record<string, SymbolKind>> = {
  'file.import': SymbolKind.Module,
  'file.plan': SymbolKind.Package,
  'file.site': SymbolKind.Namespace,
  'file.storage': SymbolKind.Object,
  'file.key': SymbolKind.Key,
  'file.system': SymbolKind.Class,
  'file.policy': SymbolKind.Interface,
  'file.scenario': SymbolKind.Event,
  'file.contact': SymbolKind.Constant,
  'system.backup': SymbolKind.Struct,
};

export function symbolKindOf({ id = '' }: Statement): SymbolKind {
  return kinds[id] ?? (id.startsWith('block.') ? SymbolKind.Method : SymbolKind.Property);
}

function symbol(document: TextDocument, text: string, statement: Statement): DocumentSymbol {
  const title = value(statement, 'name', 'name') ?? value(statement, 'title', 'string');
  const kind = value(statement, 'kind', 'word');
  const headEnd = statement.block?.range.start ?? statement.range.end;
  const rest = text.slice(statement.keyword.range.end, headEnd).replace(/\s+/g, ' ').trim();
  const children = statement.block?.statements.map((inner) => symbol(document, text, inner));
  return {
    // A name must not be empty, or clients refuse the whole outline.
    name: title !== undefined && title.text !== '' && statement.id?.startsWith('file.') ? title.text : statement.keyword.text || '…',
    detail: title === undefined ? rest : [statement.keyword.text, kind?.text].filter((part) => part !== undefined).join(' '),
    kind: symbolKindOf(statement),
    range: toRange(document, statement.range),
    selectionRange: toRange(document, title?.range ?? statement.keyword.range),
    ...(children === undefined || children.length === 0 ? {} : { children }),
  };
}
