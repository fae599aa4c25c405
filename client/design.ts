/** Backups that the server designs for a system: which one, and a preview before the plan changes. */
import * as vscode from 'vscode';
import { type Chosen, currentPlan } from './current-plan.ts';

/** The server's command; the client library registers it with the editor under this name. */
export const DESIGN = 'backupplan.design';

interface TextEdit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}
interface Position {
  readonly line: number;
  readonly character: number;
}
interface Proposal {
  readonly title: string;
  readonly block: string;
  readonly edit: { readonly changes?: Readonly<Record<string, readonly TextEdit[]>> };
}

/** What the server answers: backups, or the systems that there are where it does not know which one is meant. */
type Answer =
  | { readonly system: string; readonly proposals: readonly Proposal[]; readonly because?: string }
  | { readonly names: readonly string[] };

/** For the system that the cursor stands in, else one that is chosen. */
export async function designSystem(chosen?: Chosen): Promise<void> {
  const plan = await currentPlan(chosen);
  if (plan === undefined) return;
  const { line, character } = plan.selection.active;
  await vscode.commands.executeCommand(DESIGN, plan.document.uri.toString(), { line, character });
}

/** Lets the server design, a person choose, and the editor show what would change. */
export async function chooseDesign(
  args: readonly unknown[],
  next: (command: string, args: unknown[]) => vscode.ProviderResult<unknown>,
): Promise<void> {
  const [uri, at] = args;
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Backup Plan: designing' },
    async () => (await next(DESIGN, [uri, at])) as Answer,
  );
  if ('names' in answer) {
    const system = await vscode.window.showQuickPick(answer.names, { title: 'Design Backup', placeHolder: 'For which system?' });
    // A system that needs no backup gives the names again, and nothing to choose.
    if (system !== undefined && system !== at) await chooseDesign([uri, system], next);
    return;
  }
  const { system, proposals, because } = answer;
  if (because !== undefined) {
    vscode.window.showWarningMessage(because);
    return;
  }
  const items = proposals.map((proposal) => ({ label: proposal.title, detail: proposal.block.replaceAll(/\s+/g, ' '), proposal }));
  const chosen = await vscode.window.showQuickPick(items, { title: `Design Backup for ${system}` });
  if (chosen !== undefined) await preview(system, chosen.proposal);
}

/** The editor's own preview of a refactoring, with the difference, from which it is applied. */
async function preview(system: string, { title, edit }: Proposal): Promise<void> {
  const changes = new vscode.WorkspaceEdit();
  const about = { label: `Backup of ${system}`, description: title, needsConfirmation: true };
  for (const [file, edits] of Object.entries(edit.changes ?? {}))
    for (const { range, newText } of edits) {
      const { start, end } = range;
      changes.replace(vscode.Uri.parse(file), new vscode.Range(start.line, start.character, end.line, end.character), newText, about);
    }
  await vscode.workspace.applyEdit(changes, { isRefactoring: true });
}
