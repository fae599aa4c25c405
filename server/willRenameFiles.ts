/** `workspace/willRenameFiles`: imports follow the files that they name, and those of a moved file still find theirs. */
import type { FileOperationRegistrationOptions, FileRename, WorkspaceEdit } from 'vscode-languageserver';
import { canonical, importOf, resolveImport } from '../engine/plan/paths.ts';
import type { SourceFile } from '../engine/plan/project.ts';
import { type Statement, type StringValue, value } from '../grammar/tree.ts';
import { pathOf, toWorkspaceEdit } from './convert.ts';
import type { Session } from './session.ts';

/** A folder moves all plans below it. */
export const renamesOfInterest: FileOperationRegistrationOptions = {
  filters: [{ pattern: { glob: '**/*.backupplan', matches: 'file' } }, { pattern: { glob: '**', matches: 'folder' } }],
};

/** Edits of the files where they are now; null where no import changes. */
export function willRenameFiles(session: Session, renames: readonly FileRename[]): WorkspaceEdit | null {
  const moves = renames.map(({ oldUri, newUri }) => ({ from: canonical(pathOf(oldUri)), to: canonical(pathOf(newUri)) }));
  const moved = (path: string): string => {
    const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
    return move === undefined ? path : move.to + path.slice(move.from.length);
  };
  const files = new Map<string, SourceFile>();
  for (const { project } of session.plans()) for (const file of project.files) files.set(file.path, file);
  const edits = [...files.values()].flatMap((file) =>
    file.tree.statements.flatMap((statement) => {
      const written = importIn(statement);
      if (written === undefined) return [];
      const target = resolveImport(file.path, written.text);
      const now = { file: moved(canonical(file.path)), target: moved(target) };
      if (resolveImport(now.file, written.text) === now.target) return [];
      const text = isWhole.test(written.text) ? now.target : importOf(now.file, now.target);
      return [{ file: file.path, range: written.range, text: quoted(text) }];
    }),
  );
  return edits.length === 0 ? null : (toWorkspaceEdit(session, edits) ?? null);
}

/** From the root of a file system, or a URI. */
const isWhole = /^(?:\/|[A-Za-z][A-Za-z0-9+.-]+:)/;

function importIn(statement: Statement): StringValue | undefined {
  const path = statement.id === 'file.import' ? value(statement, 'path', 'string') : undefined;
  return path === undefined || path.text === '' ? undefined : path;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
