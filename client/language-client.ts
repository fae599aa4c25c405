/** The connection to the language server, which runs beside the extension: in a process or a worker of its own. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { chooseDesign, DESIGN } from './design.ts';
import { linkToPage } from './explain.ts';
import { carryOut, GENERATE } from './generate.ts';
import type { Machine } from './machine.ts';
import type { Mirror } from './mirror.ts';
import { oneLine, wrapped } from './wrapped.ts';

/** A client that is not started yet. */
export function serverClient(machine: Machine, mirror: Mirror, log: vscode.LogOutputChannel): BaseLanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'backupplan' }],
    outputChannel: log,
    // `clientTells`: this client shows what a command has written, and asks about files that were edited.
    initializationOptions: () => ({
      trusted: vscode.workspace.isTrusted,
      clientTells: true,
      // A copy: what the editor gives cannot be sent to a worker.
      inlayHints: { ...vscode.workspace.getConfiguration('backupplan').get<object>('inlayHints') },
      files: mirror.files(),
    }),
    synchronize: { configurationSection: 'backupplan' },
    middleware: {
      handleDiagnostics: (uri, findings, next) => next(uri, findings.map(linkToPage).map(inLines)),
      provideCodeActions: (document, range, context, token, next) =>
        next(document, range, { ...context, diagnostics: context.diagnostics.map(asSaid) }, token),
      // Also what a code lens of the server asks for passes here, so every way to generate is gated and shown alike.
      executeCommand: (command, args, next) => {
        if (command === GENERATE) return carryOut(args, next);
        return command === DESIGN ? chooseDesign(args, next) : next(command, args);
      },
    },
  };
  const client = machine.client(options);
  mirror.onChanged((files) => {
    // A server that starts later is given all of them.
    if (client.state === State.Starting || client.state === State.Running) void client.sendNotification('backupplan/files', { files });
  });
  return client;
}

function inLines(finding: vscode.Diagnostic): vscode.Diagnostic {
  finding.message = wrapped(finding.message);
  return finding;
}

/** The server knows its findings by their messages. */
function asSaid(finding: vscode.Diagnostic): vscode.Diagnostic {
  return Object.assign(Object.create(Object.getPrototypeOf(finding)), finding, { message: oneLine(finding.message) });
}

const PATIENCE = 3000; // ms

/** A new server in place of this one, also where this one hangs or never started. */
export async function restartServer(client: BaseLanguageClient, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await client.stop(PATIENCE);
  } catch (error) {
    // The library kills what does not end; the new server need not wait for it.
    log.warn(`The server did not stop by itself: ${error instanceof Error ? error.message : error}`);
  }
  await client.start();
}
