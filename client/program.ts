/** The `backupplan` program that the extension brings along: language server and command line, which `dist/backupplan.cjs` starts. */
import * as vscode from 'vscode';

export interface Program {
  readonly command: string;
  readonly args: string[];
  /** On top of the environment that there is. */
  readonly env: Readonly<Record<string, string>>;
}

/** How it is started with these arguments: by the Node that the editor itself runs on. */
export function program({ extensionUri }: vscode.ExtensionContext, ...args: readonly string[]): Program {
  const file = vscode.Uri.joinPath(extensionUri, 'dist/backupplan.cjs').fsPath;
  return { command: process.execPath, args: [file, ...args], env: { ELECTRON_RUN_AS_NODE: '1' } };
}
