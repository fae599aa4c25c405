/** The commands of the palette that run the command line: in a terminal, where its report stands. */
import * as vscode from 'vscode';
import { type Chosen, currentPlan } from './current-plan.ts';
import type { Tasks } from './tasks.ts';
import { isTrusted } from './trust.ts';

/** Run Check on Workspace: the findings of all plans in the Problems panel, also of those that are not open. */
export async function checkWorkspace(tasks: Tasks): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    vscode.window.showInformationMessage('Open a folder first: its plans are what is checked.');
    return;
  }
  if (!(await mayRun())) return;
  const worst = Math.max(...(await Promise.all(folders.map((folder) => tasks.run('check', [], folder, true)))));
  if (worst === 0) vscode.window.showInformationMessage('Backup Plan: all plans are checked, and none has an error.');
  if (worst === 1) await vscode.commands.executeCommand('workbench.actions.view.problems');
  // Anything else stands in the terminal, which has been brought up.
}

/** Show Status: whether the backups of a plan run, by what their journals say. */
export async function showStatus(tasks: Tasks, chosen?: Chosen): Promise<void> {
  const plan = await currentPlan(chosen);
  if (plan === undefined || !(await mayRun())) return;
  const { uri } = plan.document;
  if (uri.scheme !== 'file') {
    vscode.window.showInformationMessage('The status is read from the journal beside the plan: save it in a folder on disk first.');
    return;
  }
  await tasks.run('status', [nameOf(uri)], vscode.Uri.joinPath(uri, '..').fsPath);
}

/** Compare with Branch: what the plans as they are saved do to the promises of another revision, which is asked for. */
export async function compareWithBranch(tasks: Tasks, revision?: string): Promise<void> {
  const folder = currentFolder();
  if (folder === undefined) {
    vscode.window.showInformationMessage('Open the folder of a git repository first: its plans are what is compared.');
    return;
  }
  if (!(await mayRun())) return;
  const prompt = 'A branch, tag or commit. What do your saved changes do to the promises that its plans make?';
  const base = revision ?? (await vscode.window.showInputBox({ title: 'Compare with Branch', prompt, value: 'main' }));
  if (base === undefined || base === '') return;
  await tasks.run('diff', [base], folder);
  // The worst stands in the first line, and a long report has pushed it out of sight.
  await vscode.commands.executeCommand('workbench.action.terminal.scrollToTop');
}

/** Import Existing Backups: a first plan, drafted from files that are asked for, and opened; the terminal says what could not be known. */
export async function importBackups(tasks: Tasks, files?: readonly vscode.Uri[]): Promise<void> {
  const folder = currentFolder();
  if (folder === undefined) {
    vscode.window.showInformationMessage('Open a folder first: the plan is written into it.');
    return;
  }
  if (!(await mayRun())) return;
  const title = 'What backs up today: a crontab, a configuration of borgmatic, pgbackrest.conf';
  const chosen = files ?? (await vscode.window.showOpenDialog({ title, openLabel: 'Import', canSelectMany: true }));
  if (chosen === undefined || chosen.length === 0) return;
  const plan = await freeName(folder.uri);
  const args = [...chosen.map(({ fsPath }) => fsPath), '--output', nameOf(plan)];
  if ((await tasks.run('import', args, folder)) === 0) await vscode.window.showTextDocument(plan);
}

/** The folder of the active editor, else the first one. */
function currentFolder(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  return (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
}

/** Of a plan that is not there yet: `backup.backupplan`, `backup-2.backupplan`. */
async function freeName(folder: vscode.Uri): Promise<vscode.Uri> {
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'backup.backupplan' : `backup-${number}.backupplan`;
    if (!taken.has(name)) return vscode.Uri.joinPath(folder, name);
  }
}

function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}

function mayRun(): Promise<boolean> {
  return isTrusted('Backup Plan runs its command line only in a workspace that you trust.');
}
