/** What a browser cannot do, since it has no disk and starts no programs. */
import * as vscode from 'vscode';

/** Says where it can be done; `command` of the command line does the same. */
export function sayElsewhere(command: string): void {
  vscode.window.showInformationMessage(
    `A browser has no disk to write to and starts no programs. Open this folder in VS Code on your machine, or run "backupplan ${command}" there.`,
  );
}
