/** Open Preview to the Side: the pictures of the plan that is being edited, each with its table, drawn anew while somebody types. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { currentPlan } from './current-plan.ts';
import type { Choice, FromPage, Pictures } from './preview-messages.ts';

/** Milliseconds without a keystroke before a picture is drawn anew. */
const PAUSE = 250;

export class Preview implements vscode.Disposable {
  private readonly extension: vscode.Uri;
  private readonly server: LanguageClient;
  private readonly subscriptions: vscode.Disposable[] = [];
  private panel: vscode.WebviewPanel | undefined;
  private plan: vscode.Uri | undefined;
  private chosen: Choice | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: vscode.CancellationTokenSource | undefined;

  constructor(extension: vscode.Uri, server: LanguageClient) {
    this.extension = extension;
    this.server = server;
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // An imported file changes the plan as well.
        if (document.languageId === 'backupplan') this.schedule();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.languageId === 'backupplan') this.follow(editor.document.uri);
      }),
    );
  }

  async open(): Promise<void> {
    const editor = await currentPlan();
    if (editor === undefined) return;
    this.panel ??= this.window();
    this.panel.reveal(vscode.ViewColumn.Beside, true);
    this.follow(editor.document.uri);
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    clearTimeout(this.timer);
    this.panel?.dispose();
  }

  private window(): vscode.WebviewPanel {
    const dist = vscode.Uri.joinPath(this.extension, 'dist');
    const panel = vscode.window.createWebviewPanel(
      'backupplan.preview',
      'Backup Plan',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [dist] },
    );
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if ('choose' in message) this.chosen = message.choose;
      void this.draw();
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.plan = undefined;
    });
    panel.webview.html = page(panel.webview, dist);
    return panel;
  }

  private follow(plan: vscode.Uri): void {
    if (this.panel === undefined || this.plan?.toString() === plan.toString()) return;
    this.plan = plan;
    this.panel.title = `Preview ${plan.path.split('/').at(-1)}`;
    void this.draw();
  }

  private schedule(): void {
    if (this.panel === undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.draw(), PAUSE);
  }

  /** Asks for the chosen picture and hands it to the page; an older question that is still open is taken back. */
  private async draw(): Promise<void> {
    const { panel, plan, chosen } = this;
    if (panel === undefined || plan === undefined) return;
    this.asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    try {
      const params = { textDocument: { uri: plan.toString() }, kind: chosen?.kind, of: chosen?.of };
      const pictures = await this.server.sendRequest<Pictures | null>('backupplan/pictures', params, asking.token);
      if (pictures !== null && !asking.token.isCancellationRequested) await panel.webview.postMessage(pictures);
    } catch (error) {
      if (!asking.token.isCancellationRequested) this.server.warn(`The preview could not be drawn: ${String(error)}`);
    }
  }
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
