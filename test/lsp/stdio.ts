// The server as `backupplan lsp --stdio` runs it, and as a test asks what it keeps in memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runStdioServer } from '../../server/node.ts';

runStdioServer('0.0.0-test');

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  console.error(`memory ${JSON.stringify(process.memoryUsage())}`);
});
