/** `textDocument/prepareRename` and `textDocument/rename`: a name everywhere, across the files that share it. */
import { LSPErrorCodes, type Range, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { toRange } from './convert.ts';
import { formattedEdit } from './formattedEdit.ts';
import { type Occurrences, occurrences } from './occurrences.ts';
import type { NamedProject, Session } from './session.ts';

export function prepareRename(
  session: Session,
  path: string,
  document: TextDocument,
  offset: number,
): { range: Range; placeholder: string } | null {
  const found = occurrences(session.plans(path), path, offset);
  if (found === undefined) return null;
  refuseUndeclared(found);
  return { range: toRange(document, found.here.range), placeholder: found.name };
}

/** Throws a ResponseError that says why a name cannot be given. */
export function rename(session: Session, path: string, offset: number, newName: string): WorkspaceEdit | null {
  const plans = session.plans(path);
  const found = occurrences(plans, path, offset);
  if (found === undefined) return null;
  refuseUndeclared(found);
  if (newName === found.name) return { changes: {} };
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(newName)) {
    throw refusal(`'${newName}' is no name: a name is a letter, then letters, digits, '-' and '_'`);
  }
  refuseTaken(plans, found, newName);
  const edits = [...found.declarations, ...found.uses].map((place) => ({ ...place, text: newName }));
  const edit = formattedEdit(session, edits);
  if (edit === undefined) throw refusal(`a file that uses '${found.name}' cannot be read`);
  return edit;
}

function refuseUndeclared(found: Occurrences): void {
  if (found.declarations.length > 0) return;
  if (found.name === 'production')
    throw refusal("'production' is the account of everything that names none; it is not declared, so it cannot be renamed");
  throw refusal(`'${found.name}' is declared nowhere, so it cannot be renamed`);
}

/** Accounts are a space of their own; all other names share one. */
function refuseTaken(plans: readonly NamedProject[], found: Occurrences, newName: string): void {
  const account = found.sort === 'account';
  const files = new Set([...found.declarations, ...found.uses].map(({ file }) => file));
  for (const { names } of plans.filter(({ project }) => project.files.some(({ path }) => files.has(path)))) {
    const taken = names.named(newName).find((declaration) => (declaration.sort === 'account') === account);
    if (taken !== undefined) throw refusal(`'${newName}' is already the name of ${/^[aeiou]/.test(taken.sort) ? 'an' : 'a'} ${taken.sort}`);
  }
  if (account && newName === 'production') throw refusal("'production' is the account of everything that names none");
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
