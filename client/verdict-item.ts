/** The item in the status bar: whether the plan that is open keeps what it promises. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { askForPictures } from './pictures.ts';
import type { PlanChanges } from './plan-changes.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** More rows than this would not be read in a tooltip; the preview has them all. */
const ROWS = 8;

export class VerdictItem implements vscode.Disposable {
  private readonly server: BaseLanguageClient;
  private readonly item = vscode.window.createStatusBarItem('verdict', vscode.StatusBarAlignment.Left);
  private readonly subscriptions: readonly vscode.Disposable[];
  private asking: vscode.CancellationTokenSource | undefined;

  constructor(server: BaseLanguageClient, changes: PlanChanges) {
    this.server = server;
    this.item.name = 'Backup Plan';
    this.subscriptions = [
      this.item,
      changes.onTexts(() => void this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.update()),
      server.onDidChangeState(() => void this.update()),
    ];
    void this.update();
  }

  dispose(): void {
    this.asking?.cancel();
    for (const each of this.subscriptions) each.dispose();
  }

  private async update(): Promise<void> {
    this.asking?.cancel();
    const plan = planInSight();
    if (plan === undefined) {
      this.item.hide();
      return;
    }
    if (this.server.state !== State.Running) {
      if (this.server.state === State.Starting)
        this.say('loading~spin', 'Backup Plan', 'backupplan.showLog', 'The language server is starting.');
      else
        this.say(
          'debug-disconnect',
          'Backup Plan stopped',
          'backupplan.restartServer',
          'Nothing is checked. A click starts the server again.',
        );
      return;
    }
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    try {
      const pictures = await askForPictures(this.server, plan, { kind: 'matrix' }, asking.token);
      if (asking.token.isCancellationRequested) return;
      const verdict = pictures === null ? undefined : verdictOf(pictures);
      if (verdict === undefined) this.item.hide();
      else {
        const [icon, text] = sentence(verdict);
        this.say(icon, text, 'backupplan.openPreview', tooltip(verdict, pictures?.note));
      }
    } catch (error) {
      if (!asking.token.isCancellationRequested) this.server.warn(`The verdict on the plan is not known: ${String(error)}`);
    }
  }

  private say(icon: string, text: string, command: string, tooltip: vscode.MarkdownString | string): void {
    this.item.text = `$(${icon}) ${text}`;
    this.item.accessibilityInformation = { label: `Backup Plan: ${text}` };
    this.item.command = command;
    this.item.tooltip = tooltip;
    this.item.show();
  }
}

/** That of the active editor; while a preview or the output has the focus, the one beside it. */
function planInSight(): vscode.Uri | undefined {
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  const editors = active === undefined || active.document.uri.scheme === 'output' ? visible : [active];
  return editors.find(({ document }) => document.languageId === 'backupplan')?.document.uri;
}

/** The icon and the words for the worst that is to be said. */
function sentence({ promises, broken, unknown }: Verdict): readonly [string, string] {
  if (promises === 0) return ['circle-slash', 'Nothing promised'];
  const of = (count: number): string => (count === promises ? `${count}` : `${count} of ${promises}`);
  const noun = promises === 1 ? 'promise' : 'promises';
  if (broken > 0) return ['error', `${of(broken)} ${noun} not kept`];
  if (unknown > 0) return ['question', `${of(unknown)} ${noun} not known`];
  return ['pass', `${promises} ${noun} kept`];
}

function tooltip({ promises, head, rows }: Verdict, note: string | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  if (note !== undefined) text.appendText(`${note}\n\n`);
  if (promises === 0) text.appendText('No system that a scenario touches has an rpo or rto.');
  else if (rows.length === 0) text.appendText('Every rpo and rto holds in every scenario.');
  else {
    const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll(/[\\|`*_[\]<>&]/g, '\\$&')).join(' | ')} |`;
    text.appendMarkdown([line(head), `|${' --- |'.repeat(head.length)}`, ...rows.slice(0, ROWS).map(line)].join('\n'));
    if (rows.length > ROWS) text.appendMarkdown(`\n\n${rows.length - ROWS} more stand in the preview.`);
  }
  return text;
}
