/** Tells when what is shown of plans may be stale: somebody typed, a file changed on disk, or another server answers. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Milliseconds without a keystroke before anything is worked out anew. */
const PAUSE = 250;

/** What a plan is read from. */
const FILES = '**/{*.backupplan,backupplan.catalog.yaml,backupplan.config.yaml}';

export class PlanChanges implements vscode.Disposable {
  private readonly texts = new vscode.EventEmitter<void>();
  private readonly findings = new vscode.EventEmitter<void>();
  /** The text of a plan, or of what it imports. */
  readonly onTexts = this.texts.event;
  /** The findings, or which files there are. */
  readonly onFindings = this.findings.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(server: BaseLanguageClient) {
    const texts = paused(() => this.texts.fire());
    const findings = paused(() => this.findings.fire());
    const both = (): void => {
      texts.call();
      findings.call();
    };
    const files = vscode.workspace.createFileSystemWatcher(FILES);
    this.subscriptions = [
      ...[this.texts, this.findings, texts, findings, files],
      ...[files.onDidCreate(both), files.onDidChange(both), files.onDidDelete(both)],
      server.onDidChangeState(both),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === 'backupplan') texts.call();
      }),
      vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
        if (languageId === 'backupplan') findings.call();
      }),
      vscode.workspace.onDidCloseTextDocument(({ languageId }) => {
        if (languageId === 'backupplan') findings.call();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(findings.call),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some(isPlan)) findings.call();
      }),
    ];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}

function isPlan(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.backupplan') || uri.scheme === 'untitled';
}

/** Calls become one, after the last of them. */
function paused(action: () => void): vscode.Disposable & { call(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    call: () => {
      clearTimeout(timer);
      timer = setTimeout(action, PAUSE);
    },
    dispose: () => clearTimeout(timer),
  };
}
