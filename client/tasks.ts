/** The command line as tasks of the editor, and the commands that run one: Run Check on Workspace, Show Status. */
import path from 'node:path';
import * as vscode from 'vscode';
import { type Chosen, currentPlan } from './current-plan.ts';
import { program } from './program.ts';
import { isTrusted } from './trust.ts';

/** Also the type of a task in `tasks.json`. */
const TYPE = 'backupplan';

/** As package.json declares it. */
interface Definition extends vscode.TaskDefinition {
  readonly type: typeof TYPE;
  readonly command: string;
  readonly args?: readonly string[];
}

export class Tasks implements vscode.TaskProvider {
  static readonly type = TYPE;
  private readonly context: vscode.ExtensionContext;

  constructor(context: vscode.ExtensionContext) {
    this.context = context;
  }

  /** What is worth a task in every folder: whether the plans hold, and whether the files are still theirs. */
  provideTasks(): vscode.Task[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => [
      this.task({ type: TYPE, command: 'check' }, folder),
      this.task({ type: TYPE, command: 'generate', args: ['--check'] }, folder),
    ]);
  }

  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const { command, args } = definition;
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    if (folder === undefined || typeof command !== 'string') return undefined;
    // A task of tasks.json is found again by its definition, which must stay the object that it is.
    return this.task(definition as Definition, folder, Array.isArray(args) ? args.map(String) : []);
  }

  /** Run Check on Workspace: the findings of all plans in the Problems panel, also of those that are not open. */
  async checkWorkspace(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) {
      vscode.window.showInformationMessage('Open a folder first: its plans are what is checked.');
      return;
    }
    if (!(await mayRun())) return;
    const codes = await Promise.all(folders.map((folder) => finished(this.task({ type: TYPE, command: 'check' }, folder))));
    const worst = Math.max(...codes);
    if (worst === 0) vscode.window.showInformationMessage('Backup Plan: all plans are checked, and none has an error.');
    if (worst === 1) await vscode.commands.executeCommand('workbench.actions.view.problems');
    // Anything else stands in the terminal, which has been brought up.
  }

  /** Show Status: whether the backups of a plan run, by what their journals say. */
  async showStatus(chosen?: Chosen): Promise<void> {
    const plan = await currentPlan(chosen);
    if (plan === undefined || !(await mayRun())) return;
    const { uri } = plan.document;
    if (uri.scheme !== 'file') {
      vscode.window.showInformationMessage('The status is read from the journal beside the plan: save it in a folder on disk first.');
      return;
    }
    const task = this.task({ type: TYPE, command: 'status', args: [path.basename(uri.fsPath)] }, path.dirname(uri.fsPath));
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
    await vscode.tasks.executeTask(task);
  }

  /** `where` it runs: a folder of the workspace, or the path of one. */
  private task(
    definition: Definition,
    where: vscode.WorkspaceFolder | string,
    args: readonly string[] = definition.args ?? [],
  ): vscode.Task {
    const { command } = definition;
    const [scope, cwd] = typeof where === 'string' ? [vscode.TaskScope.Workspace, where] : [where, where.uri.fsPath];
    const { command: node, args: all, env } = program(this.context, command, ...args);
    const task = new vscode.Task(
      definition,
      scope,
      [command, ...args].join(' '),
      TYPE,
      new vscode.ProcessExecution(node, all, { cwd, env: { ...env } }),
      command === 'check' ? '$backupplan' : [],
    );
    if (command === 'check') task.group = vscode.TaskGroup.Build;
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, clear: true };
    return task;
  }
}

function mayRun(): Promise<boolean> {
  return isTrusted('Backup Plan runs its command line only in a workspace that you trust.');
}

/** The exit code of a task that is started now; 2 where its process could not start, or was ended. */
async function finished(task: vscode.Task): Promise<number> {
  const execution = await vscode.tasks.executeTask(task);
  let code = 2;
  return new Promise((resolve) => {
    const process = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution === execution) code = event.exitCode ?? 2;
    });
    const end = vscode.tasks.onDidEndTask((event) => {
      if (event.execution !== execution) return;
      process.dispose();
      end.dispose();
      resolve(code);
    });
  });
}
