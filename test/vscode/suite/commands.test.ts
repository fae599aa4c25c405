/** The commands of the palette: what they write, show and leave alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { behind, closeUnchanged, eventually, finding, findings, openPlan, replace, run } from './editor.ts';

describe('commands', () => {
  let plan: vscode.TextEditor;
  beforeEach(async () => {
    plan = await openPlan('orders.backupplan');
    await finding(plan.document.uri, 'rpo-unmet');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('Generate Runbook writes the runbook of the scenario under the cursor, and opens it', async () => {
    const document = await generateRunbook('scenario fire');
    assert.ok(document.uri.path.endsWith('/orders.backup/documents/runbook-fire.md'), document.uri.path);
    const text = await read(document.uri);
    assert.match(text, /^# .*fire/im);
    assert.match(text, /orders/);
    assert.match(text, /nas/);
  });

  it('Generate Runbook leaves an edited runbook alone, and puts the newer text beside it', async () => {
    const { uri } = await generateRunbook('scenario dropped');
    const edited = `${await read(uri)}\nCall Ada first.\n`;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(edited));
    await replace(await openPlan('orders.backupplan'), 'declare   within 15m', 'declare   within 25m');
    await generateRunbook('scenario dropped');
    assert.equal(await read(uri), edited);
    assert.match(await read(uri.with({ path: `${uri.path}.new` })), /25m/);
    await openPlan('orders.backupplan');
    await closeUnchanged();
  });

  it('Generate Scripts writes the scripts of the plan', async () => {
    await run('backupplan.generateScripts');
    const names = await namesIn('orders.backup/scripts');
    assert.ok(
      names.some((name) => name.includes('orders')),
      names.join(', '),
    );
  });

  it('Generate Documents writes the documents and their pictures, and no scripts', async () => {
    await remove('orders.backup');
    await run('backupplan.generateDocuments');
    const documents = await namesIn('orders.backup/documents');
    for (const name of ['runbook-fire.md', 'disaster-recovery-plan.md']) assert.ok(documents.includes(name), documents.join(', '));
    assert.ok((await namesIn('orders.backup/pictures')).includes('scenario-matrix.svg'));
    assert.ok(!(await namesIn('orders.backup')).includes('scripts'));
  });

  it('Generate Everything writes the whole folder, which is then what the plan gives', async () => {
    await run('backupplan.generateEverything');
    const names = await namesIn('orders.backup');
    for (const name of ['README.md', 'documents', 'pictures', 'schedule', 'scripts']) assert.ok(names.includes(name), names.join(', '));
    assert.equal(await ended(await task('generate --check')), 0);
  });

  it('a file of the Explorer is the plan that a command is about', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await remove('orders.backup');
    await run('backupplan.generateDocuments', plan.document.uri, [plan.document.uri]);
    assert.ok((await namesIn('orders.backup')).includes('documents'));
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), plan.document.uri.toString());
  });

  it('Design Backup for System writes the backup that is chosen into the plan', async () => {
    const starter = await vscode.commands.executeCommand<string>('backupplan.starter');
    const content = starter.replace(/\n {2}backup \{[^}]*\}\n/, '');
    assert.notEqual(content, starter);
    const document = await vscode.workspace.openTextDocument({ language: 'backupplan', content });
    const editor = await vscode.window.showTextDocument(document);
    await finding(document.uri, 'unprotected-system');
    select(editor, behind(document, 'database  '));
    const designed = run('backupplan.designSystem');
    await eventually('the first design, taken', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return findings(document.uri, 'unprotected-system').length === 0 ? true : undefined;
    });
    await designed;
    assert.match(document.getText(), /backup \{[^}]*full /);
    await vscode.window.showTextDocument(document);
    await closeUnchanged();
  });

  it('Explain Finding opens the page of the finding under the cursor', async () => {
    select(plan, findings(plan.document.uri, 'rpo-unmet')[0]?.range.start);
    await run('backupplan.explainFinding');
    const tab = await eventually('a preview', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes('rpo-unmet')),
    );
    assert.ok(tab.input instanceof vscode.TabInputWebview);
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('backupplan-check:/rpo-unmet.md'));
    assert.match(page.getText(), /rpo-unmet/);
    assert.match(page.getText(), /```backupplan/);
  });

  it('Restart Server starts a new server that finds the same', async () => {
    const before = messages();
    const [old] = servers();
    await run('backupplan.restartServer');
    await eventually('the same findings again', () => (messages().join() === before.join() ? true : undefined));
    assert.notEqual(servers().at(-1), old);
  });

  it('Restart Server replaces a server that hangs', async () => {
    const before = messages();
    const [hanging] = servers();
    assert.ok(hanging);
    process.kill(hanging, 'SIGSTOP');
    await run('backupplan.restartServer');
    await eventually('the same findings again', () => (messages().join() === before.join() ? true : undefined));
    await eventually('the end of the hanging server', () => (servers().includes(hanging) ? undefined : true));
  });

  it('a server that is killed is replaced, without anybody asking', async () => {
    const before = messages();
    const [killed] = servers();
    assert.ok(killed);
    process.kill(killed, 'SIGKILL');
    await eventually('another server', () => (servers().some((id) => id !== killed) ? true : undefined));
    await replace(plan, 'rpo       1h', 'rpo       27h');
    await eventually('an answer to the change', () => (findings(plan.document.uri, 'rpo-unmet').length === 0 ? true : undefined));
    await replace(plan, 'rpo       27h', 'rpo       1h');
    await eventually('the same findings again', () => (messages().join() === before.join() ? true : undefined));
    await closeUnchanged();
  });

  it('Run Check on Workspace checks all plans of the folder', async () => {
    assert.equal(await exitCodeOf('check', 'backupplan.checkWorkspace'), 1);
  });

  it('Show Status reads the journal beside the plan', async () => {
    const journal = vscode.Uri.joinPath(plan.document.uri, '../orders.journal.jsonl');
    const now = Math.floor(Date.now() / 1000);
    const line = { plan: 'Orders', planHash: '', system: 'orders', job: 'orders/full-nas', kind: 'run', storage: 'nas', result: 'failed' };
    const text = JSON.stringify({ ...line, started: now - 60, finished: now, stage: 'dump', error: 'no space left', exitCode: 1 });
    await vscode.workspace.fs.writeFile(journal, new TextEncoder().encode(`${text}\n`));
    // Without a journal it would be 2: nothing is known.
    assert.equal(await exitCodeOf('status orders.backupplan', 'backupplan.showStatus'), 1);
    await vscode.workspace.fs.delete(journal);
  });

  it('Compare with Branch says what the saved plans do to the promises of a revision', async () => {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd: folder().fsPath, encoding: 'utf8' });
    git('init', '--quiet');
    git('add', 'orders.backupplan');
    git('commit', '--quiet', '--message', 'as it was');
    assert.equal(await exitCodeOf('diff HEAD', 'backupplan.compareWithBranch', 'HEAD'), 0);
    assert.equal(await exitCodeOf('diff gone', 'backupplan.compareWithBranch', 'gone'), 2);
    await remove('.git');
  });

  it('Import Existing Backups drafts a plan from a crontab, and opens it', async () => {
    const crontab = vscode.Uri.joinPath(folder(), 'crontab');
    await vscode.workspace.fs.writeFile(crontab, new TextEncoder().encode('30 2 * * * pg_dump -Fc orders > /srv/backup/orders.dump\n'));
    await run('backupplan.importBackups', [crontab]);
    const drafted = vscode.window.activeTextEditor?.document;
    assert.ok(drafted);
    assert.ok(drafted.uri.path.endsWith('/backup.backupplan'), drafted.uri.path);
    assert.match(drafted.getText(), /full .*02:30 .*pg_dump/);
    for (const name of ['crontab', 'backup.backupplan']) await remove(name);
  });

  it('Show Log opens the log of the server', async () => {
    await run('backupplan.showLog');
    await eventually('the log', () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'output'));
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('Report Issue gathers what is needed, and nothing of a plan', async () => {
    await run('backupplan.reportIssue');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /Backup Plan \d+\.\d+\.\d+/);
    assert.match(text, new RegExp(`${vscode.version}`));
    assert.match(text, /Language server: running/);
    assert.doesNotMatch(text, /orders|berlin/);
    await closeUnchanged();
  });

  function folder(): vscode.Uri {
    return vscode.Uri.joinPath(plan.document.uri, '..');
  }

  async function namesIn(folder: string): Promise<string[]> {
    return (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(plan.document.uri, '..', folder))).map(([name]) => name);
  }

  async function remove(folder: string): Promise<void> {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(plan.document.uri, '..', folder), { recursive: true });
  }

  function messages(): string[] {
    return findings(plan.document.uri).map(({ message }) => message);
  }

  async function generateRunbook(at: string): Promise<vscode.TextDocument> {
    select(await openPlan('orders.backupplan'), behind(plan.document, at));
    await run('backupplan.generateRunbook');
    return eventually('the runbook', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.languageId === 'markdown' ? document : undefined;
    });
  }
});

function select(editor: vscode.TextEditor, position: vscode.Position | undefined): void {
  assert.ok(position);
  editor.selection = new vscode.Selection(position, position);
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The process ids of the language servers that this extension host has started. */
function servers(): number[] {
  return execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => Number(match?.[2]) === process.pid && /backupplan\.cjs lsp/.test(match?.[3] ?? ''))
    .map((match) => Number(match?.[1]));
}

/** One that the extension offers. */
async function task(name: string): Promise<vscode.Task> {
  const tasks = await vscode.tasks.fetchTasks({ type: 'backupplan' });
  const found = tasks.find((each) => each.name === name);
  assert.ok(found, `${name} among ${tasks.map((each) => each.name).join(', ')}`);
  return found;
}

async function ended(started: vscode.Task): Promise<number | undefined> {
  const code = exitCode(started.name);
  await vscode.tasks.executeTask(started);
  return code;
}

/** Of the task that the command starts. */
async function exitCodeOf(name: string, command: string, ...args: readonly unknown[]): Promise<number | undefined> {
  const code = exitCode(name);
  await run(command, ...args);
  return code;
}

function exitCode(name: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const waiting = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution.task.name !== name) return;
      waiting.dispose();
      resolve(event.exitCode);
    });
  });
}
