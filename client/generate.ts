/** Writing what a plan generates: which scenario, may we write, what was written, and what somebody had edited. */
import * as vscode from 'vscode';
import { type Chosen, currentPlan } from './current-plan.ts';
import { isTrusted } from './trust.ts';

/** The server's command; the client library registers it with the editor under this name. */
export const GENERATE = 'backupplan.generate';

interface Options {
  readonly only?: readonly string[];
  readonly scenario?: string;
  readonly force?: boolean;
}

/** What the server answers; paths are relative to the folder. */
interface Written {
  /** URI of the output folder. */
  readonly folder: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Edited since they were generated, and left as they are; a newer text, if there is one, lies beside as `NAME.new`. */
  readonly kept: readonly string[];
}

interface Scenarios {
  readonly names: readonly string[];
  /** The scenario that the cursor stands in. */
  readonly at?: string;
}

export async function generateRunbook(chosen?: Chosen): Promise<void> {
  const plan = await currentPlan(chosen);
  if (plan === undefined) return;
  const scenario = await chooseScenario(plan);
  if (scenario !== undefined) await generate(plan.document.uri, { only: ['documents'], scenario });
}

/** What the commands that ask nothing write; undefined: everything. */
const extents = {
  scripts: ['scripts', 'config', 'schedule', 'monitoring'],
  // The documents show the pictures.
  documents: ['documents', 'pictures'],
  everything: undefined,
} as const;

export async function generateParts(extent: keyof typeof extents, chosen?: Chosen): Promise<void> {
  const plan = await currentPlan(chosen);
  if (plan !== undefined) await generate(plan.document.uri, { only: extents[extent] });
}

function generate(plan: vscode.Uri, options: Options): Thenable<void> {
  return vscode.commands.executeCommand(GENERATE, plan.toString(), options);
}

async function chooseScenario(plan: vscode.TextEditor): Promise<string | undefined> {
  const { names, at } = await vscode.commands.executeCommand<Scenarios>('backupplan.scenarios', plan.document.uri.toString(), {
    line: plan.selection.active.line,
    character: plan.selection.active.character,
  });
  if (at !== undefined || names.length < 2) return at ?? names[0];
  return vscode.window.showQuickPick(names, { title: 'Generate Runbook', placeHolder: 'For which scenario?' });
}

/** Lets the server generate where files may be written, then shows what came of it. */
export async function carryOut(
  args: readonly unknown[],
  next: (command: string, args: unknown[]) => vscode.ProviderResult<unknown>,
): Promise<void> {
  const [uri, options = {}] = args as [string, Options?];
  if (!(await mayWrite(vscode.Uri.parse(uri)))) return;
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Backup Plan: writing files' },
    async () => (await next(GENERATE, [uri, options])) as Written,
  );
  const document = runbookOf(report, options);
  if (document !== undefined) await vscode.window.showTextDocument(document, { preview: false });
  // The command is done; what a person does about it may take them all day.
  void tell(report, uri, options).then(undefined, (error) => vscode.window.showErrorMessage(String(error)));
}

async function mayWrite(plan: vscode.Uri): Promise<boolean> {
  if (plan.scheme !== 'file') {
    vscode.window.showInformationMessage('Files are generated beside the plan: save it in a folder on disk first.');
    return false;
  }
  return isTrusted('Backup Plan writes files only in a workspace that you trust.');
}

/** The runbook of the scenario that was asked for, be it new, the same as before, or kept. */
function runbookOf(report: Written, { scenario }: Options): vscode.Uri | undefined {
  if (scenario === undefined) return undefined;
  const path = [...report.written, ...report.unchanged, ...report.kept].find((name) => name.endsWith(`/runbook-${scenario}.md`));
  return path === undefined ? undefined : vscode.Uri.joinPath(vscode.Uri.parse(report.folder), path);
}

async function tell({ folder, written, kept }: Written, plan: string, options: Options): Promise<void> {
  const [first] = kept;
  if (first === undefined) {
    const files = written.length === 1 ? '1 file' : `${written.length} files`;
    const choice = await vscode.window.showInformationMessage(`Backup Plan: ${files} written.`, 'Show Folder');
    if (choice !== undefined) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.parse(folder));
    return;
  }
  const rest = kept.length === 1 ? '' : ` (and ${kept.length - 1} more)`;
  const edited = vscode.Uri.joinPath(vscode.Uri.parse(folder), first);
  const newer = edited.with({ path: `${edited.path}.new` });
  const choice = await vscode.window.showWarningMessage(
    `Edited since it was generated, and left as it is: ${first}${rest}.`,
    ...((await exists(newer)) ? ['Compare'] : []),
    'Overwrite',
  );
  if (choice === 'Overwrite') await generate(vscode.Uri.parse(plan), { ...options, force: true });
  if (choice === 'Compare') await vscode.commands.executeCommand('vscode.diff', edited, newer, `${first}: yours ↔ newer`);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
