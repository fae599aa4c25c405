/** The VS Code extension: it starts the language server and gives its answers a place in the editor. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { checkWorkspace, compareWithBranch, importBackups, showStatus } from './command-line.ts';
import type { Chosen } from './current-plan.ts';
import { designSystem } from './design.ts';
import { sayElsewhere } from './elsewhere.ts';
import { explainFinding } from './explain.ts';
import { generateParts, generateRunbook } from './generate.ts';
import { restartServer, serverClient } from './language-client.ts';
import type { Machine } from './machine.ts';
import { Mirror } from './mirror.ts';
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

/** Called by whatever `machine` the extension runs on. The server is still starting when it returns. */
export async function start(context: vscode.ExtensionContext, machine: Machine): Promise<void> {
  const log = vscode.window.createOutputChannel('Backup Plan', { log: true });
  const mirror = new Mirror(log, machine.reads);
  await mirror.readAll();
  const server = serverClient(machine, mirror, log);
  stop = () => server.stop();
  const changes = new PlanChanges(server);
  const pages = new CheckPages();
  const preview = new Preview(context.extensionUri, server, changes);
  const plans = new PlansView(changes);
  const tasks = machine.program && new Tasks(machine.program);
  /** What needs programs and a disk, which a browser has not; there `command` of the command line is named instead. */
  const onMachine = (command: string, run: (tasks: Tasks) => unknown): unknown =>
    tasks === undefined ? sayElsewhere(command) : run(tasks);
  // Menus leave out what would only say so.
  void vscode.commands.executeCommand('setContext', 'backupplan.inBrowser', tasks === undefined);

  const askingServer: Readonly<Record<string, (chosen: never) => unknown>> = {
    'backupplan.newPlan': () => newPlan(),
    'backupplan.openPreview': (chosen?: Chosen) => preview.open(chosen),
    'backupplan.showRestorePoints': (chosen?: Chosen) => showPicture(server, preview, 'points', chosen),
    'backupplan.showRecoveryOrder': (chosen?: Chosen) => showPicture(server, preview, 'recovery', chosen),
    'backupplan.generateRunbook': (chosen?: Chosen) => onMachine('generate', () => generateRunbook(chosen)),
    'backupplan.generateScripts': (chosen?: Chosen) => onMachine('generate', () => generateParts('scripts', chosen)),
    'backupplan.generateDocuments': (chosen?: Chosen) => onMachine('generate', () => generateParts('documents', chosen)),
    'backupplan.generateEverything': (chosen?: Chosen) => onMachine('generate', () => generateParts('everything', chosen)),
    'backupplan.designSystem': (chosen?: Chosen) => designSystem(chosen),
    'backupplan.explainFinding': (chosen?: string | vscode.Uri | { readonly finding: vscode.Diagnostic }) => explainFinding(pages, chosen),
  };
  const withoutServer: typeof askingServer = {
    'backupplan.checkWorkspace': () => onMachine('check', checkWorkspace),
    'backupplan.showStatus': (chosen?: Chosen) => onMachine('status', (tasks) => showStatus(tasks, chosen)),
    'backupplan.compareWithBranch': (revision?: string) => onMachine('diff', (tasks) => compareWithBranch(tasks, revision)),
    'backupplan.importBackups': (files?: readonly vscode.Uri[]) => onMachine('import', (tasks) => importBackups(tasks, files)),
    'backupplan.restartServer': () => restartServer(server, log),
    'backupplan.showLog': () => log.show(),
    'backupplan.reportIssue': () => reportIssue(context, machine, server),
  };
  // The editor need not wait for the server; who asks it for something at once does.
  const started = startServer(server, log);
  const soon = (run: (chosen: never) => unknown) => async (chosen: never) => {
    await started;
    return run(chosen);
  };
  context.subscriptions.push(
    ...[log, mirror, changes, preview, plans, new VerdictItem(server, changes)],
    vscode.window.createTreeView(PlansView.id, { treeDataProvider: plans, showCollapseAll: true }),
    vscode.window.registerWebviewPanelSerializer(Preview.type, preview),
    ...(tasks === undefined ? [] : [vscode.tasks.registerTaskProvider(Tasks.type, tasks)]),
    vscode.workspace.registerTextDocumentContentProvider(CheckPages.scheme, pages),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.sendNotification('backupplan/trusted')),
    ...Object.entries(askingServer).map(([name, run]) => vscode.commands.registerCommand(name, soon(run))),
    ...Object.entries(withoutServer).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
}

async function startServer(server: BaseLanguageClient, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await server.start();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage('The Backup Plan language server did not start.', 'Show Log').then((choice) => {
      if (choice !== undefined) log.show();
    });
  }
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
