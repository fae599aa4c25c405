/** The extension on a machine with Node.js: the language server and the command line are one program, each run of it a process. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { start } from './extension.ts';
import type { Machine, Program } from './machine.ts';

export { deactivate } from './extension.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return start(context, machine(context));
}

function machine({ extensionUri }: vscode.ExtensionContext): Machine {
  /** `dist/backupplan.cjs` comes with the extension; the Node that the editor itself runs on starts it. */
  const program = (...args: readonly string[]): Program => {
    const file = vscode.Uri.joinPath(extensionUri, 'dist/backupplan.cjs').fsPath;
    return { command: process.execPath, args: [file, ...args], env: { ELECTRON_RUN_AS_NODE: '1' } };
  };
  return {
    client(options) {
      const { command, args, env } = program('lsp');
      const server = { command, args, options: { env: { ...process.env, ...env } }, transport: TransportKind.stdio };
      return new LanguageClient('backupplan', 'Backup Plan', server, options);
    },
    reads: (scheme) => scheme === 'file',
    program,
    about: `${os.type()} ${os.release()} ${os.arch()}, Node.js ${process.versions.node}`,
  };
}
