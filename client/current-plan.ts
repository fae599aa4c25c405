/** The plan that a command is about: what a menu was opened on, else the one in the active editor. */
import * as vscode from 'vscode';

/** A file of the Explorer or of an editor's title, or a line of the view of plans. */
export type Chosen = vscode.Uri | { readonly uri: vscode.Uri; readonly range?: vscode.Range };

/** Shows what was chosen, with the cursor there. Says what is missing, and gives undefined, where no plan is open. */
export async function currentPlan(chosen?: Chosen): Promise<vscode.TextEditor | undefined> {
  const active = vscode.window.activeTextEditor;
  if (chosen !== undefined) {
    const { uri, range } = chosen instanceof vscode.Uri ? { uri: chosen, range: undefined } : chosen;
    if (range === undefined && active?.document.uri.toString() === uri.toString()) return active;
    return vscode.window.showTextDocument(uri, range && { selection: new vscode.Range(range.start, range.start) });
  }
  if (active?.document.languageId === 'backupplan') return active;
  const choice = await vscode.window.showInformationMessage('Open a .backupplan file first.', 'New Backup Plan');
  if (choice !== undefined) await vscode.commands.executeCommand('backupplan.newPlan');
  return undefined;
}
