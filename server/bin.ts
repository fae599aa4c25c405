/** The language server as a process of its own, as VS Code starts it. */
import { runServer } from './node.ts';

/** The product's version, put in by the build. */
declare const BACKUPPLAN_VERSION: string | undefined;

runServer(typeof BACKUPPLAN_VERSION === 'string' ? BACKUPPLAN_VERSION : '0.0.0-source');
