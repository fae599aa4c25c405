import path from 'node:path';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client;

export function activate({ extensionPath }) {
  const args = [path.join(extensionPath, 'dist/server.cjs'), '--stdio'];
  const options = { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } };
  const server = { command: process.execPath, args, options, transport: TransportKind.stdio };
  client = new LanguageClient('sample', 'Sample', server, { documentSelector: [{ language: 'backupplan' }] });
  // As in the samples of VS Code, it does not wait for the server.
  void client.start();
}

export function deactivate() {
  return client?.stop();
}
