/** The VS Code extension: it starts the language server and gives its answers a place in the editor. */
import * as vscode from 'vscode';
import { designSystem } from './design.ts';
import { explainFinding } from './explain.ts';
import { generateRunbook, generateScripts } from './generate.ts';
import { restartServer, serverClient } from './language-client.ts';
import { newPlan } from './new-plan.ts';
import { CheckPages } from './pages.ts';
import { Preview } from './preview.ts';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Backup Plan', { log: true });
  const server = serverClient(context, log);
  stop = () => server.stop();
  const pages = new CheckPages();
  const preview = new Preview(context.extensionUri, server);

  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    'backupplan.generateRunbook': () => generateRunbook(),
    'backupplan.generateScripts': () => generateScripts(),
    'backupplan.designSystem': () => designSystem(),
    'backupplan.explainFinding': (code?: string) => explainFinding(pages, code),
    'backupplan.openPreview': () => preview.open(),
    'backupplan.newPlan': () => newPlan(),
    'backupplan.restartServer': () => restartServer(server, log),
    'backupplan.showLog': () => log.show(),
  };
  context.subscriptions.push(
    log,
    preview,
    vscode.workspace.registerTextDocumentContentProvider(CheckPages.scheme, pages),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.sendNotification('backupplan/trusted')),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );

  try {
    await server.start();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const choice = await vscode.window.showErrorMessage('The Backup Plan language server did not start.', 'Show Log');
    if (choice !== undefined) log.show();
  }
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
