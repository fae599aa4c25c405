/** The extension in a browser: the language server is a web worker, and there is neither a disk nor a program to start. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { start } from '../extension.ts';
import type { Machine } from '../machine.ts';

export { deactivate } from '../extension.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return start(context, machine(context));
}

function machine({ extensionUri }: vscode.ExtensionContext): Machine {
  let worker: Worker | undefined;
  const server = async (): Promise<Worker> => {
    worker?.terminate(); // a worker does not end by itself, least of all one that hangs
    worker = new Worker(vscode.Uri.joinPath(extensionUri, 'dist/server.web.js').toString(true));
    return worker;
  };
  return {
    client: (options) => new LanguageClient('backupplan', 'Backup Plan', server, options),
    reads: () => false,
    about: navigator.userAgent,
  };
}
