// The server as `backupplan lsp --stdio` runs it.
import { runStdioServer } from '../../server/node.ts';

runStdioServer('0.0.0-test');
