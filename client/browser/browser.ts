/** The extension in a browser: the language server is a web worker, and there is neither a disk nor a program to start. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser';
import { start } from '../extension.ts';
import type { Machine } from '../machine.ts';

export { deactivate } from '../extension.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return start(context, machine(context));
}

function machine({ extensionUri }: vscode.ExtensionContext): Machine {
  let worker: Worker | undefined;
  // Not the worker itself: the editor makes it, in a way that the library does not know one by.
  const server = async (): Promise<MessageTransports> => {
    worker?.terminate(); // it does not end by itself, least of all one that hangs
    worker = new Worker(vscode.Uri.joinPath(extensionUri, 'dist/server.web.js').toString(true));
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return {
    client: (options) => new LanguageClient('backupplan', 'Backup Plan', server, options),
    reads: () => false,
    about: navigator.userAgent,
  };
}
