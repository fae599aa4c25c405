/** Open Preview to the Side: the pictures of the plan that is being edited, each with its table, drawn anew while somebody types. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type Chosen, currentPlan } from './current-plan.ts';
import { askForPictures } from './pictures.ts';
import type { PlanChanges } from './plan-changes.ts';
import type { Choice, FromPage, Shown, ToPage } from './preview-messages.ts';

export class Preview implements vscode.Disposable, vscode.WebviewPanelSerializer<Shown> {
  static readonly type = 'backupplan.preview';
  private readonly extension: vscode.Uri;
  private readonly server: BaseLanguageClient;
  private readonly subscriptions: vscode.Disposable[] = [];
  private panel: vscode.WebviewPanel | undefined;
  private plan: vscode.Uri | undefined;
  private chosen: Choice | undefined;
  private asking: vscode.CancellationTokenSource | undefined;

  constructor(extension: vscode.Uri, server: BaseLanguageClient, changes: PlanChanges) {
    this.extension = extension;
    this.server = server;
    this.subscriptions.push(
      changes.onTexts(() => void this.draw()),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.languageId === 'backupplan') this.follow(editor.document.uri);
      }),
    );
  }

  async open(chosen?: Chosen): Promise<void> {
    const editor = await currentPlan(chosen);
    if (editor !== undefined) this.show(editor.document.uri);
  }

  /** `choice`: the picture to show; undefined: the one that was shown last. */
  show(plan: vscode.Uri, choice = this.chosen): void {
    const stale = this.chosen !== choice;
    this.chosen = choice;
    this.panel ??= this.equip(
      vscode.window.createWebviewPanel(Preview.type, titleFor(plan), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }),
    );
    this.panel.reveal(undefined, true);
    if (!this.follow(plan) && stale) void this.draw();
  }

  /** The window that was open when the editor was closed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: Shown | undefined): Promise<void> {
    this.panel?.dispose();
    this.panel = this.equip(panel);
    this.chosen = state?.choice;
    const plan = state?.plan ?? vscode.window.activeTextEditor?.document.uri.toString();
    if (plan !== undefined) this.follow(vscode.Uri.parse(plan));
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    this.panel?.dispose();
  }

  private equip(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    const dist = vscode.Uri.joinPath(this.extension, 'dist');
    const icon = (name: string): vscode.Uri => vscode.Uri.joinPath(this.extension, 'icons', name);
    panel.iconPath = { light: icon('plan-light.svg'), dark: icon('plan-dark.svg') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if ('choose' in message) this.chosen = message.choose;
      void this.draw();
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.plan = undefined;
    });
    panel.webview.html = page(panel.webview, dist);
    return panel;
  }

  /** True where this is another plan than before, which is then drawn. */
  private follow(plan: vscode.Uri): boolean {
    if (this.panel === undefined || this.plan?.toString() === plan.toString()) return false;
    this.plan = plan;
    this.panel.title = titleFor(plan);
    void this.draw();
    return true;
  }

  /** Asks for the chosen picture and hands it to the page; an older question that is still open is taken back. */
  private async draw(): Promise<void> {
    const { panel, plan, chosen } = this;
    if (panel === undefined || plan === undefined || this.server.state !== State.Running) return;
    this.asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    const tell = (message: ToPage): Thenable<boolean> => panel.webview.postMessage(message);
    try {
      const pictures = await askForPictures(this.server, plan, chosen, asking.token);
      if (asking.token.isCancellationRequested) return;
      if (pictures === null) await tell({ note: 'There is nothing to draw: the file cannot be read.' });
      else await tell({ shown: { plan: plan.toString(), choice: chosen }, pictures });
    } catch (error) {
      if (asking.token.isCancellationRequested) return;
      this.server.warn(`The preview could not be drawn: ${String(error)}`);
      await tell({ note: 'This could not be drawn anew. Backup Plan: Show Log says why.' });
    }
  }
}

function titleFor(plan: vscode.Uri): string {
  return `Preview ${plan.path.split('/').at(-1)}`;
}

/** The page: everything in it comes from the extension's own files, and nothing else may load or run. */
function page(webview: vscode.Webview, dist: vscode.Uri): string {
  const file = (name: string): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(dist, name));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src ${webview.cspSource}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('preview.css')}">
<title>Backup Plan</title>
</head>
<body>
<main id="main" aria-busy="true">
<p class="chooser"><label for="choice">Picture</label> <select id="choice"></select></p>
<p id="note" role="status"></p>
<h1 id="title"></h1>
<p id="description"></p>
<div id="picture" tabindex="0" role="group" aria-label="The picture"></div>
<details open><summary>As a table</summary><div id="table" tabindex="0" role="region" aria-label="The picture as a table"></div></details>
</main>
<script src="${file('preview.js')}"></script>
</body>
</html>`;
}
