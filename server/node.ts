/** The server on Node: over standard input and output, for any editor. */
import { pipeline } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { catalogueFor, foundCatalogue } from '../workspace/catalogue.ts';
import { configurationFor } from '../workspace/configuration.ts';
import { findPlans } from '../workspace/find.ts';
import { followedJournal, restoreTestsOf } from '../workspace/journal.ts';
import { outputFolder } from '../workspace/output.ts';
import { readText } from '../workspace/read.ts';
import { isPlanOf } from '../workspace/repository.ts';
import { today } from '../workspace/today.ts';
import { writeArtifacts } from '../workspace/write.ts';
import { cancellation } from './cancellation.ts';
import { isOnDisk } from './convert.ts';
import { Frames } from './frames.ts';
import type { Host } from './host.ts';
import { lifecycle, REFUSED, refuse } from './lifecycle.ts';
import { startServer } from './main.ts';
import { Mirror } from './mirror.ts';

/** Serves one client over standard input and output, until it says `exit` or goes away. */
export function runStdioServer(version: string): void {
  // A stray line on standard output would break the protocol.
  console.log = console.info = console.debug = console.error;
  const frames = new Frames();
  // However the input ends, the connection hears of it and ends the process.
  pipeline(process.stdin, frames, () => {});
  const strategies = { connectionStrategy: cancellation, messageStrategy: lifecycle() };
  const connection = createConnection(ProposedFeatures.all, frames, process.stdout, strategies);
  connection.onRequest(REFUSED, refuse);
  startServer(connection, nodeHost(version));
  connection.listen();
}

function nodeHost(version: string): Host {
  const mirror = new Mirror();
  return {
    version,
    mirror,
    read: (path) => mirror.read(path) ?? readText(path),
    mayImport: (plan, file, workspace) =>
      isOnDisk(plan) ? file === plan || isPlanOf(plan, file, workspace) : mirror.mayImport(plan, file, workspace),
    // A document that is not on disk has no folder there that could hold a catalogue or a configuration.
    catalogueFor: (path) => (isOnDisk(path) ? catalogueFor(path) : mirror.catalogueFor(path)),
    catalogueProblems: (path) => (isOnDisk(path) ? foundCatalogue(path) : mirror.catalogueProblems(path)),
    configurationFor: (path) => (isOnDisk(path) ? configurationFor(path) : mirror.configurationFor(path)),
    today,
    findPlans: (folder) => (isOnDisk(folder) ? findPlans(folder).map((path) => path.replaceAll('\\', '/')) : mirror.findPlans(folder)),
    generator: async () => {
      const { generateFiles } = await import('./generate.ts');
      const writer = { outputFolder, restoreTests: restoreTestsOf, write: writeArtifacts };
      return (session, request) => generateFiles(session, writer, request);
    },
    journals: {
      now: () => Date.now() / 1000,
      beside: (plan) => (isOnDisk(plan) ? followedJournal(plan) : mirror.journalBeside(plan)),
    },
  };
}
