/** The `quickfix` actions of `textDocument/codeAction`: each is applied to its plan and examined before it is offered. */
import { type CodeAction, type CodeActionContext, CodeActionKind } from 'vscode-languageserver';
import type { Finding } from '../engine/checks/finding.ts';
import type { Place } from '../engine/plan/model.ts';
import { formattedEdit } from './formattedEdit.ts';
import type { Session } from './session.ts';

/** A finding of the plan at `root`. */
export interface Found {
  readonly root: string;
  readonly finding: Finding;
}

export function wantsFixes({ only }: CodeActionContext): boolean {
  return only === undefined || only.some((kind) => CodeActionKind.QuickFix === kind || CodeActionKind.QuickFix.startsWith(`${kind}.`));
}

/** What these plans say about a place, touching it. */
export function foundAt(session: Session, roots: readonly string[], { file, range }: Place): Found[] {
  return roots.flatMap((root) =>
    session
      .examination(root)
      .findings.filter((finding) => finding.file === file && finding.range.start <= range.end && range.start <= finding.range.end)
      .map((finding) => ({ root, finding })),
  );
}

/** What mends several findings alike is offered once. */
export function quickFixes(session: Session, found: readonly Found[], { diagnostics }: CodeActionContext): CodeAction[] {
  const actions = found.flatMap(({ root, finding }) => {
    const about = diagnostics.filter(({ code, message }) => code === finding.code && message === finding.message);
    return session.fixes(root, finding).flatMap((fix): CodeAction[] => {
      const edit = formattedEdit(session, fix.edits);
      return edit === undefined
        ? []
        : [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: about, edit, isPreferred: fix.safe }];
    });
  });
  return [...new Map(actions.map((action) => [JSON.stringify(action.edit), action])).values()];
}
