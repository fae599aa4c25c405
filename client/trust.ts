/** What waits until a person trusts the workspace. */
import * as vscode from 'vscode';

/** False, after saying so, where the workspace is not trusted: `why` is what is not done there. */
export async function isTrusted(why: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const choice = await vscode.window.showWarningMessage(why, 'Manage Workspace Trust');
  if (choice !== undefined) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
