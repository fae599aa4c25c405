/** Backups that the server designs for a system: for which one, and which of them. */
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
  // It stays while the plan is looked at: what has been designed would be designed again.
  const chosen = await vscode.window.showQuickPick(items, { title: `Design Backup for ${system}`, ignoreFocusOut: true });
  if (chosen !== undefined) await apply(chosen.proposal);
}

/** An edit like a quick fix: seen at once, and taken back by an undo. */
async function apply({ edit }: Proposal): Promise<void> {
  const changes = new vscode.WorkspaceEdit();
  const places: vscode.Location[] = [];
  for (const [file, edits] of Object.entries(edit.changes ?? {}))
    for (const { range, newText } of edits) {
      const place = new vscode.Location(
        vscode.Uri.parse(file),
        new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
      );
      changes.replace(place.uri, place.range, newText);
      places.push(place);
    }
  await vscode.workspace.applyEdit(changes, { isRefactoring: true });
  const [first] = places;
  if (first === undefined) return;
  const { start } = first.range;
  const editor = await vscode.window.showTextDocument(first.uri, { selection: new vscode.Range(start, start) });
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
