/** The commands of the palette: what they write, show and leave alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { behind, closeUnchanged, eventually, finding, findings, openPlan, replace } from './editor.ts';

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
    await vscode.commands.executeCommand('backupplan.generateScripts');
    const folder = vscode.Uri.joinPath(plan.document.uri, '../orders.backup/scripts');
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    assert.ok(
      names.some((name) => name.includes('orders')),
      names.join(', '),
    );
  });

  it('Explain Finding opens the page of the finding under the cursor', async () => {
    select(plan, findings(plan.document.uri, 'rpo-unmet')[0]?.range.start);
    await vscode.commands.executeCommand('backupplan.explainFinding');
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
    await vscode.commands.executeCommand('backupplan.restartServer');
    await eventually('the same findings again', () => (messages().join() === before.join() ? true : undefined));
    assert.notEqual(servers().at(-1), old);
  });

  it('Restart Server replaces a server that hangs', async () => {
    const before = messages();
    const [hanging] = servers();
    assert.ok(hanging);
    process.kill(hanging, 'SIGSTOP');
    await vscode.commands.executeCommand('backupplan.restartServer');
    await eventually('the same findings again', () => (messages().join() === before.join() ? true : undefined));
    await eventually('the end of the hanging server', () => (servers().includes(hanging) ? undefined : true));
  });

  function messages(): string[] {
    return findings(plan.document.uri).map(({ message }) => message);
  }

  async function generateRunbook(at: string): Promise<vscode.TextDocument> {
    select(await openPlan('orders.backupplan'), behind(plan.document, at));
    await vscode.commands.executeCommand('backupplan.generateRunbook');
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
    .filter((match) => Number(match?.[2]) === process.pid && match?.[3]?.includes('server.cjs'))
    .map((match) => Number(match?.[1]));
}
