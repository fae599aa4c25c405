/** `backupplan lsp --stdio`: the language server, for editors other than VS Code. */
import type { Command } from './command.ts';
import { UsageError } from './io.ts';
import { version } from './version.ts';

export const lsp: Command = {
  name: 'lsp',
  args: '--stdio',
  summary: 'Run the language server, for an editor.',
  options: { stdio: { type: 'boolean', doc: 'Speak over standard input and output (the only way there is).' } },
  async run(_args, options) {
    if (!options.flag('stdio')) throw new UsageError('the language server speaks over standard input and output: say --stdio');
    const { runStdioServer } = await import('../server/node.ts');
    runStdioServer(version);
    return 0;
  },
};
