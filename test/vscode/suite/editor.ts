/** The real editor as the tests use it: a plan of the workspace, its findings, and places in its text. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const LIMIT = 20_000; // ms; the machine may be busy

/** What the suite has run so far, across its files, for `manifest.test.ts` to compare with what there is. */
const memory = globalThis as { backupplanCommands?: Set<string> };
memory.backupplanCommands ??= new Set();
export const commandsRun: ReadonlySet<string> = memory.backupplanCommands;

/** Runs a command of the extension as the palette does, or with what a menu hands to it. */
export async function run(command: string, ...args: unknown[]): Promise<void> {
  memory.backupplanCommands?.add(command);
  await vscode.commands.executeCommand(command, ...args);
}

export async function openPlan(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'a folder is open');
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name)), { preview: false });
}

/** Asks until there is an answer: an editor's answers come a moment after the change that they are about. */
export async function eventually<T>(what: string, ask: () => T | undefined | PromiseLike<T | undefined>): Promise<T> {
  const end = Date.now() + LIMIT;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`not in ${LIMIT / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The code of a finding, however the editor keeps it. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export function findings(uri: vscode.Uri, code?: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((finding) => code === undefined || codeOf(finding) === code);
}

/** Waits for a finding of this code. */
export function finding(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  return eventually(`a finding ${code}`, () => findings(uri, code)[0]);
}

/** Waits until no finding of this code is left. */
export async function settled(uri: vscode.Uri, code: string): Promise<void> {
  await eventually(`no finding ${code}`, () => (findings(uri, code).length === 0 ? true : undefined));
}

/** The position just after the first place where `text` stands. */
export function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `the plan says ${text}`);
  return document.positionAt(at + text.length);
}

export async function replace(editor: vscode.TextEditor, text: string, by: string): Promise<void> {
  const end = behind(editor.document, text);
  const start = editor.document.positionAt(editor.document.offsetAt(end) - text.length);
  assert.ok(await editor.edit((edit) => edit.replace(new vscode.Range(start, end), by)));
}

/** Puts the plan back as it is on disk, and closes it. */
export async function closeUnchanged(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}
