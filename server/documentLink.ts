/** `textDocument/documentLink`: from an import to its file, from a check's code to its page, from `output` to what was generated. */
import type { DocumentLink } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { checksFor } from '../engine/checks/all.ts';
import { ignoresIn } from '../engine/checks/ignore.ts';
import { README } from '../engine/generate/manifest.ts';
import { resolveImport } from '../engine/plan/paths.ts';
import { type Range, type Statement, type StringValue, value, values } from '../grammar/tree.ts';
import { checkPage, toRange } from './convert.ts';
import type { Session } from './session.ts';

/** What cannot be opened, and a code that no check has, is no link. */
export function documentLinks(session: Session, path: string, document: TextDocument): DocumentLink[] {
  const { root } = session.project(path).project;
  const codes = new Set(checksFor(session.host.catalogueFor(path)).map(({ code }) => code));
  const pageLink = ({ text, range }: { readonly text: string; readonly range: Range }): DocumentLink[] =>
    codes.has(text) ? [{ range: toRange(document, range), target: checkPage(text), tooltip: `What ${text} means` }] : [];
  const fileLink = (written: StringValue | undefined, target: (text: string) => string, tooltip: string): DocumentLink[] => {
    const file = written === undefined || written.text === '' ? undefined : target(written.text);
    if (written === undefined || file === undefined || session.read(file) === undefined) return [];
    return [{ range: toRange(document, unquoted(written)), target: session.uri(file), tooltip }];
  };
  const linksOf = (statement: Statement): DocumentLink[] => {
    if (statement.id === 'file.import')
      return fileLink(value(statement, 'path', 'string'), (text) => resolveImport(path, text), 'Open the imported file');
    if (statement.id === 'plan.output')
      return fileLink(value(statement, 'path', 'string'), (text) => resolveImport(path, `${text}/${README}`), 'Open what was generated');
    return [...values(statement, 'check', 'reference').flatMap(pageLink), ...(statement.block?.statements.flatMap(linksOf) ?? [])];
  };
  return [...root.tree.statements.flatMap(linksOf), ...ignoresIn(root).flatMap(({ code }) => (code === undefined ? [] : pageLink(code)))];
}

function unquoted({ range, long }: StringValue): Range {
  const quotes = long ? 3 : 1;
  return { start: range.start + quotes, end: Math.max(range.start + quotes, range.end - quotes) };
}
