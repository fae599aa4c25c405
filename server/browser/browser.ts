/** The server in a web worker of the editor: it has no disk, and knows the files that the client tells it. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { today } from '../../workspace/today.ts';
import { cancellation } from '../cancellation.ts';
import type { Host } from '../host.ts';
import { startServer } from '../main.ts';
import { Mirror } from '../mirror.ts';

/** Set by the bundler. */
declare const BACKUPPLAN_VERSION: string;

const options = { connectionStrategy: cancellation };
const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self), options);
startServer(connection, browserHost(new Mirror()));
connection.listen();

function browserHost(mirror: Mirror): Host {
  return {
    version: BACKUPPLAN_VERSION,
    mirror,
    read: mirror.read,
    mayImport: (plan, file, workspace) => mirror.mayImport(plan, file, workspace),
    catalogueFor: (path) => mirror.catalogueFor(path),
    catalogueProblems: (path) => mirror.catalogueProblems(path),
    configurationFor: (path) => mirror.configurationFor(path),
    today,
    findPlans: (folder) => mirror.findPlans(folder),
    journals: { now: () => Date.now() / 1000, beside: (plan) => mirror.journalBeside(plan) },
  };
}
