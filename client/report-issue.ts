/** Report Issue: what whoever mends the product has to know, in a document that a person reads, completes and sends. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import type { Machine } from './machine.ts';

/** Nothing of a plan is in it, nor a name of a file: both may be secret. */
export async function reportIssue({ extension }: vscode.ExtensionContext, machine: Machine, server: BaseLanguageClient): Promise<void> {
  const { version, engines } = extension.packageJSON as { readonly version: string; readonly engines: { readonly vscode: string } };
  const facts = [
    `Backup Plan ${version}, for VS Code ${engines.vscode}`,
    `${vscode.env.appName} ${vscode.version}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'in a browser' : 'desktop'}${vscode.env.remoteName === undefined ? '' : `, remote (${vscode.env.remoteName})`}`,
    machine.about,
    `Language server: ${states[server.state]}`,
    `Workspace: ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}, ${vscode.workspace.workspaceFolders?.length ?? 0} folders`,
    `Settings: ${JSON.stringify(vscode.workspace.getConfiguration('backupplan'))}`,
  ];
  const content = `# What went wrong

What I did, what I expected, and what came instead:



The smallest plan that shows it, without secrets:

\`\`\`backupplan

\`\`\`

What *Backup Plan: Show Log* says about it (the log names files; take out what is nobody's business):



# Facts

${facts.map((fact) => `- ${fact}`).join('\n')}
`;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}

const states: Readonly<Record<State, string>> = {
  [State.Stopped]: 'stopped',
  [State.Starting]: 'starting',
  [State.StartFailed]: 'did not start',
  [State.Running]: 'running',
};
