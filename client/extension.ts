/** The VS Code extension: it starts the language server and gives its answers a place in the editor. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { checkWorkspace, compareWithBranch, importBackups, showStatus } from './command-line.ts';
import type { Chosen } from './current-plan.ts';
import { designSystem } from './design.ts';
import { explainFinding } from './explain.ts';
import { generateParts, generateRunbook } from './generate.ts';
import { restartServer, serverClient } from './language-client.ts';
import { newPlan } from './new-plan.ts';
import { CheckPages } from './pages.ts';
import { PlanChanges } from './plan-changes.ts';
import { PlansView } from './plans-view.ts';
import { Preview } from './preview.ts';
import { reportIssue } from './report-issue.ts';
import { showPicture } from './show-picture.ts';
import { Tasks } from './tasks.ts';
import { VerdictItem } from './verdict-item.ts';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Backup Plan', { log: true });
  const server = serverClient(context, log);
  stop = () => server.stop();
  const changes = new PlanChanges(server);
  const pages = new CheckPages();
  const preview = new Preview(context.extensionUri, server, changes);
  const plans = new PlansView(changes);
  const tasks = new Tasks(context);

  const commands: Readonly<Record<string, (chosen: never) => unknown>> = {
    'backupplan.newPlan': () => newPlan(),
    'backupplan.openPreview': (chosen?: Chosen) => preview.open(chosen),
    'backupplan.showRestorePoints': (chosen?: Chosen) => showPicture(server, preview, 'points', chosen),
    'backupplan.showRecoveryOrder': (chosen?: Chosen) => showPicture(server, preview, 'recovery', chosen),
    'backupplan.generateRunbook': (chosen?: Chosen) => generateRunbook(chosen),
    'backupplan.generateScripts': (chosen?: Chosen) => generateParts('scripts', chosen),
    'backupplan.generateDocuments': (chosen?: Chosen) => generateParts('documents', chosen),
    'backupplan.generateEverything': (chosen?: Chosen) => generateParts('everything', chosen),
    'backupplan.designSystem': (chosen?: Chosen) => designSystem(chosen),
    'backupplan.explainFinding': (chosen?: string | vscode.Uri | { readonly finding: vscode.Diagnostic }) => explainFinding(pages, chosen),
    'backupplan.checkWorkspace': () => checkWorkspace(tasks),
    'backupplan.showStatus': (chosen?: Chosen) => showStatus(tasks, chosen),
    'backupplan.compareWithBranch': (revision?: string) => compareWithBranch(tasks, revision),
    'backupplan.importBackups': (files?: readonly vscode.Uri[]) => importBackups(tasks, files),
    'backupplan.restartServer': () => restartServer(server, log),
    'backupplan.showLog': () => log.show(),
    'backupplan.reportIssue': () => reportIssue(context, server),
  };
  context.subscriptions.push(
    ...[log, changes, preview, plans, new VerdictItem(server, changes)],
    vscode.window.createTreeView(PlansView.id, { treeDataProvider: plans, showCollapseAll: true }),
    vscode.window.registerWebviewPanelSerializer(Preview.type, preview),
    vscode.tasks.registerTaskProvider(Tasks.type, tasks),
    vscode.workspace.registerTextDocumentContentProvider(CheckPages.scheme, pages),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.sendNotification('backupplan/trusted')),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
  await start(server, log);
}

async function start(server: LanguageClient, log: vscode.LogOutputChannel): Promise<void> {
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
