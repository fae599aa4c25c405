/** New Backup Plan: an unsaved document with a starter plan to fill in. */
import * as vscode from 'vscode';

export async function newPlan(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'backupplan' });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'backupplan', name: 'New plan' });
}
