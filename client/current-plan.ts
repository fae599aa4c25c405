/** The plan that a command is about: the one in the active editor. */
import * as vscode from 'vscode';

/** Says what is missing, and gives undefined, where no plan is open. */
export async function currentPlan(): Promise<vscode.TextEditor | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === 'backupplan') return editor;
  const choice = await vscode.window.showInformationMessage('Open a .backupplan file first.', 'New Backup Plan');
  if (choice !== undefined) await vscode.commands.executeCommand('backupplan.newPlan');
  return undefined;
}
