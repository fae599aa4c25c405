/** New Backup Plan: an unsaved document with a plan to start from. */
import * as vscode from 'vscode';

export async function newPlan(): Promise<void> {
  const content = await vscode.commands.executeCommand<string>('backupplan.starter');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'backupplan', content }));
}
