/** The command line as tasks of the editor. */
import * as vscode from 'vscode';
import type { Program } from './machine.ts';

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
  private readonly program: (...args: readonly string[]) => Program;

  /** `program`: how the command line is started with these arguments. */
  constructor(program: (...args: readonly string[]) => Program) {
    this.program = program;
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

  /**
   * Runs the command line in a folder of the workspace, or at the path of one, in view of everybody or `quietly`, and gives its exit code;
   * 2 where its process could not start, or was ended.
   */
  async run(command: string, args: readonly string[], where: vscode.WorkspaceFolder | string, quietly = false): Promise<number> {
    const task = this.task({ type: TYPE, command, args }, where);
    // The report alone: the path of the program and what the terminal is good for afterwards are nobody's question.
    if (!quietly) task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true, echo: false, showReuseMessage: false };
    return finished(task);
  }

  /** `where` it runs: a folder of the workspace, or the path of one. */
  private task(
    definition: Definition,
    where: vscode.WorkspaceFolder | string,
    args: readonly string[] = definition.args ?? [],
  ): vscode.Task {
    const { command } = definition;
    const [scope, cwd] = typeof where === 'string' ? [vscode.TaskScope.Workspace, where] : [where, where.uri.fsPath];
    const { command: node, args: all, env } = this.program(command, ...args);
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
